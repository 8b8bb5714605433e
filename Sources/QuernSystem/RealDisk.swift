import CQuernSystem
import Glibc
internal import Synchronization

/// The calls behind `Disk.real`.
enum RealDisk {
  @Sendable
  static func read(_ path: String) throws(SystemError) -> [UInt8] {
    let file = try FileHandle.open(path, .read)
    let status = try file.status()
    guard !status.isDirectory else {
      throw .file(path: path, operation: "read", errno: EISDIR)
    }
    // One more than its size, so that the end shows without a second call.
    var bytes = try file.pread(count: Int(status.size) + 1, at: 0)
    // Files of /proc have no size.
    while bytes.count > Int(status.size), bytes.count % 4_096 != 0 || status.size == 0 {
      let more = try file.pread(count: 1 << 16, at: Int64(bytes.count))
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  private static let ordinal = Atomic<Int>(0)

  @Sendable
  static func writeAtomically(_ path: String, _ bytes: [UInt8]) throws(SystemError) {
    let number = ordinal.add(1, ordering: .relaxed).newValue
    let temporary = "\(path).\(getpid()).\(number).tmp"
    do throws(SystemError) {
      let permissions = existingPermissions(path) ?? 0o644
      let file = try FileHandle.open(temporary, .createNew, permissions: permissions)
      try file.write(bytes)
      try file.sync()
      file.close()
      try rename(temporary, path)
      try syncDirectory(Path.parent(path))
    } catch {
      unlink(temporary)
      // Users know the file that they asked for, not the one beside it.
      if case .file(temporary, _, let code) = error {
        throw .file(path: path, operation: "write", errno: code)
      }
      throw error
    }
  }

  private static func existingPermissions(_ path: String) -> UInt32? {
    var facts = stat()
    return stat(path, &facts) == 0 ? UInt32(facts.st_mode & 0o777) : nil
  }

  /// Makes the names in a directory durable.
  static func syncDirectory(_ path: String) throws(SystemError) {
    let descriptor = quern_open(path, O_RDONLY | O_DIRECTORY, 0)
    guard descriptor >= 0 else { throw .last("open", path) }
    defer { close(descriptor) }
    // Some file systems cannot sync a directory and say EINVAL: there is nothing more to do then.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw .last("sync", path) }
  }

  @Sendable
  static func list(_ path: String) throws(SystemError) -> [String] {
    guard let directory = opendir(path) else { throw .last("list", path) }
    defer { closedir(directory) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(directory) else { break }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    guard errno == 0 else { throw .last("list", path) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  @Sendable
  static func makeDirectory(_ path: String) throws(SystemError) {
    try makeDirectory(path, permissions: 0o755)
  }

  static func makeDirectory(_ path: String, permissions: mode_t) throws(SystemError) {
    if mkdir(path, permissions) == 0 { return }
    if errno == ENOENT {
      let parent = Path.parent(path)
      guard parent != path else { throw .last("make the directory", path) }
      try makeDirectory(parent, permissions: permissions)
      if mkdir(path, permissions) == 0 { return }
    }
    if errno == EEXIST {
      guard try FileStatus.of(path).isDirectory else {
        throw .file(path: path, operation: "make the directory", errno: ENOTDIR)
      }
      return
    }
    throw .last("make the directory", path)
  }

  @Sendable
  static func remove(_ path: String) throws(SystemError) {
    if unlink(path) == 0 || errno == ENOENT { return }
    guard errno == EISDIR || errno == EPERM else { throw .last("remove", path) }
    for name in try list(path) { try remove(Path.join(path, name)) }
    guard rmdir(path) == 0 || errno == ENOENT else { throw .last("remove", path) }
  }

  @Sendable
  static func rename(_ from: String, _ to: String) throws(SystemError) {
    guard Glibc.rename(from, to) == 0 else { throw .last("rename \(from) to", to) }
  }
}
