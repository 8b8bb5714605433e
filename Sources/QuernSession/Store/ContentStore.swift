internal import QuernSystem
package import QuernText
internal import QuernValue
internal import Synchronization

/// Bytes by their SHA-256, shared by all sessions of a home: `store/ab/cdef…`.
///
/// A blob appears whole, by rename, and is never changed. `put` survives the end of the process;
/// `sync` makes what was put since the last one survive a loss of power.
package final class ContentStore: Sendable {
  private let folder: String
  private let disk: JournalDisk
  private let state = Mutex(State())
  /// One sync at a time: whoever asks second finds everything done, not half of it.
  private let syncing = Lock()

  private struct State {
    var temporaryCount = 0
    var unsynced: Set<String> = []
    var folders: Set<String> = []
  }

  package init(folder: String, disk: JournalDisk = .real) {
    self.folder = folder
    self.disk = disk
  }

  package func put(_ bytes: [UInt8]) throws -> Digest {
    let digest = SHA256.hash(bytes)
    try put(bytes, as: digest)
    return digest
  }

  package func get(_ digest: Digest) throws -> [UInt8] {
    try read(digest)
  }

  /// Keeps bytes whose digest is known.
  package func put(_ bytes: [UInt8], as digest: Digest) throws(SessionError) {
    let path = path(of: digest)
    if disk.touch(path) {
      // Whoever wrote it may have died before it was synced.
      return state.withLock { _ = $0.unsynced.insert(path) }
    }
    let temporary = try temporaryPath(beside: path)
    let descriptor = try disk.open(temporary, true)
    do throws(SessionError) {
      defer { disk.close(descriptor) }
      let failure = bytes.withUnsafeBytes { buffer -> SessionError? in
        do throws(SessionError) {
          try disk.write(descriptor, buffer, 0, temporary)
          return nil
        } catch {
          return error
        }
      }
      if let failure { throw failure }
      try disk.rename(temporary, path)
    } catch {
      disk.discard(temporary)
      throw error
    }
    state.withLock { _ = $0.unsynced.insert(path) }
  }

  /// The bytes of a blob, checked against their name.
  package func read(_ digest: Digest) throws(SessionError) -> [UInt8] {
    let path = path(of: digest)
    let bytes = try disk.read(path)
    guard SHA256.hash(bytes) == digest else {
      throw .journalDamaged(path: path, offset: 0, reason: "its bytes are not those of its name")
    }
    return bytes
  }

  package func contains(_ digest: Digest) -> Bool { disk.exists(path(of: digest)) }

  /// Whether a blob is there; one that is stays for the next while.
  package func holds(_ digest: Digest) -> Bool {
    let path = path(of: digest)
    guard disk.touch(path) else { return false }
    state.withLock { _ = $0.unsynced.insert(path) }
    return true
  }

  /// Has blobs synced that somebody put who died before it could.
  package func syncLater(_ digests: [Digest]) {
    let paths = digests.map(path(of:)).filter(disk.exists)
    state.withLock { $0.unsynced.formUnion(paths) }
  }

  /// Whether a blob is there with all its bytes.
  package func isWhole(_ digest: Digest) -> Bool {
    do throws(SessionError) {
      _ = try read(digest)
      return true
    } catch {
      return false
    }
  }

  /// Where a blob is, or would be.
  package func path(of digest: Digest) -> String {
    let hex = digest.hex
    return "\(folder)/\(hex.prefix(2))/\(hex.dropFirst(2))"
  }

  /// Takes in a file that was written at `temporaryPath`, under the digest of its content.
  package func adopt(_ temporary: String, as digest: Digest) throws(SessionError) -> String {
    let path = path(of: digest)
    try makeFolder(of: path)
    try disk.rename(temporary, path)
    state.withLock { _ = $0.unsynced.insert(path) }
    return path
  }

  /// A name in the store's folder that no blob has, for `adopt`.
  package func temporaryPath() throws(SessionError) -> String {
    try temporaryPath(beside: "\(folder)/new/blob")
  }

  /// Makes everything put so far outlive a loss of power.
  package func sync() throws(SessionError) {
    try syncing.withLock { () throws(SessionError) in try syncUnsynced() }
  }

  private func syncUnsynced() throws(SessionError) {
    let paths = state.withLock { state in
      defer { state.unsynced = [] }
      return state.unsynced
    }
    do throws(SessionError) {
      var folders: Set<String> = []
      for path in paths.sorted() {
        // Somebody may have removed it since: the values of nobody.
        guard disk.exists(path) else { continue }
        let descriptor = try disk.open(path, false)
        defer { disk.close(descriptor) }
        try disk.sync(descriptor, path)
        folders.insert(Self.parent(path))
      }
      // The folders of new folders too: their names are as new.
      for folder in folders.sorted() { try disk.syncFolder(folder) }
      if !folders.isEmpty { try disk.syncFolder(folder) }
    } catch {
      state.withLock { $0.unsynced.formUnion(paths) }
      throw error
    }
  }

  private func temporaryPath(beside path: String) throws(SessionError) -> String {
    try makeFolder(of: path)
    let count = state.withLock { state in
      state.temporaryCount += 1
      return state.temporaryCount
    }
    return "\(path).\(HostFacts.processId).\(count).tmp"
  }

  private static func parent(_ path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
  }

  private func makeFolder(of path: String) throws(SessionError) {
    let parent = Self.parent(path)
    if state.withLock({ $0.folders.contains(parent) }) { return }
    try disk.makeFolder(parent)
    state.withLock { _ = $0.folders.insert(parent) }
  }
}
