/// Named values in the order in which they were written; a name occurs once.
///
///     Record([("a", .int(1))])["a"]   // .int(1)
package struct Record: Sendable {
  package private(set) var names: [String]
  package private(set) var values: [Value]

  package init(_ fields: [(String, Value)] = []) {
    names = []
    values = []
    names.reserveCapacity(fields.count)
    values.reserveCapacity(fields.count)
    for (name, value) in fields { self[name] = value }
  }

  package var count: Int { names.count }

  package var fields: [(name: String, value: Value)] {
    zip(names, values).map { (name: $0, value: $1) }
  }

  /// The value of a name; setting a new name adds it at the end, setting nil takes it away.
  package subscript(name: String) -> Value? {
    get { index(of: name).map { values[$0] } }
    set {
      switch (index(of: name), newValue) {
      case (let index?, let value?): values[index] = value
      case (let index?, nil):
        names.remove(at: index)
        values.remove(at: index)
      case (nil, let value?):
        names.append(name)
        values.append(value)
      case (nil, nil): break
      }
    }
  }

  private func index(of name: String) -> Int? {
    names.firstIndex { $0.utf8.elementsEqual(name.utf8) }
  }
}
