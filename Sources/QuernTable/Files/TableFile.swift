package import QuernSystem
package import QuernText

/// The store's column format: Arrow's buffers in one file, to be mapped and used as they are.
///
/// ```
/// "QTABLE1\n", 56 zero bytes
/// buffers, each at a multiple of 64
/// footer: JSON (version, digest, schema, rows, groups with the place and CRC-32C of each buffer)
/// trailer: the footer's offset, length and CRC-32C; "QTABLE1\n"
/// ```
/// Bytes of null values are zero and texts lie close together, so that the same rows in the same
/// groups give the same file.
package enum TableFile {
  static let magic = Array("QTABLE1\n".utf8)
  static let alignment = 64
  static let trailerBytes = 32
  static let version: Int64 = 1

  /// The place of a buffer in the file, and its checksum.
  struct Place: Hashable, Sendable {
    var offset: Int
    var byteCount: Int
    var checksum: UInt32

    var json: JSON { .array([.int(Int64(offset)), .int(Int64(byteCount)), .int(Int64(checksum))]) }

    init(offset: Int, byteCount: Int, checksum: UInt32) {
      self.offset = offset
      self.byteCount = byteCount
      self.checksum = checksum
    }

    init?(json: JSON?) {
      guard let parts = json?.arrayValue, parts.count == 3, let offset = parts[0].intValue,
        let count = parts[1].intValue, let checksum = parts[2].intValue,
        let checksum = UInt32(exactly: checksum), offset >= 0, count >= 0
      else { return nil }
      self.init(offset: Int(offset), byteCount: Int(count), checksum: checksum)
    }
  }

  /// One chunk as the footer describes it.
  struct Piece: Hashable, Sendable {
    var count: Int
    var nullCount: Int
    var validity: Place?
    var buffers: [Place]
    var children: [Piece]
    /// Whether there are no buffers because every row is null.
    var isNullOnly: Bool

    var json: JSON {
      var object = JSONObject([
        ("n", .int(Int64(count))), ("nulls", .int(Int64(nullCount))),
        ("b", .array(buffers.map(\.json))),
      ])
      if let validity { object["v"] = validity.json }
      if !children.isEmpty { object["k"] = .array(children.map(\.json)) }
      if isNullOnly { object["z"] = .bool(true) }
      return .object(object)
    }

    init(
      count: Int, nullCount: Int, validity: Place?, buffers: [Place], children: [Piece],
      isNullOnly: Bool
    ) {
      self.count = count
      self.nullCount = nullCount
      self.validity = validity
      self.buffers = buffers
      self.children = children
      self.isNullOnly = isNullOnly
    }

    init?(json: JSON, depth: Int = 0) {
      guard depth < Limits.expressionDepthMax, let count = json["n"]?.intValue,
        let nulls = json["nulls"]?.intValue, count >= 0, nulls >= 0, nulls <= count,
        let list = json["b"]?.arrayValue
      else { return nil }
      self.count = Int(count)
      nullCount = Int(nulls)
      buffers = list.compactMap { Place(json: $0) }
      guard buffers.count == list.count else { return nil }
      validity = Place(json: json["v"])
      if json["v"] != nil, validity == nil { return nil }
      let kids = json["k"]?.arrayValue ?? []
      children = kids.compactMap { Piece(json: $0, depth: depth + 1) }
      guard children.count == kids.count else { return nil }
      isNullOnly = json["z"]?.boolValue ?? false
    }
  }

  /// Writes a table to a file that appears when it is complete.
  package static func write(
    _ data: TableData, to path: String, disk: Disk = .real
  ) throws(TableError) {
    do throws(SystemError) {
      let file = try OutputFile(path, disk: disk)
      var writer = TableFileWriter(file)
      try writer.write(data)
      try file.commit()
    } catch {
      throw .file(error)
    }
  }

  /// Writes computed rows under the digest of their plan, as a copy of what can be computed again:
  /// nothing waits for the disk.
  static func writeCopy(
    _ data: TableData, of plan: Digest, notes: [Note], to path: String
  ) throws(TableError) {
    do throws(SystemError) {
      let file = try OutputFile(path)
      var writer = TableFileWriter(file)
      try writer.write(data, as: plan, notes: notes)
      try file.commit(isSynced: false)
    } catch {
      throw .file(error)
    }
  }

  /// A mapped file as a source of rows; its buffers are used where they lie.
  ///
  /// Rows that stand for another source, such as the CSV file that they were read from, go by that
  /// source's digest: what is computed from them has the same digests as when they were first read.
  package static func open(
    _ path: String, standingFor original: Digest? = nil
  ) throws(TableError) -> TableFileSource {
    try TableFileSource(path, standingFor: original)
  }
}
