package import QuernText
package import QuernWire

/// Which cell defined which names: what is needed to run a cell again as if for the first time.
///
/// At a prompt the latest definition counts and the ones before are forgotten. A cell of a document
/// that runs again replaces its own definitions; those of other cells stay, and a name means the
/// nearest one above.
package struct CellDefinitions: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    package var cell: String
    package var definition: CellReport.Definition
  }

  private var byName: [String: [Entry]] = [:]

  package init() {}

  package init(_ names: [CellReport.Definition]) {
    for definition in names { byName[definition.name] = [Entry(cell: "", definition: definition)] }
  }

  /// All of them, sorted by name and version.
  package var entries: [Entry] {
    byName.sorted { $0.key < $1.key }.flatMap { $0.value }
  }

  package init(entries: [Entry]) {
    for entry in entries { byName[entry.definition.name, default: []].append(entry) }
  }

  package var names: [String] { byName.keys.sorted() }

  /// The definition that counts for whoever comes now.
  package func latest(_ name: String) -> CellReport.Definition? {
    byName[name]?.max { $0.definition.version < $1.definition.version }?.definition
  }

  /// What a name means in a cell: the nearest definition above it, its own ones left out; where
  /// none stands above, the latest.
  package func visible(
    _ name: String, in cell: String, above: [String]
  ) -> CellReport.Definition? {
    entry(name, in: cell, above: above)?.definition
  }

  /// As `visible`, with the cell that it is of.
  package func entry(_ name: String, in cell: String, above: [String]) -> Entry? {
    let others = (byName[name] ?? []).filter { $0.cell != cell }
    for upper in above.reversed() {
      if let found = others.last(where: { $0.cell == upper }) { return found }
    }
    return others.max { $0.definition.version < $1.definition.version }
  }

  /// Takes what a cell defined; gives the names whose latest definition may be another one now.
  package mutating func settle(
    _ cell: String, defined: [CellReport.Definition], replaces: Bool
  ) -> Set<String> {
    var touched = Set(defined.map(\.name))
    if replaces {
      for (name, entries) in byName where entries.contains(where: { $0.cell == cell }) {
        let rest = entries.filter { $0.cell != cell }
        byName[name] = rest.isEmpty ? nil : rest
        touched.insert(name)
      }
    }
    for definition in defined {
      let entry = Entry(cell: cell, definition: definition)
      if replaces {
        byName[definition.name, default: []].append(entry)
      } else {
        byName[definition.name] = [entry]
      }
    }
    return touched
  }
}

extension CellDefinitions.Entry {
  package var json: JSONObject {
    JSONObject([("cell", .string(cell)), ("definition", .object(definition.json))])
  }

  package init(_ fields: MessageFields) throws(WireError) {
    cell = try fields.text("cell")
    definition = try CellReport.Definition(fields.fields("definition"))
  }
}
