internal import GRDB
package import QuernSystem
internal import QuernText

/// The platform's own world failing: not a caller's mistake.
package enum PlatformFault: Error, Equatable, Sendable {
  case database(doing: String, reason: String)
  /// There is no room for what was to be written; nothing of it was.
  case full(path: String, freeByteCount: Int?)
  /// The database may not be written.
  case readOnly(path: String)
  /// The database's bytes are not what was written.
  case damaged(path: String, reason: String)
  /// A newer Quern has written this home.
  case newerDatabase
  case system(SystemError)

  /// Room with which the platform's database can go on.
  private static let roomByteCountMin = 4 << 20

  package var message: String {
    switch self {
    case .database(let doing, let reason): "cannot \(doing): \(reason)"
    case .full(let path, let free):
      "the disk that holds \(path) is full"
        + (free.map { " (\(Numbers.bytes($0)) left)" } ?? "")
        + ", and nothing was changed. Hint: make room, "
        + "\(Numbers.bytes(Self.roomByteCountMin)) at least (`quern store gc` removes what "
        + "nothing needs, `df -h \(Path.parent(path))` shows what is left), and do it again"
    case .readOnly(let path):
      "\(path) cannot be written. Hint: `ls -l \(path)` shows whose it is; QUERN_HOME names "
        + "another place"
    case .damaged(let path, let reason):
      "\(path) is damaged: \(reason). Hint: `quern platform down`, then "
        + "`sqlite3 \(path) .recover | sqlite3 \(path).new` saves what can be read; moved away, it "
        + "is begun anew, and the next `deploy` brings its endpoint back"
    case .newerDatabase:
      "this home was written by a newer Quern. Hint: upgrade, or set QUERN_HOME to another place"
    case .system(let error):
      error.message + (error.advice.map { ". Hint: \($0)" } ?? "")
    }
  }

  /// Whether it goes away when somebody makes room, so that trying again helps.
  package var isPassing: Bool {
    switch self {
    case .full, .readOnly: true
    case .system(let error): error.isFull
    case .database, .damaged, .newerDatabase: false
    }
  }

  /// What an error of the database means.
  static func of(_ error: any Error, doing: String, path: String) -> PlatformFault {
    if let fault = error as? PlatformFault { return fault }
    guard let error = error as? DatabaseError else {
      return .database(doing: doing, reason: "\(error)")
    }
    switch error.resultCode {
    case .SQLITE_FULL: return .full(path: path, freeByteCount: DiskRoom.free(path))
    case .SQLITE_IOERR:
      // A full disk shows itself so where a journal or an index of it is to grow.
      if let free = DiskRoom.free(path), free < roomByteCountMin {
        return .full(path: path, freeByteCount: free)
      }
      return .database(doing: doing, reason: error.message ?? "\(error)")
    case .SQLITE_READONLY, .SQLITE_PERM: return .readOnly(path: path)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      return .damaged(path: path, reason: error.message ?? "\(error)")
    default: return .database(doing: doing, reason: "\(error)")
    }
  }
}
