import QuernSystem
import QuernText

/// Writes the parts of a table file, one after the other.
struct TableFileWriter: ~Copyable {
  private let file: OutputFile

  init(_ file: OutputFile) { self.file = file }

  /// `plan` names rows that are known by what they are computed from; others go by their content.
  mutating func write(
    _ data: TableData, as plan: Digest? = nil, notes: [Note] = []
  ) throws(SystemError) {
    var head = TableFile.magic
    head += [UInt8](repeating: 0, count: TableFile.alignment - head.count)
    try file.write(head)
    var groups: [JSON] = []
    for group in data.groups {
      var pieces: [JSON] = []
      for column in group.columns { pieces.append(try piece(column).json) }
      groups.append(
        .object(
          JSONObject([("rows", .int(Int64(group.rowCount))), ("columns", .array(pieces))])))
    }
    var members = JSONObject([
      ("version", .int(TableFile.version)),
      ("digest", .string((plan ?? data.contentDigest()).hex)),
      ("schema", data.schema.json()),
      ("rows", .int(Int64(data.rowCount))),
      ("groups", .array(groups)),
    ])
    if !notes.isEmpty {
      members["notes"] = .array(notes.map { .array([.string($0.code), .string($0.text)]) })
    }
    let footer = JSON.object(members).utf8()
    let offset = file.byteCount
    try file.write(footer)
    try file.write(trailer(offset: offset, footer: footer))
  }

  private func trailer(offset: Int, footer: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    func append(_ value: UInt64) {
      for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(value >> shift & 0xFF)) }
    }
    append(UInt64(offset))
    append(UInt64(footer.count))
    append(UInt64(CRC32C.checksum(footer)))
    return bytes + TableFile.magic
  }

  private func piece(_ chunk: ColumnChunk) throws(SystemError) -> TableFile.Piece {
    var piece = TableFile.Piece(
      count: chunk.count, nullCount: chunk.nullCount, validity: nil, buffers: [], children: [],
      isNullOnly: false)
    if let validity = chunk.validity {
      piece.validity = try put(bitmap(validity, chunk.count) { _ in true })
    }
    switch chunk.storage {
    case .null: piece.isNullOnly = true
    case .bits(let bits):
      piece.buffers = [try put(bitmap(bits, chunk.count) { !chunk.isNull($0) })]
    case .int64(let buffer), .float64(let buffer):
      piece.buffers = [try put(words(buffer, chunk))]
    case .codes(let buffer, let dictionary):
      piece.buffers = [try put(codes(buffer, chunk))]
      piece.children = [try self.piece(dictionary)]
    case .strings: piece.buffers = try strings(chunk)
    case .list(let offsets, let child):
      let raw = UnsafeRawBufferPointer(start: offsets.base, count: (chunk.count + 1) * 8)
      piece.buffers = [try put(Array(raw))]
      piece.children = [try self.piece(child)]
    case .structure(let children):
      for child in children { piece.children.append(try self.piece(child)) }
    }
    return piece
  }

  /// The bits of rows that `isKept` says; those after the last row are zero.
  private func bitmap(
    _ buffer: ColumnBuffer, _ count: Int, _ isKept: (Int) -> Bool
  ) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Bitmap.byteCount(count))
    for row in 0..<count where Bitmap.get(buffer.base, row) && isKept(row) {
      bytes[row >> 3] |= 1 << UInt8(row & 7)
    }
    return bytes
  }

  /// Eight-byte values, zero where null.
  private func words(_ buffer: ColumnBuffer, _ chunk: ColumnChunk) -> [UInt8] {
    let raw = UnsafeRawBufferPointer(start: buffer.base, count: chunk.count * 8)
    var bytes = Array(raw)
    guard chunk.validity != nil else { return bytes }
    bytes.withUnsafeMutableBytes { out in
      for row in 0..<chunk.count where chunk.isNull(row) {
        out.storeBytes(of: 0, toByteOffset: row * 8, as: UInt64.self)
      }
    }
    return bytes
  }

  private func codes(_ buffer: ColumnBuffer, _ chunk: ColumnChunk) -> [UInt8] {
    var bytes = Array(UnsafeRawBufferPointer(start: buffer.base, count: chunk.count * 4))
    bytes.withUnsafeMutableBytes { out in
      for row in 0..<chunk.count where chunk.isNull(row) {
        out.storeBytes(of: 0, toByteOffset: row * 4, as: UInt32.self)
      }
    }
    return bytes
  }

  /// Views, then data buffers of up to a gigabyte each.
  private func strings(_ chunk: ColumnChunk) throws(SystemError) -> [TableFile.Place] {
    let column = chunk.stringColumn
    var views: [StringView] = []
    views.reserveCapacity(chunk.count)
    var data: [UInt8] = []
    var buffers: [TableFile.Place] = []
    for row in 0..<chunk.count {
      guard !chunk.isNull(row) else {
        views.append(.empty)
        continue
      }
      let text = column.slice(row)
      if text.count > StringView.inlineMax, data.count + text.count > 1 << 30, !data.isEmpty {
        buffers.append(try put(data))
        data.removeAll(keepingCapacity: true)
      }
      views.append(
        .make(text.start, count: text.count, buffer: buffers.count, offset: data.count))
      if text.count > StringView.inlineMax {
        data.append(contentsOf: UnsafeBufferPointer(start: text.start, count: text.count))
      }
    }
    if !data.isEmpty { buffers.append(try put(data)) }
    let place = try put(views.withUnsafeBytes { Array($0) })
    return [place] + buffers
  }

  private func put(_ bytes: [UInt8]) throws(SystemError) -> TableFile.Place {
    let offset = file.byteCount
    try file.write(bytes)
    let rest = -bytes.count & (TableFile.alignment - 1)
    try file.write([UInt8](repeating: 0, count: rest))
    return TableFile.Place(
      offset: offset, byteCount: bytes.count, checksum: CRC32C.checksum(bytes))
  }
}
