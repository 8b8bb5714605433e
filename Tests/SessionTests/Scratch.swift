import Glibc
import QuernSystem
import QuernTesting
import Synchronization

@testable import QuernSession

/// A folder that goes with its last reference.
final class Scratch: Sendable {
  private let folder = TemporaryFolder()

  var path: String { folder.path }

  func names() throws -> [String] { try JournalDisk.real.list(path) }

  func size(ofOnly prefix: String) throws -> Int {
    for name in try names() where name.hasPrefix(prefix) {
      return try JournalDisk.real.read("\(path)/\(name)").count
    }
    return 0
  }
}

/// A disk whose n-th call fails; all others do what they should.
final class FaultyDisk: Sendable {
  private let calls = Mutex(0)
  let failingCall: Int

  init(failingCall: Int) {
    self.failingCall = failingCall
  }

  var hasFailed: Bool { calls.withLock { $0 >= failingCall } }

  private func count(_ operation: String, _ path: String) throws(SessionError) {
    let number = calls.withLock { count in
      count += 1
      return count
    }
    if number == failingCall {
      throw .disk(operation: operation, path: path, errno: ENOSPC)
    }
  }

  var disk: JournalDisk {
    let real = JournalDisk.real
    return JournalDisk(
      open: { (path, creates) throws(SessionError) in
        try self.count("open", path)
        return try real.open(path, creates)
      },
      write: { (descriptor, bytes, offset, path) throws(SessionError) in
        do throws(SessionError) {
          try self.count("write", path)
        } catch {
          // A full disk takes the first half.
          let half = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)])
          try real.write(descriptor, half, offset, path)
          throw error
        }
        try real.write(descriptor, bytes, offset, path)
      },
      close: real.close, duplicate: real.duplicate, exists: real.exists,
      touch: real.touch,
      cut: { (descriptor, size, path) throws(SessionError) in
        try self.count("cut", path)
        try real.cut(descriptor, size, path)
      },
      sync: { (descriptor, path) throws(SessionError) in
        try self.count("sync", path)
        try real.sync(descriptor, path)
      },
      read: { path throws(SessionError) in
        try self.count("read", path)
        return try real.read(path)
      },
      list: { path throws(SessionError) in
        try self.count("list", path)
        return try real.list(path)
      },
      rename: { (from, to) throws(SessionError) in
        try self.count("rename", from)
        try real.rename(from, to)
      },
      remove: { path throws(SessionError) in
        try self.count("remove", path)
        try real.remove(path)
      },
      makeFolder: { path throws(SessionError) in
        try self.count("create", path)
        try real.makeFolder(path)
      },
      syncFolder: { path throws(SessionError) in
        try self.count("sync", path)
        try real.syncFolder(path)
      },
      append: { (path, lines) throws(SessionError) in
        try self.count("append", path)
        try real.append(path, lines)
      })
  }
}
