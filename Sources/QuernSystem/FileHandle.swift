import CQuernSystem
import Glibc

/// An open file; closed when the last reference goes.
package final class FileHandle: @unchecked Sendable {
  /// What is to be done with the file, and what where it is absent.
  package enum Mode: Sendable {
    case read
    /// Created where absent.
    case readWrite
    /// Created where absent, emptied where not.
    case overwrite
    /// Created; an error where the file exists.
    case createNew
    /// Created where absent; each write goes to the end.
    case append
  }

  package let path: String
  private let lock = Lock()
  private var open: Int32

  /// The descriptor; -1 after `close`.
  package var descriptor: Int32 { lock.withLock { open } }

  /// Takes over an open descriptor.
  package init(descriptor: Int32, path: String) {
    open = descriptor
    self.path = path
  }

  deinit { close() }

  /// Opens a file; `permissions` count where it is created.
  package static func open(
    _ path: String, _ mode: Mode, permissions: UInt32 = 0o644
  ) throws(SystemError) -> FileHandle {
    let flags: Int32 =
      switch mode {
      case .read: O_RDONLY
      case .readWrite: O_RDWR | O_CREAT
      case .overwrite: O_RDWR | O_CREAT | O_TRUNC
      case .createNew: O_RDWR | O_CREAT | O_EXCL
      case .append: O_WRONLY | O_CREAT | O_APPEND
      }
    let descriptor = quern_open(path, flags, permissions)
    guard descriptor >= 0 else { throw .last("open", path) }
    return FileHandle(descriptor: descriptor, path: path)
  }

  /// What the file system knows of the open file.
  package func status() throws(SystemError) -> FileStatus {
    var facts = stat()
    guard fstat(descriptor, &facts) == 0 else { throw .last("read the status of", path) }
    return FileStatus(facts)
  }

  /// The size in bytes.
  package func size() throws(SystemError) -> Int64 { try status().size }

  /// Reads into the buffer from an offset; fewer bytes than asked only at the end of the file.
  package func pread(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
  ) throws(SystemError) -> Int {
    var done = 0
    while done < buffer.count {
      let count = Glibc.pread(
        descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(offset) + done)
      if count < 0 {
        if errno == EINTR { continue }
        throw .last("read", path)
      }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// Up to `count` bytes from an offset.
  package func pread(count: Int, at offset: Int64) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: max(0, count)) { buffer, filled in
      do throws(SystemError) {
        let target = UnsafeMutableRawBufferPointer(buffer)
        filled = try pread(into: target, at: offset)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes at an offset, all bytes.
  package func pwrite(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      let count = Glibc.pwrite(
        descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset) + done)
      if count < 0 {
        if errno == EINTR { continue }
        throw .last("write", path)
      }
      done += count
    }
  }

  /// Writes all bytes at the file's position (its end in append mode).
  package func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(
        descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      if count < 0 {
        if errno == EINTR { continue }
        throw .last("write", path)
      }
      done += count
    }
  }

  /// Writes all bytes at the file's position.
  package func write(_ bytes: [UInt8]) throws(SystemError) {
    let result: Result<Void, SystemError> = bytes.withUnsafeBytes { raw in
      do throws(SystemError) {
        return .success(try write(raw))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// Reads what is there, up to `count` bytes, from the file's position; empty at the end.
  package func read(count: Int) throws(SystemError) -> [UInt8] {
    var result = 0
    var failed: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, filled in
      repeat {
        result = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      } while result < 0 && errno == EINTR
      failed = errno
      filled = max(0, result)
    }
    guard result >= 0 else { throw .file(path: path, operation: "read", errno: failed) }
    return bytes
  }

  /// Waits until the content is on the disk.
  package func sync() throws(SystemError) {
    guard fdatasync(descriptor) == 0 else { throw .last("sync", path) }
  }

  /// Cuts or extends the file.
  package func truncate(to size: Int64) throws(SystemError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw .last("truncate", path) }
  }

  /// Takes the file's `flock`, waiting for whoever holds it. The lock ends with the handle.
  package func lock(exclusive: Bool = true) throws(SystemError) {
    while flock(descriptor, exclusive ? LOCK_EX : LOCK_SH) != 0 {
      if errno != EINTR { throw .last("lock", path) }
    }
  }

  /// Takes the file's `flock` if nobody holds it; false where somebody does.
  package func tryLock(exclusive: Bool = true) throws(SystemError) -> Bool {
    if flock(descriptor, (exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 { return true }
    if errno == EWOULDBLOCK || errno == EINTR { return false }
    throw .last("lock", path)
  }

  /// Gives the `flock` back.
  package func unlock() { flock(descriptor, LOCK_UN) }

  /// Closes the file. Further calls do nothing.
  package func close() {
    let descriptor = lock.withLock {
      defer { open = -1 }
      return open
    }
    if descriptor >= 0 { Glibc.close(descriptor) }
  }
}
