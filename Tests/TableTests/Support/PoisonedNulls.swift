import QuernSystem
import QuernTable

extension TableData {
  /// The same rows, with garbage in the memory that lies under nulls and behind the last row.
  ///
  /// No result, digest or saved byte may differ from those of the table itself.
  func poisoned(_ random: inout RandomTables) throws -> TableData {
    var groups: [RowGroup] = []
    for group in self.groups {
      var columns: [ColumnChunk] = []
      for column in group.columns { columns.append(try column.poisoned(&random)) }
      groups.append(RowGroup(rowCount: group.rowCount, columns: columns))
    }
    return TableData(schema: schema, groups: groups)
  }
}

extension ColumnChunk {
  fileprivate func poisoned(_ random: inout RandomTables) throws -> ColumnChunk {
    guard let validity else { return self }
    let nulls = (0..<count).filter(isNull)
    let poisoned: Storage
    switch storage {
    case .null: return self
    case .int64(let buffer): poisoned = .int64(try words(buffer, nulls, &random))
    case .float64(let buffer): poisoned = .float64(try words(buffer, nulls, &random))
    case .bits(let buffer):
      let copy = try copy(buffer, (count + 7) / 8)
      for row in nulls { flip(copy, row) }
      poisoned = .bits(copy)
    case .strings(let views, let data):
      poisoned = .strings(views: try moved(views, 16, nulls), data: data)
    case .codes(let codes, let dictionary):
      poisoned = .codes(try moved(codes, 4, nulls), dictionary: dictionary)
    case .list(let offsets, let child):
      poisoned = .list(offsets: offsets, child: try child.poisoned(&random))
    case .structure(let children):
      var inner: [ColumnChunk] = []
      for child in children { inner.append(try child.poisoned(&random)) }
      poisoned = .structure(inner)
    }
    return ColumnChunk(
      type: type, count: count, nullCount: nullCount, validity: validity, storage: poisoned)
  }

  private func copy(_ buffer: ColumnBuffer, _ bytes: Int) throws -> ColumnBuffer {
    let copy = try ColumnBuffer.allocate(.unlimited, bytes: bytes + 64, doing: "a test")
    copy.base.initializeMemory(as: UInt8.self, repeating: 0xA5, count: bytes + 64)
    copy.base.copyMemory(from: buffer.base, byteCount: bytes)
    return copy
  }

  private func words(
    _ buffer: ColumnBuffer, _ nulls: [Int], _ random: inout RandomTables
  ) throws -> ColumnBuffer {
    let copy = try copy(buffer, count * 8)
    let garbage: [UInt64] = [
      .max, 1, Double.nan.bitPattern, Double.infinity.bitPattern, 1 << 63, 0x7FFF_FFFF_FFFF_FFFF,
    ]
    for row in nulls {
      copy.base.storeBytes(of: random.pick(garbage), toByteOffset: row * 8, as: UInt64.self)
    }
    return copy
  }

  private func flip(_ buffer: ColumnBuffer, _ row: Int) {
    let byte = buffer.base.assumingMemoryBound(to: UInt8.self) + row >> 3
    byte.pointee ^= 1 << UInt8(row & 7)
  }

  /// Another row's view or code under each null: what lies there must be readable.
  private func moved(_ buffer: ColumnBuffer, _ width: Int, _ nulls: [Int]) throws -> ColumnBuffer {
    let copy = try copy(buffer, count * width)
    guard let known = (0..<count).first(where: { !isNull($0) }) else { return copy }
    for row in nulls {
      (copy.base + row * width).copyMemory(from: buffer.base + known * width, byteCount: width)
    }
    return copy
  }
}
