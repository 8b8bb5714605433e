import QuernSystem
import QuernText

/// Makes chunks of the buffers of a mapped file.
struct TableFileReader {
  let file: MappedFile
  /// Whether the checksums were compared before.
  let isChecked: Bool

  func chunk(_ piece: TableFile.Piece, _ type: DataType) throws(TableError) -> ColumnChunk {
    var validity: ColumnBuffer?
    if let place = piece.validity {
      validity = try buffer(place, atLeast: Bitmap.byteCount(piece.count))
    }
    if piece.nullCount > 0, validity == nil, !piece.isNullOnly {
      throw damaged("a column has nulls and no bitmap")
    }
    return ColumnChunk(
      type: type, count: piece.count, nullCount: piece.nullCount, validity: validity,
      storage: try storage(piece, type))
  }

  private func storage(
    _ piece: TableFile.Piece, _ type: DataType
  ) throws(TableError) -> ColumnChunk.Storage {
    if piece.isNullOnly { return .null }
    switch type {
    case .null: return .null
    case .bool: return .bits(try first(piece, Bitmap.byteCount(piece.count)))
    case .int, .date, .time, .datetime, .instant, .duration, .size:
      return .int64(try first(piece, try size(piece.count, 8)))
    case .float: return .float64(try first(piece, try size(piece.count, 8)))
    case .string: return try strings(piece)
    case .category:
      let codes = try first(piece, try size(piece.count, 4))
      let dictionary = try chunk(try child(piece, 0), .string)
      if !isChecked { try checkCodes(codes, piece, dictionary.count) }
      return .codes(codes, dictionary: dictionary)
    case .list(let element):
      let offsets = try first(piece, try size(piece.count + 1, 8))
      let elements = try chunk(try child(piece, 0), element)
      if !isChecked { try checkOffsets(offsets, piece.count, elements.count) }
      return .list(offsets: offsets, child: elements)
    case .structure(let fields):
      var children: [ColumnChunk] = []
      for (place, field) in fields.enumerated() {
        let part = try child(piece, place)
        guard part.count == piece.count else { throw damaged("a struct's field is too short") }
        children.append(try chunk(part, field.type))
      }
      return .structure(children)
    }
  }

  private func strings(_ piece: TableFile.Piece) throws(TableError) -> ColumnChunk.Storage {
    let views = try first(piece, try size(piece.count, 16))
    var data: [ColumnBuffer] = []
    for place in piece.buffers.dropFirst() { data.append(try buffer(place, atLeast: 0)) }
    if !isChecked {
      let entries = views.base.assumingMemoryBound(to: StringView.self)
      for row in 0..<piece.count where !entries[row].isInline {
        let view = entries[row]
        let end = UInt64(view.offset) + UInt64(view.length)
        guard Int(view.buffer) < data.count, end <= UInt64(data[Int(view.buffer)].byteCount) else {
          throw damaged("a text lies outside its buffer")
        }
      }
    }
    return .strings(views: views, data: data)
  }

  private func checkCodes(
    _ codes: ColumnBuffer, _ piece: TableFile.Piece, _ labelCount: Int
  ) throws(TableError) {
    let values = codes.base.assumingMemoryBound(to: Int32.self)
    for row in 0..<piece.count where values[row] < 0 || Int(values[row]) >= labelCount {
      // A column of nulls alone has no labels, and zeros for codes.
      if values[row] == 0, piece.nullCount == piece.count { continue }
      throw damaged("a category's code has no label")
    }
  }

  private func checkOffsets(
    _ offsets: ColumnBuffer, _ count: Int, _ elementCount: Int
  ) throws(TableError) {
    let values = offsets.base.assumingMemoryBound(to: Int64.self)
    var last: Int64 = 0
    for row in 0...count {
      guard values[row] >= last, values[row] <= Int64(elementCount) else {
        throw damaged("a list's offsets do not ascend")
      }
      last = values[row]
    }
  }

  private func child(_ piece: TableFile.Piece, _ index: Int) throws(TableError) -> TableFile.Piece {
    guard index < piece.children.count else { throw damaged("a column lacks a part") }
    return piece.children[index]
  }

  private func first(_ piece: TableFile.Piece, _ bytes: Int) throws(TableError) -> ColumnBuffer {
    guard let place = piece.buffers.first else { throw damaged("a column has no buffer") }
    return try buffer(place, atLeast: bytes)
  }

  private func size(_ count: Int, _ width: Int) throws(TableError) -> Int {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: width)
    guard !overflow else { throw damaged("a column is longer than the file") }
    return bytes
  }

  private func buffer(_ place: TableFile.Place, atLeast needed: Int) throws(TableError)
    -> ColumnBuffer
  {
    let bytes = file.bytes
    let (end, overflow) = place.offset.addingReportingOverflow(place.byteCount)
    guard !overflow, end <= bytes.count, place.offset % TableFile.alignment == 0,
      place.byteCount >= needed, let base = bytes.baseAddress
    else { throw damaged("a buffer lies outside the file") }
    if !isChecked {
      let part = UnsafeRawBufferPointer(rebasing: bytes[place.offset..<end])
      guard CRC32C.checksum(part) == place.checksum else {
        throw damaged("a buffer has a wrong checksum")
      }
    }
    return ColumnBuffer(
      base: UnsafeMutableRawPointer(mutating: base + place.offset), byteCount: place.byteCount,
      owner: file)
  }

  private func damaged(_ reason: String) -> TableError { TableFileSource.damaged(file, reason) }
}
