/// A column's name and type.
package struct Field: Hashable, Sendable {
  package let name: String
  package let type: DataType

  package init(name: String, type: DataType) {
    self.name = name
    self.type = type
  }
}

/// The columns of a table, in order. Names are compared by bytes.
package struct Schema: Hashable, Sendable {
  package let fields: [Field]
  private let positions: [NameKey: Int]

  package init(fields: [Field]) {
    self.fields = fields
    var positions: [NameKey: Int] = [:]
    positions.reserveCapacity(fields.count)
    for (position, field) in fields.enumerated() where positions[NameKey(field.name)] == nil {
      positions[NameKey(field.name)] = position
    }
    self.positions = positions
  }

  package init(_ pairs: [(String, DataType)]) {
    self.init(fields: pairs.map { Field(name: $0.0, type: $0.1) })
  }

  /// The position of the column called `name`.
  package func index(of name: String) -> Int? { positions[NameKey(name)] }

  /// The column called `name`.
  package subscript(name: String) -> Field? { index(of: name).map { fields[$0] } }

  package var names: [String] { fields.map(\.name) }

  package var count: Int { fields.count }

  package static func == (a: Schema, b: Schema) -> Bool { a.fields == b.fields }

  package func hash(into hasher: inout Hasher) { hasher.combine(fields) }
}

/// A name that equals another only when their bytes do.
///
/// Swift's `String ==` is canonical equivalence: two columns that differ in normalisation only
/// would be one.
package struct NameKey: Hashable, Sendable {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static func == (a: NameKey, b: NameKey) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
