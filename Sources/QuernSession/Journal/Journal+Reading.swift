internal import QuernSystem
package import QuernWire

extension Journal {
  /// Every event of a journal from a number on that is still on disk, in order, for somebody who
  /// does not own the session: nothing is cut, written or woken.
  ///
  /// One segment is in memory at a time. What its worker writes meanwhile may or may not be seen.
  package static func events(
    in folder: String, from sequence: UInt64, disk: JournalDisk = .real,
    _ body: (SessionEvent) throws -> Void
  ) throws {
    let names = try segmentNames(folder, disk)
    for (place, name) in names.enumerated() {
      let following = place + 1 < names.count ? firstSequence(names[place + 1]) : nil
      if let following, following <= sequence { continue }
      let path = "\(folder)/\(name)"
      let bytes = try disk.read(path)
      guard bytes.count >= JournalRecord.segmentHeaderByteCount,
        Array(bytes[0..<8]) == JournalRecord.magic
      else { continue }
      var offset = JournalRecord.segmentHeaderByteCount
      var expected = firstSequence(name) ?? 0
      while let record = JournalRecord.read(bytes, at: offset, expecting: expected) {
        offset = record.end
        expected += 1
        guard record.sequence >= sequence else { continue }
        try body(try event(Array(bytes[record.payload]), path, offset))
      }
    }
  }

  private static func event(
    _ payload: [UInt8], _ path: String, _ offset: Int
  ) throws(SessionError) -> SessionEvent {
    do throws(WireError) {
      return try SessionEvent(Frame(payload: payload))
    } catch {
      throw .journalDamaged(path: path, offset: offset, reason: error.message)
    }
  }
}
