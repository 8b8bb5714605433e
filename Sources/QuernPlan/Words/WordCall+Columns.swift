package import QuernLearning
package import QuernTable
import QuernSyntax
package import QuernText
package import QuernValue

/// Arguments that are columns, or expressions over them.
extension WordCall {
  /// An expression over columns; a plain value is a literal in it.
  package func expression(_ name: String) throws(RuntimeError) -> ColumnExpression {
    guard let expression = try expressionIfGiven(name) else { throw missing(name) }
    return expression
  }

  package func expressionIfGiven(_ name: String) throws(RuntimeError) -> ColumnExpression? {
    guard isGiven(name) else { return nil }
    return try expression(of: value(name), for: name)
  }

  /// The expressions of a variadic parameter.
  package func expressions(_ name: String) throws(RuntimeError) -> [ColumnExpression] {
    var result: [ColumnExpression] = []
    for value in values(name) { result.append(try expression(of: value, for: name)) }
    return result
  }

  /// The name of a bare column: `.x`.
  package func column(_ name: String) throws(RuntimeError) -> String {
    guard let column = try columnIfGiven(name) else { throw missing(name) }
    return column
  }

  package func columnIfGiven(_ name: String) throws(RuntimeError) -> String? {
    switch value(name) {
    case .null: return nil
    case .column(.column(let column)): return column
    case let other: throw wrong(name, other)
    }
  }

  /// The columns that an argument or a variadic parameter names, in order and without repeats;
  /// selectors are looked up in `schema`.
  package func columns(_ name: String, in schema: Schema) throws(RuntimeError) -> [String] {
    var names: [String] = []
    for value in values(name) { names += try columns(of: value, in: schema, for: name) }
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  /// The same as a selection that is looked up later, as in a recipe; nil where nothing was given.
  package func selection(_ name: String) throws(RuntimeError) -> ColumnSelection? {
    var parts: [ColumnSelection] = []
    var names: [String] = []
    for value in values(name) {
      for part in Self.parts(of: value) {
        if case .selection(let selection) = part {
          parts.append(selection)
        } else {
          names += try columns(of: part, in: nil, for: name)
        }
      }
    }
    if !names.isEmpty { parts.insert(.names(names), at: 0) }
    if parts.count < 2 { return parts.first }
    return .union(parts)
  }

  private static func parts(of value: Value) -> [Value] {
    if case .list(let values) = value { return values.flatMap { parts(of: $0) } }
    return [value]
  }

  /// The definitions `name = e`, as expressions; left to right.
  package func definitions() throws(RuntimeError)
    -> [(name: String, expression: ColumnExpression)]
  {
    var result: [(name: String, expression: ColumnExpression)] = []
    for definition in boundDefinitions { result.append(try self.definition(definition)) }
    return result
  }

  /// One definition as an expression.
  package func definition(
    _ definition: BoundDefinition
  ) throws(RuntimeError) -> (name: String, expression: ColumnExpression) {
    guard let expression = Self.expression(definition.value) else {
      throw RuntimeError(
        .definitionType(
          definition.name, word: word.name, found: definition.value.type.nameWithArticle,
          at: definition.range))
    }
    guard !definition.name.isEmpty else {
      throw RuntimeError(.unnamedDefinition(word: word.name, expression.text, at: definition.range))
    }
    return (definition.name, expression)
  }

  /// The same for a table of this schema: `across` gives one definition for each column that it
  /// selects, of which `by` is never one.
  package func definitions(
    in schema: Schema, by: [String] = []
  ) throws(RuntimeError) -> [(name: String, expression: ColumnExpression)] {
    var result: [(name: String, expression: ColumnExpression)] = []
    for definition in boundDefinitions {
      if case .across(let across) = definition.value {
        do throws(LearningError) {
          let columns = try across.selection.resolve(in: schema).filter { !by.contains($0) }
          result += across.definitions(for: columns)
        } catch {
          throw RuntimeError(error, table: site.tableName).located(at: definition.range)
        }
      } else {
        result.append(try self.definition(definition))
      }
    }
    return result
  }

  /// The definitions as they were given.
  package var boundDefinitions: [BoundDefinition] {
    for argument in arguments {
      if case .definitions(let definitions) = argument { return definitions }
    }
    return []
  }

  /// A stream of draws that depends on `seed:` or the notebook's seed, the word, the place of the
  /// call and the loops around it.
  package func randomStream() throws(RuntimeError) -> RandomStream {
    let given = word.parameter("seed") == nil ? nil : try int("seed")
    return RandomStream(
      seed: given.map { Int64($0) } ?? context.seed, word: word.name, ordinal: site.ordinal,
      loop: context.loop)
  }

  /// The expression that a value stands for; nil for what no column can hold.
  package static func expression(_ value: Value) -> ColumnExpression? {
    if case .column(let expression) = value { return expression }
    return value.scalar.map { .literal($0) }
  }

  private func expression(
    of value: Value, for name: String
  ) throws(RuntimeError) -> ColumnExpression {
    guard let expression = Self.expression(value) else { throw wrong(name, value) }
    return expression
  }

  func columns(
    of value: Value, in schema: Schema?, for name: String
  ) throws(RuntimeError) -> [String] {
    switch value {
    case .null: return []
    case .column(.column(let column)): return [column]
    case .string(let text): return [text]
    case .list(let values):
      var names: [String] = []
      for element in values { names += try columns(of: element, in: schema, for: name) }
      return names
    case .selection(let selection):
      guard let schema else { throw wrong(name, value) }
      do throws(LearningError) {
        return try selection.resolve(in: schema)
      } catch {
        throw RuntimeError(error)
      }
    case let other: throw wrong(name, other)
    }
  }
}

extension WordCall {
  /// The type that a value names: a constant `int`, or a string `"list[int]"`.
  package func dataType(_ value: Value, for name: String) throws(RuntimeError) -> DataType {
    switch value {
    case .string(let text), .constant(let text):
      if let type = DataType.parse(text) { return type }
      throw RuntimeError(
        .unknownType(
          text,
          nearest: Suggestion.nearest(text, in: Self.typeNames),
          at: range(of: name)))
    default: throw wrong(name, value)
    }
  }

  /// The constants of a parameter that takes a type.
  package static let typeNames = [
    "bool", "int", "float", "str", "date", "time", "datetime", "instant", "duration", "size",
    "category",
  ]
}
