internal import QuernTable
internal import QuernText
internal import QuernWire

extension CSVOptions {
  /// Everything that can change the rows; block sizes cannot.
  var json: JSON {
    .members([
      ("delimiter", delimiter.map { .int(Int64($0)) } ?? .null),
      ("quote", quote.map { .int(Int64($0)) } ?? .null),
      ("header", header.map { .bool($0) } ?? .null),
      (
        "types",
        .object(
          JSONObject(types.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value.name)) }))
      ),
      ("missing", missing.map { .array($0.map { .string($0) }) } ?? .null),
      ("onError", .string(onError.rawValue)),
      ("dateOrder", dateOrder.map { .string($0.rawValue) } ?? .null),
      ("encoding", encoding.map { .string($0.rawValue) } ?? .null),
    ])
  }

  init(_ fields: MessageFields) throws(WireError) {
    self.init()
    delimiter = try fields.intIfPresent("delimiter").map { UInt8(clamping: $0) }
    quote = try fields.intIfPresent("quote").map { UInt8(clamping: $0) }
    header = fields.object["header"]?.boolValue
    for (name, type) in try fields.fields("types").object.members {
      types[name] = type.stringValue.flatMap { DataType.parse($0) }
    }
    missing = fields.object["missing"]?.arrayValue?.compactMap(\.stringValue)
    onError = try fields.choice("onError", of: OnError.self)
    dateOrder = try fields.textIfPresent("dateOrder").flatMap { CSVDateOrder(rawValue: $0) }
    encoding = try fields.textIfPresent("encoding").flatMap { CSVEncoding(rawValue: $0) }
  }
}
