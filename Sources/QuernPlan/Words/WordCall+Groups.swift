import QuernSyntax
package import QuernTable
import QuernValue

/// A table in which the keys of its groups are columns.
package struct GroupKeys {
  package let table: Table
  /// The key columns, in order.
  package let names: [String]
  /// Those that an expression made.
  let made: [String]

  /// What a verb gave that keeps the rows: without the columns that only made groups.
  package func withoutMade(_ result: Table) throws -> Table {
    made.isEmpty ? result : try result.drop(made)
  }
}

extension WordCall {
  /// What `by:` says: columns, selectors, and expressions over columns, which become columns: of a
  /// record by the names of its fields, else by their text.
  ///
  ///     summarise(t, n = count(), by: [.city, hour(.time)])
  ///     summarise(t, n = count(), by: {city: lower(.city)})
  package func groupKeys(of table: Table) throws -> GroupKeys {
    var names: [String] = []
    var made: [(name: String, expression: ColumnExpression)] = []
    for (name, value) in values("by").flatMap(Self.keys) {
      guard case .column(let expression) = value, name != nil || !expression.isBareColumn else {
        guard name == nil else { throw wrong("by", value) }
        names += try columns(of: value, in: table.schema, for: "by")
        continue
      }
      let name = name ?? expression.text
      guard table.schema.index(of: name) == nil, !names.contains(name) else {
        throw RuntimeError(.groupKeyExists(name, word: word.name, at: range(of: "by")))
      }
      made.append((name, expression))
      names.append(name)
    }
    var seen: Set<String> = []
    names = names.filter { seen.insert($0).inserted }
    return GroupKeys(
      table: made.isEmpty ? table : try table.derive(made), names: names, made: made.map(\.name))
  }

  private static func keys(of value: Value) -> [(name: String?, value: Value)] {
    switch value {
    case .list(let values): values.flatMap(keys)
    case .record(let record): record.fields.map { ($0.name, $0.value) }
    default: [(nil, value)]
    }
  }
}

extension ColumnExpression {
  fileprivate var isBareColumn: Bool {
    if case .column = self { return true }
    return false
  }
}
