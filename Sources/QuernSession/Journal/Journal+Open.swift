internal import QuernText
internal import QuernWire

// Opening, and what files are called.
extension Journal {
  /// Reads what is there, cuts a torn tail off, and stands ready to append.
  ///
  /// A place that cannot be read is passed over and told in `damages`; no more is lost than was
  /// there. The file stays as it is.
  package static func open(
    folder: String, disk: JournalDisk, segmentByteCountMax: Int = Journal.segmentByteCountMax
  ) throws(SessionError) -> (journal: Journal, restored: Restored) {
    try disk.makeFolder(folder)
    guard let last = try segmentNames(folder, disk).last else {
      let segment = try create(folder: folder, first: 1, disk: disk)
      let journal = Journal(
        folder: folder, disk: disk, segmentByteCountMax: segmentByteCountMax, segment: segment)
      return (journal, Restored(snapshot: nil, events: [], cutByteCount: 0))
    }
    var tail = Tail()
    let restored = try look(folder: folder, disk: disk, tail: &tail)
    let path = "\(folder)/\(last)"
    let descriptor = try disk.open(path, false)
    if restored.cutByteCount > 0 || tail.byteCount < JournalRecord.segmentHeaderByteCount {
      try reset(descriptor, path, &tail.byteCount, disk)
    }
    // A head that cannot be read is written again, or it would be told each time.
    if restored.damages.contains(where: { $0.path == path && $0.lost == nil }) {
      try writeHeader(descriptor, path, disk)
    }
    // Numbers follow each other in a segment: where its last records are known from the snapshot
    // alone, what comes next goes into a new one.
    let next = restored.lastSequence + 1
    if tail.expected < next {
      disk.close(descriptor)
      let segment = try create(folder: folder, first: next, disk: disk)
      let journal = Journal(
        folder: folder, disk: disk, segmentByteCountMax: segmentByteCountMax, segment: segment)
      return (journal, restored)
    }
    // Who wrote last may have died before it was synced.
    let segment = Segment(
      path: path, descriptor: descriptor, size: tail.byteCount,
      isDirty: !restored.events.isEmpty)
    let journal = Journal(
      folder: folder, disk: disk, segmentByteCountMax: segmentByteCountMax, segment: segment)
    return (journal, restored)
  }

  /// What is there, for somebody who does not own the session: nothing is cut or written.
  package static func look(
    folder: String, disk: JournalDisk
  ) throws(SessionError) -> Restored {
    var tail = Tail()
    return try look(folder: folder, disk: disk, tail: &tail)
  }

  /// How the last segment ends.
  private struct Tail {
    /// Up to the end of its last whole record.
    var byteCount = 0
    /// Number of the record that would follow.
    var expected: UInt64 = 1
  }

  private static func look(
    folder: String, disk: JournalDisk, tail: inout Tail
  ) throws(SessionError) -> Restored {
    var restored = Restored(snapshot: nil, events: [], cutByteCount: 0)
    let (snapshot, damage) = try SnapshotFile(folder: folder, disk: disk).read()
    restored.snapshot = snapshot
    if let damage { restored.damages.append(damage) }
    var expected = (snapshot?.lastSequence ?? 0) + 1
    let names = try segmentNames(folder, disk)
    for (place, name) in names.enumerated() {
      let following = place + 1 < names.count ? firstSequence(names[place + 1]) : nil
      // Older segments are summed up in the snapshot.
      if let following, following <= expected { continue }
      let path = "\(folder)/\(name)"
      let start = firstSequence(name) ?? 1
      if start > expected {
        let reason = "the segment before it is missing"
        restored.damages.append(
          JournalDamage(path: path, offset: 0, reason: reason, lost: expected..<start))
      }
      var reader = try SegmentReader(path: path, bytes: try disk.read(path), first: start)
      while let record = reader.next() {
        guard record.sequence >= expected else { continue }
        restored.events.append(try reader.event(record))
        expected = record.sequence + 1
      }
      // What lies before the snapshot is known from it, whatever became of the journal there.
      let first = (snapshot?.lastSequence ?? 0) + 1
      restored.damages += reader.damages.filter { ($0.lost?.upperBound ?? .max) > first }
      if let following, reader.expected < following {
        let reason = "its last \(reader.tornByteCount) bytes do not check"
        restored.damages.append(
          JournalDamage(
            path: path, offset: reader.end, reason: reason, lost: reader.expected..<following))
        expected = max(expected, following)
      }
      restored.cutByteCount = reader.tornByteCount
      tail = Tail(byteCount: reader.end, expected: reader.expected)
    }
    return restored
  }

  /// Cuts the file to its good part; a segment that died before its header gets it again.
  private static func reset(
    _ descriptor: Int32, _ path: String, _ size: inout Int, _ disk: JournalDisk
  ) throws(SessionError) {
    do throws(SessionError) {
      try disk.cut(descriptor, size, path)
      guard size < JournalRecord.segmentHeaderByteCount else { return }
      try writeHeader(descriptor, path, disk)
      size = JournalRecord.segmentHeaderByteCount
    } catch {
      disk.close(descriptor)
      throw error
    }
  }

  static func create(
    folder: String, first: UInt64, disk: JournalDisk
  ) throws(SessionError) -> Segment {
    let digits = String(first, radix: 16)
    let name = "journal-" + String(repeating: "0", count: 16 - digits.count) + digits
    let path = "\(folder)/\(name)"
    let descriptor = try disk.open(path, true)
    do throws(SessionError) {
      try disk.cut(descriptor, 0, path)
      try writeHeader(descriptor, path, disk)
      try disk.syncFolder(folder)
    } catch {
      disk.close(descriptor)
      throw error
    }
    return Segment(
      path: path, descriptor: descriptor, size: JournalRecord.segmentHeaderByteCount)
  }

  private static func writeHeader(
    _ descriptor: Int32, _ path: String, _ disk: JournalDisk
  ) throws(SessionError) {
    var failure: SessionError?
    JournalRecord.segmentHeader.withUnsafeBytes { buffer in
      do throws(SessionError) {
        try disk.write(descriptor, buffer, 0, path)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }

  static func segmentNames(
    _ folder: String, _ disk: JournalDisk
  ) throws(SessionError) -> [String] {
    try disk.list(folder).filter { firstSequence($0) != nil }
  }

  static func firstSequence(_ name: String) -> UInt64? {
    guard name.hasPrefix("journal-"), name.utf8.count == 24 else { return nil }
    return UInt64(name.dropFirst(8), radix: 16)
  }
}
