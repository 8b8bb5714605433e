import Glibc
package import QuernSystem
import Synchronization

/// A file that is written from its start and appears under its name when it is complete.
///
/// Readers see the old file or the new one, never half of it; what is not committed vanishes.
package final class OutputFile {
  private let path: String
  private let temporary: String
  private let disk: Disk
  private let handle: FileHandle
  private var pending: [UInt8] = []
  private var isCommitted = false
  /// How many bytes were written so far.
  package private(set) var byteCount = 0

  private static let pendingBytes = 1 << 20
  private static let ordinal = Atomic<Int>(0)

  package init(_ path: String, disk: Disk = .real) throws(SystemError) {
    self.path = path
    self.disk = disk
    let number = OutputFile.ordinal.add(1, ordering: .relaxed).newValue
    temporary = "\(path).\(getpid()).\(number).part"
    handle = try FileHandle.open(temporary, .createNew)
    pending.reserveCapacity(OutputFile.pendingBytes)
  }

  deinit {
    guard !isCommitted else { return }
    // Nobody is left to be told; the name shows what the rest of the file is.
    unlink(temporary)
  }

  package func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    byteCount += bytes.count
    if pending.count + bytes.count > OutputFile.pendingBytes { try flush() }
    if bytes.count >= OutputFile.pendingBytes {
      try handle.write(bytes)
    } else {
      pending.append(contentsOf: bytes)
    }
  }

  package func write(_ bytes: [UInt8]) throws(SystemError) {
    let failure: SystemError? = bytes.withUnsafeBytes { raw in
      do throws(SystemError) {
        try write(raw)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
  }

  /// Makes the file durable and gives it its name; without `isSynced` a loss of power may take it.
  package func commit(isSynced: Bool = true) throws(SystemError) {
    try flush()
    if isSynced { try handle.sync() }
    handle.close()
    try disk.rename(temporary, path)
    isCommitted = true
    guard isSynced else { return }
    let directory = try FileHandle.open(Path.parent(path), .read)
    do throws(SystemError) { try directory.sync() } catch {
      // Some file systems cannot sync a directory and say so; there is nothing more to do.
      guard error.errno == EINVAL else { throw error }
    }
  }

  private func flush() throws(SystemError) {
    guard !pending.isEmpty else { return }
    try handle.write(pending)
    pending.removeAll(keepingCapacity: true)
  }
}
