package import QuernText

// What was found out about a file, so that it need not be read again to know it.
extension JSONSource {
  package func saved() -> JSON {
    var members: [(String, JSON)] = [
      ("json", 1), ("encoding", .string(form.encoding.rawValue)),
      ("layout", .string(layout.rawValue)), ("schema", schema.json()),
      ("given", .array(columns.map { .bool($0.isGiven) })),
      ("skips", .bool(skipsBad)), ("blockBytes", .int(Int64(index.blockBytes))),
      ("blocks", .array(index.blockRows.map { .int(Int64($0)) })),
    ]
    if let compression = form.compression {
      members.append(("compression", .string(compression.rawValue)))
    }
    return .members(members)
  }

  /// The source that `saved` told of, over the file as it is pinned now; nil where it is no such
  /// text. Nothing is read.
  static func restored(
    _ saved: JSON, pin: CSVPin, options: CSVOptions
  ) -> JSONSource? {
    guard saved["json"]?.intValue == 1,
      let encoding = saved["encoding"]?.stringValue.flatMap({ CSVEncoding(rawValue: $0) }),
      let layout = saved["layout"]?.stringValue.flatMap({ JSONLayout(rawValue: $0) }),
      let schema = saved["schema"].flatMap({ Schema(json: $0) }),
      let given = saved["given"]?.arrayValue?.compactMap(\.boolValue),
      given.count == schema.count, let skips = saved["skips"]?.boolValue,
      let blockBytes = saved["blockBytes"]?.intValue, let blocks = saved.integers("blocks")
    else { return nil }
    let form = CSVForm(
      compression: saved["compression"]?.stringValue.flatMap { CSVCompression(rawValue: $0) },
      encoding: encoding)
    let columns = zip(schema.fields, given).map { field, isGiven in
      JSONColumn(name: field.name, type: field.type, isGiven: isGiven)
    }
    return JSONSource(
      pin: pin, form: form, layout: layout, columns: columns,
      missing: Set((options.missing ?? []).map { Array($0.utf8) }),
      index: JSONIndex(blockRows: blocks, blockBytes: Int(blockBytes)), skipsBad: skips)
  }
}
