internal import Glibc
internal import QuernSystem

/// The few things that the journal asks of the disk: closures, so that tests can let the n-th fail.
///
/// Each throws `SessionError.disk`.
package struct JournalDisk: Sendable {
  /// Opens for reading and writing at a chosen place, creating the file where asked.
  package var open: @Sendable (_ path: String, _ creates: Bool) throws(SessionError) -> Int32
  /// Writes all bytes at an offset.
  package var write:
    @Sendable (_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ path: String)
      throws(SessionError) -> Void
  package var close: @Sendable (_ descriptor: Int32) -> Void
  /// The same open file once more, to be closed by itself.
  package var duplicate: @Sendable (_ descriptor: Int32) -> Int32
  package var exists: @Sendable (_ path: String) -> Bool
  /// As `exists`, and marks the file as used now: a collection leaves it where it is.
  package var touch: @Sendable (_ path: String) -> Bool
  package var cut:
    @Sendable (_ descriptor: Int32, _ size: Int, _ path: String)
      throws(SessionError) -> Void
  package var sync: @Sendable (_ descriptor: Int32, _ path: String) throws(SessionError) -> Void
  package var read: @Sendable (_ path: String) throws(SessionError) -> [UInt8]
  /// Names in a folder; none where it does not exist.
  package var list: @Sendable (_ path: String) throws(SessionError) -> [String]
  package var rename: @Sendable (_ from: String, _ to: String) throws(SessionError) -> Void
  package var remove: @Sendable (_ path: String) throws(SessionError) -> Void
  /// Creates a folder and those above it.
  package var makeFolder: @Sendable (_ path: String) throws(SessionError) -> Void
  package var syncFolder: @Sendable (_ path: String) throws(SessionError) -> Void
  /// Adds lines to the end of a file that others add to as well; they outlive a loss of power.
  package var append: @Sendable (_ path: String, _ lines: [UInt8]) throws(SessionError) -> Void

  /// Bytes to a file, whole or not at all.
  package func replace(
    _ path: String, with bytes: [UInt8], synced: Bool
  ) throws(SessionError) {
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = try open(temporary, true)
    defer { close(descriptor) }
    do throws(SessionError) {
      var failure: SessionError?
      bytes.withUnsafeBytes { buffer in
        do throws(SessionError) {
          try write(descriptor, buffer, 0, temporary)
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      try cut(descriptor, bytes.count, temporary)
      if synced { try sync(descriptor, temporary) }
      try rename(temporary, path)
    } catch {
      discard(temporary)
      throw error
    }
  }

  /// Removes what was left half done; where that fails too, the name says what it is.
  package func discard(_ temporary: String) {
    do throws(SessionError) {
      try remove(temporary)
    } catch {
      return
    }
  }
}

extension JournalDisk {
  /// The machine's own disk.
  package static let real = JournalDisk(
    open: { (path, creates) throws(SessionError) in
      let flags = O_RDWR | O_CLOEXEC | (creates ? O_CREAT : 0)
      let descriptor = Glibc.open(path, flags, 0o600)
      guard descriptor >= 0 else { throw failed("open", path) }
      return descriptor
    },
    write: { (descriptor, bytes, start, path) throws(SessionError) in
      var offset = 0
      while offset < bytes.count {
        let count = pwrite(
          descriptor, bytes.baseAddress.map { $0 + offset }, bytes.count - offset,
          off_t(start + offset))
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw failed("write", path) }
        offset += count
      }
    },
    close: { descriptor in _ = Glibc.close(descriptor) },
    duplicate: { descriptor in dup(descriptor) },
    exists: { path in access(path, F_OK) == 0 },
    touch: { path in utimensat(AT_FDCWD, path, nil, 0) == 0 },
    cut: { (descriptor, size, path) throws(SessionError) in
      guard ftruncate(descriptor, off_t(size)) == 0 else { throw failed("cut", path) }
    },
    sync: { (descriptor, path) throws(SessionError) in
      guard fdatasync(descriptor) == 0 else { throw failed("sync", path) }
    },
    read: { path throws(SessionError) in try readWhole(path) },
    list: { path throws(SessionError) in try names(in: path) },
    rename: { (from, to) throws(SessionError) in
      guard Glibc.rename(from, to) == 0 else { throw failed("rename", from) }
    },
    remove: { path throws(SessionError) in
      guard unlink(path) == 0 || errno == ENOENT else { throw failed("remove", path) }
    },
    makeFolder: { path throws(SessionError) in try makeFolders(path) },
    syncFolder: { path throws(SessionError) in
      let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      guard descriptor >= 0 else { throw failed("open", path) }
      defer { _ = Glibc.close(descriptor) }
      guard fsync(descriptor) == 0 else { throw failed("sync", path) }
    },
    append: { (path, lines) throws(SessionError) in
      do throws(SystemError) {
        try appendLines(path, lines)
      } catch {
        throw .system(error)
      }
    })

  private static func appendLines(_ path: String, _ lines: [UInt8]) throws(SystemError) {
    let isNew = !Disk.real.exists(path)
    let file = try FileHandle.open(path, .readWrite, permissions: 0o600)
    defer { file.close() }
    try file.lock(exclusive: true)
    let size = try file.size()
    // Behind a line that was torn stands a new one.
    let isTorn = size > 0 ? try file.pread(count: 1, at: size - 1) != [10] : false
    let failure = (isTorn ? [10] + lines : lines).withUnsafeBytes { bytes -> SystemError? in
      do throws(SystemError) {
        try file.pwrite(bytes, at: size)
        return nil
      } catch {
        return error
      }
    }
    if let failure {
      try file.truncate(to: size)
      throw failure
    }
    try file.sync()
    guard isNew else { return }
    let folder = try FileHandle.open(Path.parent(path), .read)
    try folder.sync()
  }

  private static func failed(_ operation: String, _ path: String) -> SessionError {
    .disk(operation: operation, path: path, errno: errno)
  }

  private static func readWhole(_ path: String) throws(SessionError) -> [UInt8] {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failed("open", path) }
    defer { _ = Glibc.close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failed("stat", path) }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var offset = 0
    while offset < bytes.count {
      let room = bytes.count - offset
      let count = bytes.withUnsafeMutableBytes { buffer in
        pread(descriptor, buffer.baseAddress.map { $0 + offset }, room, off_t(offset))
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failed("read", path) }
      if count == 0 { break }
      offset += count
    }
    bytes.removeLast(bytes.count - offset)
    return bytes
  }

  private static func names(in path: String) throws(SessionError) -> [String] {
    guard let folder = opendir(path) else {
      if errno == ENOENT { return [] }
      throw failed("list", path)
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { buffer in
        String(decoding: buffer.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func makeFolders(_ path: String) throws(SessionError) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw failed("create", path)
    }
    try makeFolders(String(path[..<slash]))
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failed("create", path) }
  }
}
