import QuernLearning
package import QuernTable
package import QuernText

/// Values as bytes and back: equal values give equal bytes, on every machine.
///
///     let bytes = try ValueCodec.encode(value, into: store)
///     let again = try ValueCodec.decode(bytes, from: store)
///
/// A value is one byte of kind and its parts. Ints are zigzag variable-length, floats eight bytes,
/// little end first; text has its length before it. Secrets are sealed by the store. Tables are
/// their plan with references to what they start from; models are blobs.
package enum ValueCodec {
  package static let version: UInt8 = 1
  /// Levels of lists, records and captured values inside of each other.
  package static let depthMax = 256
  static let magic: [UInt8] = [0x51, 0x56]  // QV

  package static func encode(_ value: Value, into store: any ValueStore) throws -> [UInt8] {
    var writer = ValueWriter { (part: ValueWriter.Part) throws -> [UInt8] in
      switch part {
      case .table(let table):
        let references = try table.leaves.map { try store.keep($0) }
        let json = JSON.members([
          ("plan", table.planJSON()), ("leaves", .array(references)),
        ])
        return json.utf8()
      case .model(let model): return try store.put(try model.utf8()).bytes
      case .secret(let secret): return try store.seal(secret)
      }
    }
    writer.bytes = magic + [version]
    try writer.write(value)
    return writer.bytes
  }

  package static func decode(_ bytes: [UInt8], from store: any ValueStore) throws -> Value {
    var reader = ValueReader(bytes: bytes, store: store)
    try reader.header()
    let value = try reader.value()
    try reader.end()
    return value
  }

  /// Which value this is: tables by plan and content of what they start from, models by their
  /// bytes. Two values with one digest stand for each other in every cache.
  package static func digest(_ value: Value, _ context: TableContext) throws -> Digest {
    var writer = ValueWriter { (part: ValueWriter.Part) throws -> [UInt8] in
      switch part {
      case .table(let table): return try table.digest(context).bytes
      case .model(let model): return try model.digest().bytes
      case .secret(let secret): return Array(secret.utf8)
      }
    }
    writer.bytes = Array("quern value \(version)\n".utf8)
    try writer.write(value)
    return SHA256.hash(writer.bytes)
  }
}

/// The kinds of values in bytes. Numbers are for ever: a new kind gets a new one.
enum ValueTag: UInt8 {
  case null = 0
  case no = 1
  case yes = 2
  case int = 3
  case float = 4
  case string = 5
  case date = 6
  case time = 7
  case datetime = 8
  case instant = 9
  case duration = 10
  case size = 11
  case list = 12
  case record = 13
  case range = 14
  case column = 15
  case table = 16
  case function = 17
  case recipe = 18
  case step = 19
  case selection = 20
  case across = 21
  case algorithm = 22
  case model = 23
  case evaluation = 24
  case endpoint = 25
  case pattern = 26
  /// In the clear, as releases before 0.3 kept it.
  case secret = 27
  case constant = 28
  case plot = 40
  case sealedSecret = 41
}
