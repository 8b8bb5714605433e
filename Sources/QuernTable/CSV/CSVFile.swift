package import QuernSystem

/// Opens a file for reading; the machine's is `CSVFile.open`.
package typealias CSVOpener = @Sendable (String) throws(SystemError) -> CSVFile

/// A file that is open for reading by position; a value, so that tests bring one that fails.
package struct CSVFile: Sendable {
  package var status: @Sendable () throws(SystemError) -> FileStatus
  /// Reads at an offset; fewer bytes than asked only at the end.
  package var read: @Sendable (UnsafeMutableRawBufferPointer, Int64) throws(SystemError) -> Int

  package init(
    status: @escaping @Sendable () throws(SystemError) -> FileStatus,
    read: @escaping @Sendable (UnsafeMutableRawBufferPointer, Int64) throws(SystemError) -> Int
  ) {
    self.status = status
    self.read = read
  }

  /// Opens a file of the machine; it is closed when the last copy goes.
  @Sendable package static func open(_ path: String) throws(SystemError) -> CSVFile {
    let handle = try FileHandle.open(path, .read)
    return CSVFile(
      status: { () throws(SystemError) in try handle.status() },
      read: { (buffer, offset) throws(SystemError) in
        try handle.pread(into: buffer, at: offset)
      })
  }
}
