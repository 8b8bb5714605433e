internal import Glibc
internal import QuernText
package import QuernWire
internal import Synchronization

/// The events of a session on disk, in order, each written before anyone sees it.
///
/// Owned by the worker's I/O thread; only `syncIfDirty` may be called from another one.
///
///     let (journal, restored) = try Journal.open(folder: folder, disk: .real)
///     try journal.append(event)
package final class Journal: Sendable {
  /// What was found on disk.
  package struct Restored: Sendable {
    package var snapshot: SessionSnapshot?
    package var events: [SessionEvent]
    /// Bytes of a torn tail that were cut off.
    package var cutByteCount: Int
  }

  private struct Segment {
    var path: String
    var descriptor: Int32
    var size: Int
    var isDirty = false
    /// Background syncs that have begun and not ended: what they cover is not safe yet.
    var syncCount = 0
    /// Kept from a background sync, told at the next chance.
    var failure: SessionError?
  }

  private let folder: String
  private let disk: JournalDisk
  private let segment: Mutex<Segment>

  /// A segment that has grown over this is followed by a new one.
  package static let segmentByteCountMax = 8 * 1024 * 1024
  /// Segments kept, so that old outputs can be shown again: 512 MiB.
  package static let segmentCountMax = 64

  private init(folder: String, disk: JournalDisk, segment: consuming Segment) {
    self.folder = folder
    self.disk = disk
    self.segment = Mutex(segment)
  }

  deinit { segment.withLock { _ = close($0.descriptor) } }

  /// Writes one event; after it returns, the end of this process loses nothing of it.
  package func append(_ event: SessionEvent, frame: [UInt8]) throws(SessionError) {
    let bytes = JournalRecord.encode(sequence: event.sequence, frame: frame)
    let failure = segment.withLock { segment -> SessionError? in
      if let failure = segment.failure { return failure }
      let (descriptor, size, path) = (segment.descriptor, segment.size, segment.path)
      do throws(SessionError) {
        try write(bytes, to: descriptor, at: size, path)
      } catch {
        // What was written of it must not stand before a later record.
        segment.failure = error
        return error
      }
      segment.size += bytes.count
      segment.isDirty = true
      return nil
    }
    if let failure { throw failure }
  }

  /// Makes everything written so far outlive a loss of power.
  package func sync() throws(SessionError) {
    let failure = segment.withLock { segment -> SessionError? in
      if let failure = segment.failure { return failure }
      guard segment.isDirty || segment.syncCount > 0 else { return nil }
      do throws(SessionError) {
        try disk.sync(segment.descriptor, segment.path)
      } catch {
        segment.failure = error
        return error
      }
      segment.isDirty = false
      return nil
    }
    if let failure { throw failure }
  }

  /// As `sync`, from another thread: the journal can be written meanwhile.
  ///
  /// A failure is kept and thrown by the next call.
  package func syncInBackground() {
    let target = segment.withLock { segment -> (descriptor: Int32, path: String)? in
      guard segment.isDirty, segment.failure == nil else { return nil }
      segment.isDirty = false
      segment.syncCount += 1
      return (dup(segment.descriptor), segment.path)
    }
    guard let target else { return }
    defer { close(target.descriptor) }
    do throws(SessionError) {
      try disk.sync(target.descriptor, target.path)
      segment.withLock { $0.syncCount -= 1 }
    } catch {
      segment.withLock { segment in
        segment.syncCount -= 1
        segment.failure = error
      }
    }
  }

  /// Whether something was written that a loss of power would lose.
  package var isDirty: Bool { segment.withLock { $0.isDirty } }

  /// Whether it is time for a snapshot and a new segment.
  package var wantsRotation: Bool {
    segment.withLock { $0.size > Self.segmentByteCountMax }
  }

  /// Syncs everything, and keeps a snapshot of it, so that the next worker reads little.
  package func save(_ snapshot: SessionSnapshot) throws(SessionError) {
    try sync()
    try disk.replace(
      Self.snapshotPath(folder), with: snapshot.json.utf8(), synced: true)
    try disk.syncFolder(folder)
  }

  /// Starts a new segment behind a snapshot of everything before it.
  package func rotate(_ snapshot: SessionSnapshot) throws(SessionError) {
    try save(snapshot)
    let next = try Self.create(folder: folder, first: snapshot.lastSequence + 1, disk: disk)
    try disk.syncFolder(folder)
    let old = segment.withLock { segment -> Int32 in
      let descriptor = segment.descriptor
      segment = next
      return descriptor
    }
    close(old)
    let names = try Self.segmentNames(folder, disk)
    for name in names.dropLast(Self.segmentCountMax) { try disk.remove("\(folder)/\(name)") }
  }

  /// Frames of all events from a number on that are still on disk, in order.
  package func replay(
    from sequence: UInt64, _ body: (_ sequence: UInt64, _ payload: ArraySlice<UInt8>) -> Void
  ) throws(SessionError) {
    let names = try Self.segmentNames(folder, disk)
    for (place, name) in names.enumerated() {
      let following = place + 1 < names.count ? Self.firstSequence(names[place + 1]) : nil
      if let following, following <= sequence { continue }
      let bytes = try disk.read("\(folder)/\(name)")
      var offset = JournalRecord.segmentHeaderByteCount
      var expected = Self.firstSequence(name) ?? 0
      while let record = JournalRecord.read(bytes, at: offset, expecting: expected) {
        if record.sequence >= sequence { body(record.sequence, bytes[record.payload]) }
        offset = record.end
        expected += 1
      }
    }
  }

  private func write(
    _ bytes: [UInt8], to descriptor: Int32, at offset: Int, _ path: String
  ) throws(SessionError) {
    var failure: SessionError?
    bytes.withUnsafeBytes { buffer in
      do throws(SessionError) {
        try disk.write(descriptor, buffer, offset, path)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
  }
}

// Opening, and what files are called.
extension Journal {
  /// Reads what is there, cuts a torn tail off, and stands ready to append.
  package static func open(
    folder: String, disk: JournalDisk
  ) throws(SessionError) -> (journal: Journal, restored: Restored) {
    try disk.makeFolder(folder)
    let names = try segmentNames(folder, disk)
    guard let last = names.last else {
      let segment = try create(folder: folder, first: 1, disk: disk)
      let journal = Journal(folder: folder, disk: disk, segment: segment)
      return (journal, Restored(snapshot: nil, events: [], cutByteCount: 0))
    }
    var restored = Restored(snapshot: nil, events: [], cutByteCount: 0)
    restored.snapshot = try readSnapshot(folder, disk)
    var expected = (restored.snapshot?.lastSequence ?? 0) + 1
    var size = 0
    for name in names {
      guard let first = firstSequence(name) else { continue }
      // Older segments are summed up in the snapshot.
      if first < expected && name != last { continue }
      let scanned = try scan("\(folder)/\(name)", first: first, disk)
      restored.events += scanned.events.filter { $0.sequence >= expected }
      if name != last, scanned.size < scanned.total {
        throw .journalDamaged(
          path: "\(folder)/\(name)", offset: scanned.size, reason: "a record does not check")
      }
      expected = max(expected, first + UInt64(scanned.events.count))
      restored.cutByteCount = scanned.total - scanned.size
      size = scanned.size
    }
    let path = "\(folder)/\(last)"
    let descriptor = try disk.open(path, false)
    if restored.cutByteCount > 0 || size < JournalRecord.segmentHeaderByteCount {
      try reset(descriptor, path, &size, disk)
    }
    let segment = Segment(path: path, descriptor: descriptor, size: size)
    return (Journal(folder: folder, disk: disk, segment: segment), restored)
  }

  /// What is there, for somebody who does not own the session: nothing is cut or written.
  package static func look(
    folder: String, disk: JournalDisk
  ) throws(SessionError) -> Restored {
    var restored = Restored(
      snapshot: try readSnapshot(folder, disk), events: [], cutByteCount: 0)
    var expected = (restored.snapshot?.lastSequence ?? 0) + 1
    let names = try segmentNames(folder, disk)
    for name in names {
      guard let first = firstSequence(name), first >= expected || name == names.last else {
        continue
      }
      let scanned = try scan("\(folder)/\(name)", first: first, disk)
      restored.events += scanned.events.filter { $0.sequence >= expected }
      expected = max(expected, first + UInt64(scanned.events.count))
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
      close(descriptor)
      throw error
    }
  }

  private static func create(
    folder: String, first: UInt64, disk: JournalDisk
  ) throws(SessionError) -> Segment {
    let digits = String(first, radix: 16)
    let name = "journal-" + String(repeating: "0", count: 16 - digits.count) + digits
    let path = "\(folder)/\(name)"
    let descriptor = try disk.open(path, true)
    do throws(SessionError) {
      try disk.cut(descriptor, 0, path)
      try writeHeader(descriptor, path, disk)
    } catch {
      close(descriptor)
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

  private static func scan(
    _ path: String, first: UInt64, _ disk: JournalDisk
  ) throws(SessionError) -> (events: [SessionEvent], size: Int, total: Int) {
    let bytes = try disk.read(path)
    guard bytes.count >= JournalRecord.segmentHeaderByteCount else { return ([], 0, bytes.count) }
    guard Array(bytes[0..<8]) == JournalRecord.magic else {
      throw .journalDamaged(path: path, offset: 0, reason: "it does not start as a journal does")
    }
    guard bytes[8..<16].elementsEqual(JournalRecord.segmentHeader[8..<16]) else {
      throw .tooNew(path: path, version: Int(bytes[8]))
    }
    var events: [SessionEvent] = []
    var offset = JournalRecord.segmentHeaderByteCount
    var expected = first
    while let record = JournalRecord.read(bytes, at: offset, expecting: expected) {
      do throws(WireError) {
        events.append(try SessionEvent(Frame(payload: Array(bytes[record.payload]))))
      } catch {
        throw .journalDamaged(path: path, offset: offset, reason: error.message)
      }
      offset = record.end
      expected += 1
    }
    return (events, offset, bytes.count)
  }

  private static func readSnapshot(
    _ folder: String, _ disk: JournalDisk
  ) throws(SessionError) -> SessionSnapshot? {
    let path = snapshotPath(folder)
    guard access(path, F_OK) == 0 else { return nil }
    let bytes = try disk.read(path)
    do {
      return try SessionSnapshot(json: JSON.parse(bytes))
    } catch let error as WireError {
      throw .journalDamaged(path: path, offset: 0, reason: error.message)
    } catch {
      throw .journalDamaged(path: path, offset: 0, reason: "it is not JSON")
    }
  }

  private static func snapshotPath(_ folder: String) -> String { "\(folder)/snapshot.json" }

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
