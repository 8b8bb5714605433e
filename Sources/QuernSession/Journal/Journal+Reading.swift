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
      var reader = try SegmentReader(
        path: path, bytes: try disk.read(path), first: firstSequence(name) ?? 0)
      while let record = reader.next() {
        if record.sequence >= sequence { try body(try reader.event(record)) }
      }
    }
  }
}
