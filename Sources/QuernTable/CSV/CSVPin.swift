import Glibc
import QuernSystem
import QuernText

/// A file that must stay as it was when it was first opened.
struct CSVPin: Sendable {
  let identity: SourceIdentity
  private let opener: CSVOpener

  init(path: String, opener: @escaping CSVOpener) throws(TableError) {
    self.opener = opener
    do throws(SystemError) {
      let status = try opener(path).status()
      if status.isDirectory { throw .file(path: path, operation: "read", errno: EISDIR) }
      if !status.isRegular {
        throw .malformed(path: path, reason: "it is not a file but a pipe or a device")
      }
      identity = Self.identity(path, status)
    } catch {
      throw .file(error)
    }
  }

  /// The file, if it is still the same; else `source-changed`.
  func open() throws(TableError) -> CSVFile {
    let file: CSVFile
    do throws(SystemError) { file = try opener(identity.path) } catch {
      throw error.isAbsence ? .sourceChanged(path: identity.path) : .file(error)
    }
    try check(file)
    return file
  }

  /// Throws `source-changed` when the open file is not the pinned one, or was written to.
  func check(_ file: CSVFile) throws(TableError) {
    do throws(SystemError) {
      let status = try file.status()
      if Self.identity(identity.path, status) == identity { return }
    } catch {
      throw .file(error)
    }
    throw .sourceChanged(path: identity.path)
  }

  /// Fills the buffer from an offset of the file, or throws: the size is known.
  func read(
    _ file: CSVFile, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(TableError) {
    let count: Int
    do throws(SystemError) { count = try file.read(buffer, Int64(offset)) } catch {
      throw .file(error)
    }
    if count < buffer.count { throw .sourceChanged(path: identity.path) }
  }

  /// The SHA-256 of the file's bytes.
  func digest(_ context: TableContext) throws(TableError) -> Digest {
    let file = try open()
    var hash = SHA256()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    let size = Int(identity.byteCount)
    var position = 0
    while position < size {
      try context.checkInterrupt()
      let part = UnsafeMutableRawBufferPointer(
        rebasing: buffer[..<min(buffer.count, size - position)])
      try read(file, into: part, at: position)
      hash.update(UnsafeRawBufferPointer(part))
      position += part.count
    }
    try check(file)
    return hash.finalize()
  }

  private static func identity(_ path: String, _ status: FileStatus) -> SourceIdentity {
    SourceIdentity(
      path: path, device: status.device, inode: status.inode, byteCount: status.size,
      modifiedNs: status.modifiedNs)
  }
}
