import QuernSystem

/// Turns positions in a file's text into line numbers, by reading up to them once more: only
/// messages need them.
struct CSVLines {
  let pin: CSVPin
  let form: CSVForm
  let newline: UInt8

  /// The line (from 1) of each position; positions ascend.
  func lines(of positions: [Int]) throws(TableError) -> [Int] {
    guard let last = positions.last, last > 0 else { return positions.map { _ in 1 } }
    let stream = try CSVStream(pin: pin, file: try pin.open(), form: form)
    let room = 1 << 20
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: room + CSVLimits.paddingBytes, alignment: 64)
    defer { buffer.deallocate() }
    guard let raw = buffer.baseAddress else { return [] }
    let base = UnsafePointer(raw.assumingMemoryBound(to: UInt8.self))
    var lines: [Int] = []
    var line = 1
    var start = 0
    while lines.count < positions.count {
      let count = try stream.read(into: UnsafeMutableRawBufferPointer(start: raw, count: room))
      var at = 0
      while lines.count < positions.count, positions[lines.count] <= start + count {
        let next = max(at, positions[lines.count] - start)
        line += CSVBytes.count(newline, base, from: at, to: next)
        at = next
        lines.append(line)
      }
      if count == 0 { break }
      line += CSVBytes.count(newline, base, from: at, to: count)
      start += count
    }
    while lines.count < positions.count { lines.append(line) }
    return lines
  }
}
