import Glibc
package import QuernSystem

extension ColumnChunk {
  /// Where the bits, numbers, views, codes or offsets begin.
  var valueBase: UnsafeMutableRawPointer {
    switch storage {
    case .bits(let buffer), .int64(let buffer), .float64(let buffer), .strings(let buffer, _),
      .codes(let buffer, _), .list(let buffer, _):
      buffer.base
    case .null, .structure: UnsafeMutableRawPointer(mutating: emptyBytes)
    }
  }

  /// The values of these rows, in this order.
  func gather(
    _ rows: UnsafePointer<UInt32>, count: Int, arena: Arena
  ) throws(OutOfMemory) -> ColumnChunk {
    let doing = "the rows that a verb keeps"
    let (bitmap, nulls) = try gatherValidity(rows, count, arena)
    let kept: Storage
    switch storage {
    case .null: kept = .null
    case .bits(let bits):
      let out = try ColumnBuffer.allocate(arena, bytes: Bitmap.byteCount(count), doing: doing)
      memset(out.base, 0, out.byteCount)
      for row in 0..<count where Bitmap.get(bits.base, Int(rows[row])) { Bitmap.set(out.base, row) }
      kept = .bits(out)
    case .int64(let buffer), .float64(let buffer):
      let out = try ColumnBuffer.allocate(arena, bytes: count * 8, doing: doing)
      let from = buffer.base.assumingMemoryBound(to: UInt64.self)
      let to = out.base.assumingMemoryBound(to: UInt64.self)
      for row in 0..<count { to[row] = from[Int(rows[row])] }
      if case .int64 = storage { kept = .int64(out) } else { kept = .float64(out) }
    case .strings(let views, let data):
      kept = try gatherStrings(views, data, rows, count, arena)
    case .codes(let buffer, let dictionary):
      let out = try ColumnBuffer.allocate(arena, bytes: count * 4, doing: doing)
      let from = buffer.base.assumingMemoryBound(to: Int32.self)
      let to = out.base.assumingMemoryBound(to: Int32.self)
      for row in 0..<count { to[row] = from[Int(rows[row])] }
      kept = .codes(out, dictionary: dictionary)
    case .list:
      let builder = try ColumnBuilder(type: type, arena: arena, capacity: count)
      for row in 0..<count { try builder.append(scalar(at: Int(rows[row]))) }
      return try builder.finish()
    case .structure(let children):
      var gathered: [ColumnChunk] = []
      for child in children {
        gathered.append(try child.gather(rows, count: count, arena: arena))
      }
      kept = .structure(gathered)
    }
    return ColumnChunk(
      type: type, count: count, nullCount: type == .null ? count : nulls, validity: bitmap,
      storage: kept)
  }

  private func gatherValidity(
    _ rows: UnsafePointer<UInt32>, _ count: Int, _ arena: Arena
  ) throws(OutOfMemory) -> (ColumnBuffer?, Int) {
    guard let validity else { return (nil, 0) }
    let out = try ColumnBuffer.allocate(
      arena, bytes: Bitmap.byteCount(count), doing: "the rows that a verb keeps")
    memset(out.base, 0, out.byteCount)
    var known = 0
    for row in 0..<count where Bitmap.get(validity.base, Int(rows[row])) {
      Bitmap.set(out.base, row)
      known += 1
    }
    return (out, count - known)
  }

  private func gatherStrings(
    _ views: ColumnBuffer, _ data: [ColumnBuffer], _ rows: UnsafePointer<UInt32>, _ count: Int,
    _ arena: Arena
  ) throws(OutOfMemory) -> Storage {
    let out = try ColumnBuffer.allocate(
      arena, bytes: count * 16, doing: "the rows that a verb keeps")
    let from = views.base.assumingMemoryBound(to: StringView.self)
    let to = out.base.assumingMemoryBound(to: StringView.self)
    var longBytes = 0
    for row in 0..<count {
      let view = from[Int(rows[row])]
      to[row] = view
      longBytes += view.isInline ? 0 : Int(view.length)
    }
    let held = data.reduce(0) { $0 + $1.byteCount }
    // A few rows must not hold the text of a whole file.
    if longBytes * 4 >= held { return .strings(views: out, data: data) }
    let store = StringStore(arena: arena)
    let column = stringColumn
    for row in 0..<count where !to[row].isInline {
      to[row] = try store.view(column.slice(Int(rows[row])))
    }
    return .strings(views: out, data: store.buffers)
  }
}

extension RowGroup {
  /// The selected rows of every column.
  package func filtered(
    _ selection: RowSelection, arena: Arena
  ) throws(OutOfMemory) -> RowGroup {
    if selection.keepsAll { return self }
    var kept: [ColumnChunk] = []
    for column in columns {
      let failure: OutOfMemory? = selection.rows.withUnsafeBufferPointer { rows in
        do throws(OutOfMemory) {
          guard let base = rows.baseAddress else {
            kept.append(try ColumnBuilder(type: column.type, arena: arena, capacity: 0).finish())
            return nil
          }
          kept.append(try column.gather(base, count: rows.count, arena: arena))
          return nil
        } catch { return error }
      }
      if let failure { throw failure }
    }
    return RowGroup(rowCount: selection.rows.count, columns: kept)
  }

  /// These columns only.
  func selecting(_ places: [Int]) -> RowGroup {
    RowGroup(rowCount: rowCount, columns: places.map { columns[$0] })
  }

  /// The first `count` rows.
  func prefix(_ count: Int, arena: Arena) throws(OutOfMemory) -> RowGroup {
    if count >= rowCount { return self }
    let rows = (0..<UInt32(count)).map { $0 }
    return try filtered(RowSelection(rows: rows, rowCount: rowCount), arena: arena)
  }
}
