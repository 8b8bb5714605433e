internal import QuernWire

/// Goes over the records of one segment; a damaged one is passed over and told.
struct SegmentReader {
  let path: String
  let bytes: [UInt8]
  private(set) var damages: [JournalDamage] = []
  /// Number that the next record should have.
  private(set) var expected: UInt64
  /// End of the last record that was whole.
  private(set) var end: Int

  /// A segment whose head cannot be read is searched from its start; throws where a later Quern
  /// wrote it.
  init(path: String, bytes: [UInt8], first: UInt64) throws(SessionError) {
    self.path = path
    self.bytes = bytes
    expected = first
    end = JournalRecord.segmentHeaderByteCount
    guard bytes.count >= end else {
      end = 0
      return
    }
    guard Array(bytes[0..<8]) == JournalRecord.magic else {
      damages.append(
        JournalDamage(path: path, offset: 0, reason: "it does not start as a journal does"))
      return
    }
    guard bytes[8..<16].elementsEqual(JournalRecord.segmentHeader[8..<16]) else {
      throw .tooNew(path: path, version: Int(bytes[8]))
    }
  }

  /// The next record that is whole; nil at the end, or where only a torn tail follows.
  mutating func next() -> JournalRecord.Read? {
    guard end > 0 else { return nil }
    if let record = JournalRecord.read(bytes, at: end, expecting: expected) {
      take(record)
      return record
    }
    guard let (start, record) = JournalRecord.find(bytes, from: end, expecting: expected) else {
      return nil
    }
    damages.append(
      JournalDamage(
        path: path, offset: end, reason: "\(start - end) bytes do not check",
        lost: expected..<record.sequence))
    take(record)
    return record
  }

  /// Bytes behind the last whole record.
  var tornByteCount: Int { bytes.count - end }

  private mutating func take(_ record: JournalRecord.Read) {
    end = record.end
    expected = record.sequence + 1
  }

  /// The event of a record that checks.
  func event(_ record: JournalRecord.Read) throws(SessionError) -> SessionEvent {
    do throws(WireError) {
      return try SessionEvent(Frame(payload: Array(bytes[record.payload])))
    } catch {
      throw .journalDamaged(path: path, offset: record.payload.lowerBound, reason: error.message)
    }
  }
}
