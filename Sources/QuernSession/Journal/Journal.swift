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
    /// Places that cannot be read.
    package var damages: [JournalDamage] = []

    /// Number of the last event that is known; 0 before the first.
    var lastSequence: UInt64 { max(snapshot?.lastSequence ?? 0, events.last?.sequence ?? 0) }
  }

  struct Segment {
    var path: String
    var descriptor: Int32
    var size: Int
    var isDirty = false
    /// Background syncs that have begun and not ended: what they cover is not safe yet.
    var syncCount = 0
    /// Kept from a background sync, told at the next chance.
    var failure: SessionError?
  }

  let folder: String
  private let disk: JournalDisk
  private let segmentByteCountMax: Int
  private let segment: Mutex<Segment>

  /// A segment that has grown over this is followed by a new one.
  package static let segmentByteCountMax = 8 * 1024 * 1024
  /// Segments kept, so that old outputs can be shown again: 512 MiB.
  package static let segmentCountMax = 64

  init(
    folder: String, disk: JournalDisk, segmentByteCountMax: Int, segment: consuming Segment
  ) {
    self.segmentByteCountMax = segmentByteCountMax
    self.folder = folder
    self.disk = disk
    self.segment = Mutex(segment)
  }

  deinit { segment.withLock { disk.close($0.descriptor) } }

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
      return (disk.duplicate(segment.descriptor), segment.path)
    }
    guard let target else { return }
    defer { disk.close(target.descriptor) }
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
    segment.withLock { $0.size > segmentByteCountMax }
  }

  /// Syncs everything, and keeps a snapshot of it, so that the next worker reads little.
  package func save(_ snapshot: SessionSnapshot) throws(SessionError) {
    try sync()
    try SnapshotFile(folder: folder, disk: disk).write(snapshot)
  }

  /// Segments that the next rotation removes.
  package func expiring() throws(SessionError) -> [String] {
    Array(try Self.segmentNames(folder, disk).dropLast(Self.segmentCountMax - 1))
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
    disk.close(old)
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
      let path = "\(folder)/\(name)"
      var reader = try SegmentReader(
        path: path, bytes: try disk.read(path), first: Self.firstSequence(name) ?? 0)
      while let record = reader.next() {
        if record.sequence >= sequence { body(record.sequence, reader.bytes[record.payload]) }
      }
    }
  }

  /// Keeps a failure of somebody who writes beside the journal; the next call throws it.
  func fail(_ error: SessionError) {
    segment.withLock { if $0.failure == nil { $0.failure = error } }
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
