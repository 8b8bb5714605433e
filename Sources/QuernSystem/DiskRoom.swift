import Glibc

/// How much room a file system has left.
package enum DiskRoom {
  /// Bytes that this user may still write where a path lies; nil where that is not told.
  package static func free(_ path: String) -> Int? {
    var facts = statvfs()
    guard statvfs(path, &facts) == 0 else { return nil }
    return Int(clamping: facts.f_bavail).multipliedReportingOverflow(by: Int(facts.f_frsize))
      .partialValue
  }
}
