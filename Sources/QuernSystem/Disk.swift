internal import QuernText

/// The file system, as a value: tests bring one that fails where they want.
package struct Disk: Sendable {
  /// The whole content of a file.
  package var read: @Sendable (_ path: String) throws(SystemError) -> [UInt8]
  /// Replaces a file by new content: readers see the old or the new, never half.
  package var writeAtomically:
    @Sendable (_ path: String, _ bytes: [UInt8]) throws(SystemError) -> Void
  /// What the file system knows of a file.
  package var status: @Sendable (_ path: String) throws(SystemError) -> FileStatus
  /// The names in a directory, sorted by their bytes, without `.` and `..`.
  package var list: @Sendable (_ path: String) throws(SystemError) -> [String]
  /// Makes a directory and those above it; no error where it exists.
  package var makeDirectory: @Sendable (_ path: String) throws(SystemError) -> Void
  /// Removes a file, or a directory with all it holds; no error where it is absent.
  package var remove: @Sendable (_ path: String) throws(SystemError) -> Void
  /// Moves a file, replacing what has the new name.
  package var rename: @Sendable (_ from: String, _ to: String) throws(SystemError) -> Void

  package init(
    read: @escaping @Sendable (String) throws(SystemError) -> [UInt8],
    writeAtomically: @escaping @Sendable (String, [UInt8]) throws(SystemError) -> Void,
    status: @escaping @Sendable (String) throws(SystemError) -> FileStatus,
    list: @escaping @Sendable (String) throws(SystemError) -> [String],
    makeDirectory: @escaping @Sendable (String) throws(SystemError) -> Void,
    remove: @escaping @Sendable (String) throws(SystemError) -> Void,
    rename: @escaping @Sendable (String, String) throws(SystemError) -> Void
  ) {
    self.read = read
    self.writeAtomically = writeAtomically
    self.status = status
    self.list = list
    self.makeDirectory = makeDirectory
    self.remove = remove
    self.rename = rename
  }

  /// The machine's file system.
  package static let real = Disk(
    read: RealDisk.read, writeAtomically: RealDisk.writeAtomically, status: FileStatus.of,
    list: RealDisk.list, makeDirectory: RealDisk.makeDirectory, remove: RealDisk.remove,
    rename: RealDisk.rename)

  /// What the file system knows of a file.
  package func stat(_ path: String) throws(SystemError) -> FileStatus { try status(path) }

  /// Whether something has that name and may be looked at.
  package func exists(_ path: String) -> Bool {
    do throws(SystemError) {
      _ = try status(path)
      return true
    } catch {
      return false
    }
  }

  /// Whether a directory has that name.
  package func isDirectory(_ path: String) -> Bool {
    do throws(SystemError) {
      return try status(path).isDirectory
    } catch {
      return false
    }
  }

  /// The file's text; an error where it is not UTF-8.
  package func readText(_ path: String) throws(SystemError) -> String {
    guard let text = UTF8Text.string(try read(path)) else {
      throw .malformed(path: path, reason: "it is not UTF-8 text")
    }
    return text
  }

  /// Replaces a file by a text.
  package func writeAtomically(_ path: String, text: String) throws(SystemError) {
    try writeAtomically(path, Array(text.utf8))
  }
}
