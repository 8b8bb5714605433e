import QuernSyntax
import QuernTable
import QuernText
import QuernValue

/// One walk over a cell's tree.
final class CheckRun {
  /// Where an expression stands, as far as acting is concerned.
  enum Place {
    case cell
    case function
    case lambda
    case tryWord
    case column
    case usedFile

    /// As messages say it; nil where acting is allowed.
    var name: String? {
      switch self {
      case .cell: nil
      case .function: "a function"
      case .lambda: "a lambda"
      case .tryWord: "`try`"
      case .column: "an expression over columns"
      case .usedFile: "a used file"
      }
    }
  }

  let source: SourceText
  let bindings: [String: Binding]
  let registry: WordRegistry
  let reader: Checker.Reader?

  /// Names in reach, innermost last; the first scope is the cell's own.
  var scopes: [[String: StaticValue]] = [[:]]
  var place: Place = .cell
  /// How many `if`, `case` and `for` stand around.
  var conditionalDepth = 0
  var expressionDepth = 0
  var inferenceDepth = 0
  /// The lambda that `let` gives a name to, while its body is checked.
  var namedLambda: (name: String, formals: [String])?
  /// Whether the argument at hand is for columns.
  var expectsColumn = false
  /// Inside a function that is only looked into for a call's type, nothing is reported.
  var isMuted = false

  private(set) var diagnostics: [Diagnostic] = []
  private(set) var reads: [String] = []
  private(set) var definitions: [DefinedName] = []
  var effects: [PlannedEffect] = []
  var params: [PlannedParam] = []
  var uses: [String] = []
  var isRandom = false
  var resultType: StaticType?
  /// What is piped into a call, by the call's range.
  var pipedExpressions: [SourceRange: Expression] = [:]
  /// Schemas of the tables that are piped into the calls around, innermost last.
  var pipedSchemas: [Schema] = []
  /// Functions of this cell, for the types of their calls.
  var functions: [String: CheckedFunction] = [:]

  init(
    source: SourceText, bindings: [String: Binding], registry: WordRegistry,
    reader: Checker.Reader?
  ) {
    self.source = source
    self.bindings = bindings
    self.registry = registry
    self.reader = reader
  }

  func report(_ diagnostic: Diagnostic) {
    guard !isMuted, !diagnostics.contains(diagnostic) else { return }
    diagnostics.append(diagnostic)
  }

  // MARK: Names

  /// What a name stands for: the nearest definition above.
  enum Meaning {
    case value(StaticValue)
    case binding(Binding)
    case word(Word)
  }

  func meaning(of name: String) -> Meaning? {
    for scope in scopes.reversed() {
      if let value = scope[name] { return .value(value) }
    }
    if let binding = bindings[name] { return .binding(binding) }
    return registry[name].map { .word($0) }
  }

  /// The word that a name calls, where nothing hides it.
  func word(_ name: String) -> Word? {
    if case .word(let word) = meaning(of: name) { return word }
    return nil
  }

  /// Notes that a name from above is read.
  func noteRead(_ name: String) {
    if !isMuted, !reads.contains(name) { reads.append(name) }
  }

  func bind(_ name: Name, _ value: StaticValue) {
    guard name.text != "_" else { return }
    if scopes.count == 1, place == .cell, !isMuted {
      if registry[name.text] != nil, bindings[name.text] == nil,
        scopes[0][name.text] == nil
      {
        report(.hidesWord(name.text, at: name.range))
      }
      define(name.text, value)
    }
    scopes[scopes.count - 1][name.text] = value
  }

  private func define(_ name: String, _ value: StaticValue) {
    let binding = Binding(type: value.type, function: functions[name])
    definitions.removeAll { $0.name == name }
    definitions.append(DefinedName(name: name, binding: binding))
  }

  func bind(_ pattern: Pattern, to value: StaticValue) {
    if !pattern.isTuple {
      if let name = pattern.names.first { bind(name, value) }
      return
    }
    var seen: Set<String> = []
    for name in pattern.names where name.text != "_" && !seen.insert(name.text).inserted {
      report(.duplicateName(name.text, at: name.range))
    }
    let parts = elements(of: value, count: pattern.names.count, at: pattern.range)
    for (name, part) in zip(pattern.names, parts) { bind(name, part) }
  }

  /// The parts that a pattern takes a value apart into.
  private func elements(
    of value: StaticValue, count: Int, at range: SourceRange
  ) -> [StaticValue] {
    if case .list(let values)? = value.literal?.value {
      if values.count != count {
        report(.patternCount(names: count, values: values.count, at: range))
      } else {
        return values.map { StaticValue(of: $0, isExact: value.isExact) }
      }
    }
    switch value.type {
    case .list(let element): return Array(repeating: StaticValue(element), count: count)
    case .tuple(let types):
      if types.count != count {
        report(.patternCount(names: count, values: types.count, at: range))
      }
      return (0..<count).map { StaticValue($0 < types.count ? types[$0] : .unknown) }
    case .unknown, .range: break
    case .plain, .record, .column, .table, .function, .model:
      report(.patternType(article(value.type), at: range))
    }
    return Array(repeating: .unknown, count: count)
  }

  func inScope<Result>(_ names: [(Name, StaticValue)] = [], _ body: () -> Result) -> Result {
    scopes.append([:])
    defer { scopes.removeLast() }
    for (name, value) in names { bind(name, value) }
    return body()
  }

  func at<Result>(_ place: Place, _ body: () -> Result) -> Result {
    let outer = self.place
    if outer == .cell || outer == .tryWord || outer == .column { self.place = place }
    defer { self.place = outer }
    return body()
  }

  func conditionally<Result>(_ body: () -> Result) -> Result {
    conditionalDepth += 1
    defer { conditionalDepth -= 1 }
    return body()
  }

  /// `an int`, `a table`.
  func article(_ type: StaticType) -> String {
    type.valueType?.nameWithArticle ?? "a value"
  }
}

/// A function whose body can be looked into again, with the types of a call.
package final class CheckedFunction: Sendable {
  let statement: FunctionStatement
  /// What its free names stood for where it was written.
  let environment: [String: StaticValue]

  init(statement: FunctionStatement, environment: [String: StaticValue]) {
    self.statement = statement
    self.environment = environment
  }
}
