import QuernSyntax
package import QuernTable
import QuernValue

/// A table in which the keys of its groups are columns.
package struct GroupKeys {
  package let table: Table
  /// The key columns, in order.
  package let names: [String]
  /// Those that stand in the table for the groups alone.
  fileprivate let hidden: [String]

  /// What a verb gave that keeps the rows: without the columns that only made groups.
  package func shown(_ result: Table) throws -> Table {
    hidden.isEmpty ? result : try result.drop(hidden)
  }
}

extension WordCall {
  /// What `by:` says, for verbs that give a row for each group: columns, selectors, and
  /// expressions over columns, which become columns: of a record under the names of its fields,
  /// else under their text.
  ///
  ///     summarise(t, n = count(), by: [.city, hour(.time)])
  ///     summarise(t, n = count(), by: {city: lower(.city)})
  package func groupKeys(of table: Table) throws -> GroupKeys {
    var keyed = table
    var names: [String] = []
    for part in try groupParts(in: table.schema) {
      switch part {
      case .columns(let columns): names += columns
      case .expression(let name, let expression):
        let definition = [(name: name ?? expression.text, expression: expression)]
        let isThere = keyed.schema.index(of: definition[0].name) != nil
        keyed = isThere ? try keyed.update(definition) : try keyed.derive(definition)
        names.append(definition[0].name)
      }
    }
    return GroupKeys(table: keyed, names: Self.once(names), hidden: [])
  }

  /// The same for verbs that keep their rows: expressions make columns that are not shown.
  package func windowKeys(of table: Table) throws -> GroupKeys {
    var names: [String] = []
    var made: [(name: String, expression: ColumnExpression)] = []
    for part in try groupParts(in: table.schema) {
      switch part {
      case .columns(let columns): names += columns
      case .expression(_, let expression):
        var name = "by \(made.count + 1)"
        while table.schema.index(of: name) != nil { name += "_" }
        made.append((name, expression))
        names.append(name)
      }
    }
    return GroupKeys(
      table: made.isEmpty ? table : try table.derive(made), names: Self.once(names),
      hidden: made.map(\.name))
  }

  private enum GroupPart {
    case columns([String])
    case expression(name: String?, ColumnExpression)
  }

  private func groupParts(in schema: Schema) throws(RuntimeError) -> [GroupPart] {
    var parts: [GroupPart] = []
    for (name, value) in values("by").flatMap(Self.keys) {
      switch (name, value) {
      case (nil, .column(.column(let column))): parts.append(.columns([column]))
      case (_, .column(let expression)):
        parts.append(.expression(name: name, expression))
      case (nil, let value): parts.append(.columns(try columns(of: value, in: schema, for: "by")))
      case (_, let value): throw wrong("by", value)
      }
    }
    return parts
  }

  private static func keys(of value: Value) -> [(name: String?, value: Value)] {
    switch value {
    case .list(let values): values.flatMap(keys)
    case .record(let record): record.fields.map { ($0.name, $0.value) }
    default: [(nil, value)]
    }
  }

  private static func once(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
