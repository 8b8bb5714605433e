internal import Glibc

/// The few file calls of the platform; every file is replaced whole.
enum Files {
  static func text(_ code: Int32) -> String {
    guard let pointer = strerror(code) else { return "error \(code)" }
    return String(cString: pointer)
  }

  /// Makes `path` and its parents, for this user alone.
  static func makeDirectory(_ path: String) throws(PlatformFault) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try makeDirectory(String(path[..<slash]))
      if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    }
    throw .file(path: path, doing: "make the folder", reason: text(errno))
  }

  /// Writes beside `path`, syncs, renames.
  static func replace(_ path: String, with bytes: [UInt8]) throws(PlatformFault) {
    let temporary = "\(path).\(getpid()).new"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .file(path: temporary, doing: "create", reason: text(errno))
    }
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(descriptor, $0.baseAddress.map { $0 + offset }, $0.count - offset)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      offset += count
    }
    let isWritten = offset == bytes.count && fsync(descriptor) == 0
    let code = errno
    close(descriptor)
    guard isWritten, rename(temporary, path) == 0 else {
      let failure = isWritten ? errno : code
      unlink(temporary)
      throw .file(path: path, doing: "write", reason: text(failure))
    }
    guard let slash = path.lastIndex(of: "/") else { return }
    let folder = open(String(path[..<slash]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// A file's bytes; nil when there is none.
  static func read(_ path: String) throws(PlatformFault) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw .file(path: path, doing: "read", reason: text(errno))
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = chunk.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .file(path: path, doing: "read", reason: text(errno)) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// The names in a folder, sorted; none when there is no folder.
  static func list(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Removes a folder of plain files.
  static func removeFlat(_ path: String) {
    for name in list(path) { unlink("\(path)/\(name)") }
    rmdir(path)
  }
}
