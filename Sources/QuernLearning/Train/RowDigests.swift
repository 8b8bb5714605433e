import QuernSystem
import QuernTable
package import QuernText

/// Which rows a model was trained on, as 64-bit hashes of inputs and target.
///
/// At most `keptMax` are kept: of more rows those with the least hashes, so that a later table can
/// be checked against the same part of all hashes.
package struct RowDigests: Hashable, Sendable {
  /// Sorted, without repetition.
  let hashes: [UInt64]
  /// Hashes above it were not kept.
  let threshold: UInt64

  static let keptMax = 65_536

  init(hashes: [UInt64], threshold: UInt64) {
    self.hashes = hashes
    self.threshold = threshold
  }

  init(
    rows: [UInt64], keptMax: Int = RowDigests.keptMax, _ interrupt: Interrupt? = nil
  ) throws(LearningError) {
    var sorted = rows
    try PatientSort.sort(&sorted, interrupt: interrupt, by: <)
    var count = 0
    for hash in sorted where count == 0 || sorted[count - 1] != hash {
      sorted[count] = hash
      count += 1
    }
    sorted.removeLast(sorted.count - count)
    if sorted.count > keptMax {
      sorted.removeLast(sorted.count - keptMax)
      self.init(hashes: sorted, threshold: sorted[keptMax - 1])
    } else {
      self.init(hashes: sorted, threshold: .max)
    }
  }

  /// How many of `rows` are among the rows kept, scaled up where not all were; and whether exact.
  func seen(
    among rows: [UInt64], _ interrupt: Interrupt? = nil
  ) throws(LearningError) -> (count: Int, isExact: Bool) {
    var checked = 0
    var found = 0
    for (place, hash) in rows.enumerated() {
      if place & 0x3fff == 0 { try PatientSort.check(interrupt) }
      guard hash <= threshold else { continue }
      checked += 1
      if contains(hash) { found += 1 }
    }
    guard threshold != .max, checked > 0 else { return (found, threshold == .max) }
    let share = Double(found) / Double(checked)
    return (Int((share * Double(rows.count)).rounded()), false)
  }

  /// Whether rows of `count` can be told apart by their hashes: where most are repeated, a row that
  /// equals one of them says nothing.
  func tellsApart(_ count: Int) -> Bool {
    let share = (Double(threshold) + 1) / 18_446_744_073_709_551_616
    return Double(hashes.count) / share >= 0.5 * Double(count)
  }

  private func contains(_ hash: UInt64) -> Bool {
    var low = 0
    var high = hashes.count
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < hash { low = middle + 1 } else { high = middle }
    }
    return low < hashes.count && hashes[low] == hash
  }

  package var json: JSON {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(hashes.count * 8)
    for hash in hashes {
      withUnsafeBytes(of: hash.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return .object(
      JSONObject([
        ("threshold", .string(String(threshold, radix: 16))),
        ("hashes", .string(Base64.encode(bytes))),
      ]))
  }

  package init(json: JSON) throws(LearningError) {
    guard let threshold = UInt64(json["threshold"]?.stringValue ?? "", radix: 16),
      let bytes = Base64.decode(json["hashes"]?.stringValue ?? ""), bytes.count % 8 == 0
    else { throw .damaged("list of rows") }
    var hashes: [UInt64] = []
    hashes.reserveCapacity(bytes.count / 8)
    for start in stride(from: 0, to: bytes.count, by: 8) {
      var hash: UInt64 = 0
      for place in (0..<8).reversed() { hash = hash << 8 | UInt64(bytes[start + place]) }
      hashes.append(hash)
    }
    self.init(hashes: hashes, threshold: threshold)
  }
}

extension RowDigests {
  init(
    of data: TableData, columns: [String], _ context: TableContext
  ) throws(LearningError) {
    let rows = try Self.hashes(of: data, columns: columns, context.interrupt)
    try self.init(rows: rows, context.interrupt)
  }

  /// One hash per row of `data`, of the columns called `names`. Ints hash as the floats they equal.
  static func hashes(
    of data: TableData, columns names: [String], _ interrupt: Interrupt
  ) throws(LearningError) -> [UInt64] {
    var all = [UInt64](repeating: 0x9e37_79b9_7f4a_7c15, count: data.rowCount)
    for name in names {
      guard let column = data.schema.index(of: name) else { continue }
      for (place, group) in data.groups.enumerated() {
        let start = data.starts[place]
        for first in stride(from: 0, to: group.rowCount, by: mixedRowCount) {
          try PatientSort.check(interrupt)
          let rows = first..<min(first + mixedRowCount, group.rowCount)
          all.withUnsafeMutableBufferPointer { all in
            let part = UnsafeMutableBufferPointer(rebasing: all[start...])
            mix(group.columns[column], rows, into: part)
          }
        }
      }
    }
    return all
  }

  /// Rows between two looks at the interrupt: texts may be long.
  private static let mixedRowCount = 4_096

  private static func mix(
    _ chunk: ColumnChunk, _ rows: Range<Int>, into all: UnsafeMutableBufferPointer<UInt64>
  ) {
    switch chunk.storage {
    case .float64:
      let values = chunk.float64s
      for row in rows where !chunk.isNull(row) {
        all[row] = mixed(all[row], bits(values[row]))
      }
    case .int64:
      let values = chunk.int64s
      for row in rows where !chunk.isNull(row) {
        all[row] = mixed(all[row], bits(Double(values[row])))
      }
    case .strings:
      let texts = chunk.stringColumn
      for row in rows where !chunk.isNull(row) {
        all[row] = mixed(all[row], hash(texts.bytes(row)))
      }
    case .null, .bits, .codes, .list, .structure:
      for row in rows where !chunk.isNull(row) {
        var text = chunk.scalar(at: row).text
        all[row] = mixed(all[row], text.withUTF8 { hash($0) })
      }
    }
    for row in rows where chunk.isNull(row) { all[row] = mixed(all[row], 1) }
  }

  private static func bits(_ value: Double) -> UInt64 {
    value == 0 ? 0 : value.bitPattern
  }

  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }

  @inline(__always)
  private static func mixed(_ hash: UInt64, _ value: UInt64) -> UInt64 {
    var x = hash ^ (value &* 0xff51_afd7_ed55_8ccd)
    x = (x ^ (x >> 32)) &* 0xc4ce_b9fe_1a85_ec53
    return x ^ (x >> 29)
  }
}
