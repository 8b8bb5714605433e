import Glibc
import QuernSystem

/// A stretch of a file's text in memory that starts with a record; the next one goes on where the
/// last whole record ended.
final class CSVWave {
  private let pin: CSVPin
  private let file: CSVFile
  private let form: CSVForm
  private let arena: Arena
  private var buffer: ArenaBuffer
  private let stream: CSVStream?
  /// Where the text is read next.
  private var position: Int
  private var isAtEnd = false
  /// The position in the text of the first byte in memory.
  private(set) var start: Int
  /// How many bytes are in memory.
  private(set) var count = 0
  private let newline: UInt8

  /// - Parameter start: where the first record begins.
  init(
    pin: CSVPin, form: CSVForm, start: Int, newline: UInt8, arena: Arena
  ) throws(TableError) {
    self.pin = pin
    self.form = form
    self.arena = arena
    self.start = start
    self.newline = newline
    file = try pin.open()
    // A header without a line end is followed by nothing, one byte further on.
    position = form.isDirect ? min(start, Int(pin.identity.byteCount)) : 0
    stream = form.isDirect ? nil : try CSVStream(pin: pin, file: file, form: form)
    buffer = try CSVWave.buffer(arena, 1)
    if stream != nil { try skip(start) }
  }

  var base: UnsafeMutablePointer<UInt8> { buffer.base.assumingMemoryBound(to: UInt8.self) }

  /// Whether no text follows what is in memory.
  var isLast: Bool { isAtEnd }

  /// The file is the same as when it was pinned, now that it was read to the end.
  func finish() throws(TableError) { try pin.check(file) }

  /// Drops `taken` bytes and reads up to `pieces` pieces of `pieceBytes` more; returns where in
  /// memory the new text starts.
  ///
  /// Behind the last line a missing line end is put.
  func advance(
    taken: Int, pieces: Int, pieceBytes: Int, workers: Workers, interrupt: Interrupt
  ) throws(TableError) -> Int {
    let carry = count - taken
    let wanted = wantedBytes(pieces * pieceBytes)
    try makeRoom(carry: carry, taken: taken, wanted: wanted)
    start += taken
    let got = try fill(at: carry, wanted: wanted, pieceBytes, workers, interrupt)
    position += got
    count = carry + got
    isAtEnd = got < wanted || form.isDirect && position == Int(pin.identity.byteCount)
    if isAtEnd, count > 0, base[count - 1] != newline {
      base[count] = newline
      count += 1
    }
    memset(base + count, 0, CSVLimits.paddingBytes)
    return carry
  }

  private func wantedBytes(_ bytes: Int) -> Int {
    guard !isAtEnd else { return 0 }
    return form.isDirect ? min(bytes, Int(pin.identity.byteCount) - position) : bytes
  }

  private func makeRoom(carry: Int, taken: Int, wanted: Int) throws(TableError) {
    let needed = carry + wanted + 1 + CSVLimits.paddingBytes
    if needed > CSVLimits.recordBytes + (64 << 20) {
      throw .parse(
        path: pin.identity.path, line: 1, column: nil,
        message: "a record is longer than a gigabyte",
        hint: "perhaps a quote is never closed; quote: \"\" reads quotes as plain text")
    }
    if needed <= buffer.byteCount {
      if carry > 0, taken > 0 { memmove(base, base + taken, carry) }
      return
    }
    let larger = try CSVWave.buffer(arena, max(needed, min(2 * buffer.byteCount, 64 << 20)))
    if carry > 0 { memcpy(larger.base, buffer.base + taken, carry) }
    buffer = larger
  }

  private func fill(
    at offset: Int, wanted: Int, _ pieceBytes: Int, _ workers: Workers, _ interrupt: Interrupt
  ) throws(TableError) -> Int {
    if wanted == 0 { return 0 }
    let target = UnsafeMutableRawBufferPointer(start: base + offset, count: wanted)
    if let stream { return try stream.read(into: target) }
    // Small pieces are for tests of the cutting, not of the disk.
    let step = max(pieceBytes, 256 << 10)
    let pieces = (wanted + step - 1) / step
    try workers.forEach(pieces, interrupt) { [pin, file, position] piece throws(TableError) in
      let part = piece * step..<min(wanted, (piece + 1) * step)
      try pin.read(
        file, into: UnsafeMutableRawBufferPointer(rebasing: target[part]),
        at: position + part.lowerBound)
    }
    return wanted
  }

  /// Goes over the first bytes of a stream.
  private func skip(_ bytes: Int) throws(TableError) {
    var left = bytes
    while left > 0, let stream {
      let part = UnsafeMutableRawBufferPointer(
        start: buffer.base, count: min(left, buffer.byteCount))
      let count = try stream.read(into: part)
      if count == 0 { return }
      left -= count
    }
    position = bytes
  }

  private static func buffer(_ arena: Arena, _ bytes: Int) throws(TableError) -> ArenaBuffer {
    do throws(OutOfMemory) {
      return try arena.buffer(bytes + CSVLimits.paddingBytes, doing: "reading a CSV file")
    } catch {
      throw .outOfMemory(error)
    }
  }
}

extension Workers {
  /// A loop whose body throws table errors.
  func forEach(
    _ count: Int, _ interrupt: Interrupt, _ body: (Int) throws(TableError) -> Void
  ) throws(TableError) {
    do {
      try forEach(count: count, interrupt: interrupt) { try body($0) }
    } catch let error as TableError {
      throw error
    } catch let error as Interrupted {
      throw TableError(error)
    } catch {
      preconditionFailure("A loop over CSV pieces threw \(error), which is no table error.")
    }
  }
}
