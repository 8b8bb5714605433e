import Glibc

/// What the file system knows of a file: enough to tell whether it has changed.
package struct FileStatus: Hashable, Sendable {
  package let device: UInt64
  package let inode: UInt64
  package let size: Int64
  package let modifiedNs: Int64
  package let changedNs: Int64
  package let isDirectory: Bool
  package let isRegular: Bool
  package let permissions: UInt32

  package init(
    device: UInt64, inode: UInt64, size: Int64, modifiedNs: Int64, changedNs: Int64,
    isDirectory: Bool, isRegular: Bool, permissions: UInt32
  ) {
    self.device = device
    self.inode = inode
    self.size = size
    self.modifiedNs = modifiedNs
    self.changedNs = changedNs
    self.isDirectory = isDirectory
    self.isRegular = isRegular
    self.permissions = permissions
  }

  init(_ facts: stat) {
    func nanoseconds(_ time: timespec) -> Int64 {
      Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
    device = UInt64(facts.st_dev)
    inode = UInt64(facts.st_ino)
    size = Int64(facts.st_size)
    modifiedNs = nanoseconds(facts.st_mtim)
    changedNs = nanoseconds(facts.st_ctim)
    isDirectory = facts.st_mode & S_IFMT == S_IFDIR
    isRegular = facts.st_mode & S_IFMT == S_IFREG
    permissions = UInt32(facts.st_mode & 0o7777)
  }

  /// The status of what a path names, links followed.
  package static func of(_ path: String) throws(SystemError) -> FileStatus {
    var facts = stat()
    guard stat(path, &facts) == 0 else { throw .last("read the status of", path) }
    return FileStatus(facts)
  }
}
