package import QuernPlan
import QuernSyntax
import QuernTable
import QuernText
import QuernValue
import QuernWire

/// What the prompt offers where the tab key is pressed.
///
///     completer.complete("customers |> filter(.ten", at: 24)   // .tenure: int · 0.2 % missing
package struct Completer: Sendable {
  /// Lists a folder: names, and whether each is a folder itself.
  package typealias FolderListing =
    @Sendable (_ path: String) -> [(name: String, isFolder: Bool)]

  package var registry: WordRegistry
  package var names: KnownNames
  /// Names of the prompt's own commands, with their summaries.
  package var commands: [(name: String, takesPath: Bool, summary: String)]
  package var list: FolderListing
  package var stored: StoredNames

  package init(
    registry: WordRegistry, names: KnownNames,
    commands: [(name: String, takesPath: Bool, summary: String)] = [],
    stored: StoredNames = .none, list: @escaping FolderListing
  ) {
    self.stored = stored
    self.registry = registry
    self.names = names
    self.commands = commands
    self.list = list
  }

  /// What may stand at a place, counted in UTF-8.
  package func complete(_ text: String, at offset: Int) -> Completions {
    if let found = completeCommand(text, at: offset) { return found }
    if let found = completeQuestion(text, at: offset) { return found }
    let source = SourceText(text)
    let context = CompletionContext(source, offset: offset)
    let lookup = TypeLookup(source: source, completer: self)
    var result = Completions(
      range: context.range.lower..<max(context.range.upper, offset),
      candidates: candidates(context, lookup), heading: nil)
    result.candidates = Self.matching(result.candidates, context.prefix)
    switch context.position {
    case .argument, .optionValue, .column:
      result.heading = context.calls.first.flatMap { signature(of: $0.name) }
    case .string:
      let typed = context.prefix.utf8.count
      let name = PathText.lastPart(of: context.prefix).utf8.count
      result.range = (context.range.lower + typed - name)..<offset
    case .statement, .expression, .step, .field, .operation, .type, .nothing: break
    }
    return result
  }

  /// `filter(t, condition)`, or a function's name and parameters.
  package func signature(of name: String) -> String? {
    if let word = registry[name], names[name] == nil { return word.signature }
    guard let known = names[name], known.type == "function" else { return nil }
    return "\(name)(\(known.formals.joined(separator: ", ")))"
  }

  private func candidates(_ context: CompletionContext, _ lookup: TypeLookup) -> [Candidate] {
    switch context.position {
    case .statement:
      if context.prefix.isEmpty, !names.isEmpty { return named() }
      return named() + words { _ in true } + Self.keywords(Keyword.beginningStatements)
    case .expression:
      return ownColumns(context, lookup) + named() + words { _ in true }
        + Self.keywords(Keyword.beginningValues)
    case .argument: return arguments(context, lookup)
    case .optionValue(let option): return values(of: option, context, lookup)
    case .step: return steps(context, lookup)
    case .column: return columns(context, lookup).map { column($0, hasDot: true) }
    case .field(let range): return lookup.fields(of: range)
    case .string: return paths(context)
    case .operation: return Self.keywords(Keyword.joiningValues)
    case .type: return Self.types
    case .nothing: return []
    }
  }

  /// Those that begin as typed, in upper or lower case; where there are none, those that hold it.
  static func matching(_ candidates: [Candidate], _ typed: String) -> [Candidate] {
    let typed = PathText.lastPart(of: typed).lowercased()
    guard !typed.isEmpty else { return candidates }
    func key(_ candidate: Candidate) -> String {
      candidate.label.lowercased().drop { $0 == "." || $0 == "`" }.description
    }
    let beginning = candidates.filter { key($0).hasPrefix(typed) }
    if !beginning.isEmpty || typed.count < 2 { return beginning }
    return candidates.filter { key($0).contains(typed) }
  }
}

// Names, words, keywords.
extension Completer {
  private func named() -> [Candidate] {
    names.all.map { known in
      let detail = known.summary.isEmpty ? known.type : "\(known.type) · \(known.summary)"
      return Candidate(known.name + (known.type == "function" ? "(" : ""), detail: detail)
    }
  }

  private func words(_ isWanted: (Word) -> Bool) -> [Candidate] {
    registry.words.filter { names[$0.name] == nil && isWanted($0) }
      .sorted { $0.name < $1.name }
      .map { Candidate($0.name + "(", label: $0.name, detail: $0.summary) }
  }

  private static func keywords(_ list: [String]) -> [Candidate] {
    list.map { Candidate($0 + " ", label: $0, detail: "keyword") }
  }

  private static let types: [Candidate] = [
    "bool", "int", "float", "str", "date", "time", "datetime", "instant", "duration", "size",
    "list", "table", "secret",
  ].map { Candidate($0, detail: "type") }

  /// Words that take what is piped, and functions of the session.
  private func steps(_ context: CompletionContext, _ lookup: TypeLookup) -> [Candidate] {
    let piped = (context.piped.map(lookup.type(of:)) ?? lookup.lastResult)?.valueType
    let functions = names.all.filter { $0.type == "function" }.map {
      Candidate("\($0.name)(", label: $0.name, detail: "function\($0.summary)")
    }
    return functions
      + words { word in
        guard let first = word.parameters.first(where: { $0.kind != .option }) else {
          return false
        }
        guard let piped else { return true }
        return first.type.accepts(piped)
      }
  }
}

// Inside of calls.
extension Completer {
  private func arguments(_ context: CompletionContext, _ lookup: TypeLookup) -> [Candidate] {
    guard let site = context.calls.first, names[site.name] == nil,
      let word = registry[site.name]
    else { return ownColumns(context, lookup) + named() + words { _ in true } }
    let here = parameter(of: word, at: site)
    let options = word.parameters.filter {
      ($0.kind == .option || $0.kind == .positional) && !site.labels.contains($0.name)
        && $0.name != word.parameters.first?.name
    }
    let constants = (here?.constants ?? []).map { Candidate($0, detail: "constant") }
    let offered = options.map { option in
      Candidate("\(option.name): ", label: "\(option.name):", detail: option.doc)
    }
    let rest = context.prefix.isEmpty ? [] : words { _ in true }
    return constants + ownColumns(context, lookup) + offered + named() + rest
  }

  private func parameter(
    of word: Word, at site: CompletionContext.CallSite
  ) -> Parameter? {
    let places = word.parameters.filter { $0.kind == .positional || $0.kind == .variadic }
    let isStep = site.piped != nil
    let index = site.argumentIndex - site.labels.count + (isStep ? 1 : 0)
    if index >= 0, index < places.count { return places[index] }
    return places.last.flatMap { $0.kind == .variadic ? $0 : nil }
  }

  private func values(
    of option: String, _ context: CompletionContext, _ lookup: TypeLookup
  ) -> [Candidate] {
    guard let site = context.calls.first,
      let parameter = registry[site.name]?.parameter(option)
    else { return named() + words { _ in true } }
    let constants = parameter.constants.map { Candidate($0, detail: "constant") }
    var rest: [Candidate] = []
    if parameter.type == .bool { rest = ["true", "false"].map { Candidate($0, detail: "bool") } }
    switch parameter.type {
    case .column, .columns, .expression, .any, .either: rest += ownColumns(context, lookup)
    default: break
    }
    if parameter.type == .constant { return constants }
    return constants + rest + named() + words { _ in true }
  }

  /// Columns, where nothing is typed yet and the call around takes them.
  private func ownColumns(_ context: CompletionContext, _ lookup: TypeLookup) -> [Candidate] {
    guard context.prefix.isEmpty, !context.calls.isEmpty else { return [] }
    guard let found = lookup.columns(context.calls) else { return [] }
    return found.map { column($0, hasDot: false) }
  }

  /// Of the table that the calls around the place are about, else of every table.
  private func columns(
    _ context: CompletionContext, _ lookup: TypeLookup
  ) -> [TypeLookup.Column] {
    if let found = lookup.columns(context.calls) { return found }
    var seen: Set<String> = []
    return names.all.filter { $0.type == "table" }.flatMap { table in
      table.columns.filter { seen.insert($0.name).inserted }.map {
        TypeLookup.Column(
          name: $0.name, type: $0.type.name, missingShare: $0.missingShare, table: table.name)
      }
    }
  }

  private func column(_ column: TypeLookup.Column, hasDot: Bool) -> Candidate {
    let name = ColumnExpression.quoted(column.name)
    var detail = [column.type ?? "new"]
    if let share = column.missingShare, share > 0 { detail.append(Self.missing(share)) }
    if let table = column.table { detail.append("of \(table)") }
    return Candidate(
      hasDot ? name : ".\(name)", label: ".\(name)", detail: detail.joined(separator: " · "))
  }

  /// `0.2 % missing`
  package static func missing(_ share: Double) -> String {
    let percent = share * 100
    if percent > 0, percent < 0.1 { return "< 0.1 % missing" }
    return "\(Numbers.significant(percent, digits: percent < 10 ? 2 : 3)) % missing"
  }

  private func paths(_ context: CompletionContext) -> [Candidate] {
    if let kind = context.calls.first.flatMap(StoredNames.Kind.init) { return stored.list(kind) }
    let isPath =
      context.calls.first.flatMap { registry[$0.name] }.map { $0.category == .files }
      ?? context.calls.isEmpty
    return isPath ? paths(context.prefix) : []
  }
}

/// Paths as they are typed.
enum PathText {
  /// What stands behind the last slash.
  static func lastPart(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    return String(path[path.index(after: slash)...])
  }
}
