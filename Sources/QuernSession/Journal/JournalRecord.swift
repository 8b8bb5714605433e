internal import QuernText
internal import QuernWire

/// The bytes of a journal segment.
///
/// A segment is `journal-` and the number of its first event in 16 hexadecimal digits. It begins
/// with 16 bytes: `QUERNJRN`, `u32` format (1), `u32` zero. Records follow, one per event:
///
///     u32  length of the payload            little-endian, as all numbers here
///     u32  CRC-32C of length, number and payload
///     u64  number of the event
///     payload: the event's frame, without its length prefix
///
/// A record that is short, has a wrong sum or is out of turn ends the journal: it was being written
/// when the power went, and is cut off.
package enum JournalRecord {
  package static let magic = Array("QUERNJRN".utf8)
  package static let format: UInt32 = 1
  package static let segmentHeaderByteCount = 16
  package static let headerByteCount = 16

  /// The first bytes of a segment.
  package static var segmentHeader: [UInt8] {
    magic + littleEndian(UInt64(format))
  }

  /// The record of one event, given its frame's encoding (length prefix included).
  package static func encode(sequence: UInt64, frame: [UInt8]) -> [UInt8] {
    let payloadCount = frame.count - 4
    var bytes: [UInt8] = []
    bytes.reserveCapacity(headerByteCount + payloadCount)
    let length = Array(frame[0..<4])
    let number = littleEndian(sequence)
    bytes += length
    bytes += [0, 0, 0, 0]
    bytes += number
    bytes += frame[4...]
    let sum = checksum(bytes[...])
    for index in 0..<4 { bytes[4 + index] = UInt8(truncatingIfNeeded: sum >> (8 * UInt32(index))) }
    return bytes
  }

  /// One record that was read.
  package struct Read: Sendable {
    package var sequence: UInt64
    /// Where the payload lies in the segment.
    package var payload: Range<Int>
    /// Offset of the next record.
    package var end: Int
  }

  /// The record at `offset`; nil where there is none that is whole and in turn.
  package static func read(
    _ bytes: [UInt8], at offset: Int, expecting sequence: UInt64
  ) -> Read? {
    guard bytes.count - offset >= headerByteCount else { return nil }
    let length = Int(number(bytes, offset, 4))
    guard length <= Frame.byteCountMax, bytes.count - offset - headerByteCount >= length else {
      return nil
    }
    guard number(bytes, offset + 8, 8) == sequence else { return nil }
    let end = offset + headerByteCount + length
    let sum = checksum(bytes[offset..<end])
    guard UInt64(sum) == number(bytes, offset + 4, 4) else { return nil }
    return Read(sequence: sequence, payload: (offset + headerByteCount)..<end, end: end)
  }

  /// The next record at or behind a damaged place: whole, and of the numbers that may follow; nil
  /// where nothing follows.
  package static func find(
    _ bytes: [UInt8], from offset: Int, expecting sequence: UInt64
  ) -> (start: Int, record: Read)? {
    guard bytes.count - headerByteCount > offset else { return nil }
    // No record is shorter than its header: so many may have been in the place at most.
    let last = sequence + UInt64((bytes.count - offset) / headerByteCount)
    for start in offset...(bytes.count - headerByteCount) {
      let candidate = number(bytes, start + 8, 8)
      guard candidate > sequence, candidate <= last,
        let record = read(bytes, at: start, expecting: candidate)
      else { continue }
      return (start, record)
    }
    return nil
  }

  /// Over everything but the four bytes that hold it.
  private static func checksum(_ record: ArraySlice<UInt8>) -> UInt32 {
    record.withUnsafeBytes { buffer in
      let head = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: buffer[0..<4]))
      return CRC32C.checksum(UnsafeRawBufferPointer(rebasing: buffer[8...]), seed: head)
    }
  }

  private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<count { value |= UInt64(bytes[offset + index]) << (8 * UInt64(index)) }
    return value
  }

  private static func littleEndian(_ value: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
  }
}
