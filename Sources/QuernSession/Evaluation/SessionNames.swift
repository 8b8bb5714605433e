internal import QuernPlan
internal import QuernText
internal import QuernValue
internal import QuernWire

/// The names of a session: what each stands for, read back from the store when it is first needed.
struct SessionNames {
  private struct Bound {
    var definition: CellReport.Definition
    var value: Value?
    var binding: Binding?
    /// The number of the cell that defined it; nil where another worker ran it.
    var cell: Int?
  }

  private var bound: [String: Bound] = [:]
  private var versions: [String: Int]
  private var definitions: CellDefinitions
  /// What names stood for before a cell that runs again; nil where they stood for nothing.
  private var hidden: [String: Bound?] = [:]

  init(
    _ names: [CellReport.Definition], definitions: CellDefinitions, versions: [String: Int]
  ) {
    self.versions = versions
    self.definitions = definitions
    for definition in names { bound[definition.name] = Bound(definition: definition) }
  }

  /// Forgets all names; their versions go on counting.
  mutating func clear() {
    bound = [:]
    definitions = CellDefinitions()
  }

  /// Takes these names and no others.
  mutating func become(_ given: [CellReport.Definition]) {
    let known = bound
    bound = [:]
    for definition in given {
      // What has been read already is not read again.
      if let earlier = known[definition.name], earlier.definition == definition {
        bound[definition.name] = earlier
      } else {
        bound[definition.name] = Bound(definition: definition)
      }
    }
  }

  /// Lets a cell of a document see what it is to see: its own definitions of before are not there.
  mutating func enter(_ cell: String, above: [String]) {
    hidden = [:]
    for name in definitions.names {
      let visible = definitions.visible(name, in: cell, above: above)
      guard visible != bound[name]?.definition else { continue }
      hidden.updateValue(bound[name], forKey: name)
      bound[name] = visible.map { Bound(definition: $0) }
    }
  }

  /// Takes in how a cell ended.
  mutating func leave(_ report: CellReport, replaces: Bool) {
    let defined = Set(report.defined.map(\.name))
    for (name, before) in hidden where !defined.contains(name) || !report.isGood {
      bound[name] = before
    }
    hidden = [:]
    guard report.isGood else { return }
    let touched = definitions.settle(report.id, defined: report.defined, replaces: replaces)
    for name in touched {
      let latest = definitions.latest(name)
      if bound[name]?.definition != latest { bound[name] = latest.map { Bound(definition: $0) } }
    }
  }

  /// Takes a name whose value is at hand.
  mutating func define(
    _ definition: CellReport.Definition, _ value: Value, _ binding: Binding, cell: Int
  ) {
    bound[definition.name] = Bound(
      definition: definition, value: value, binding: binding, cell: cell)
    versions[definition.name] = definition.version
  }

  /// Takes a name whose value lies in the store.
  mutating func define(_ definition: CellReport.Definition, cell: Int) {
    bound[definition.name] = Bound(definition: definition, cell: cell)
    versions[definition.name] = definition.version
  }

  /// The version that a new definition of the name has.
  func nextVersion(of name: String) -> Int { (versions[name] ?? 0) + 1 }

  /// Every name that is defined now, sorted.
  var all: [String] { bound.keys.sorted() }

  func definition(_ name: String) -> CellReport.Definition? { bound[name]?.definition }

  /// What a cell with this text needs to know of the names in it.
  ///
  /// Values that the text cannot mean are left in the store.
  mutating func bindings(
    for source: String, _ read: (CellReport.Definition) throws(ValueLost) -> Value
  ) throws(ValueLost) -> [String: Binding] {
    var bindings: [String: Binding] = [:]
    let words = Self.words(of: source)
    for (name, entry) in bound {
      guard words.contains(name) else {
        bindings[name] = entry.binding ?? Binding(type: .unknown)
        continue
      }
      if let binding = entry.binding {
        bindings[name] = binding
        continue
      }
      let value = try read(entry.definition)
      let binding = Binding(type: StaticType(of: value))
      bound[name]?.value = value
      bound[name]?.binding = binding
      bindings[name] = binding
    }
    return bindings
  }

  /// Values of the names that a plan reads.
  mutating func values(
    of names: [String], _ read: (CellReport.Definition) throws(ValueLost) -> Value
  ) throws(ValueLost) -> [String: Value] {
    var values: [String: Value] = [:]
    for name in names {
      guard let entry = bound[name] else { continue }
      let value = if let value = entry.value { value } else { try read(entry.definition) }
      bound[name]?.value = value
      values[name] = value
    }
    return values
  }

  /// Tables with the number of their cell, in the order of cells; what cannot be read is left out.
  func tables(
    _ read: (CellReport.Definition) throws(ValueLost) -> Value
  ) -> [(cell: Int, value: Value)] {
    var tables: [(cell: Int, value: Value)] = []
    for name in all {
      guard let entry = bound[name], let cell = entry.cell, entry.definition.type == "table" else {
        continue
      }
      do throws(ValueLost) {
        let value = if let value = entry.value { value } else { try read(entry.definition) }
        tables.append((cell, value))
      } catch {
        continue
      }
    }
    return tables.sorted { $0.cell < $1.cell }
  }

  /// Everything in the text that could be a name.
  private static func words(of source: String) -> Set<String> {
    let parts = source.utf8.split { byte in
      let isWord =
        byte == UInt8(ascii: "_") || byte >= 0x80
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
      return !isWord
    }
    return Set(parts.map { String(Substring($0)) })
  }
}

/// A value that was defined and cannot be read back.
struct ValueLost: Error {
  let name: String
  let reason: String
}
