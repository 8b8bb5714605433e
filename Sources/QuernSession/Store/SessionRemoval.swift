internal import Glibc
internal import QuernSystem
internal import QuernText

// A session goes whole: it gets another name first, and is removed under that one.
extension SessionDirectory {
  /// When anything was last written here, in microseconds since 1970; nil where nothing was.
  var usedAt: Int64? {
    var paths = ["\(path)/alive", "\(path)/exit.json", instanceFile]
    do throws(SessionError) {
      paths += try JournalDisk.real.list(journal).map { "\(journal)/\($0)" }
    } catch {
      return nil
    }
    return paths.compactMap(Self.modifiedAt).max()
  }

  private static func modifiedAt(_ path: String) -> Int64? {
    do throws(SystemError) {
      return try FileStatus.of(path).modifiedNs / 1000
    } catch {
      return nil
    }
  }

  /// Removes the session unless somebody has it, or has used it after a time; the ledger keeps what
  /// it used. False where it stays.
  func collect(unusedSince time: Int64) throws(SessionError) -> Bool {
    guard !isHeldByFrontEnd else { return false }
    let lock: FileHandle
    do throws(SessionError) {
      lock = try takeLock()
    } catch {
      if case .owned = error { return false }
      throw error
    }
    defer { lock.close() }
    guard let usedAt, usedAt <= time else { return false }
    try SessionLedger.takeUp(self)
    try moveAway()
    return true
  }

  /// Whether a prompt or a kernel sits before it, whose worker may sleep.
  var isHeldByFrontEnd: Bool {
    let home = Path.parent(Path.parent(path))
    let name = Path.name(path)
    return ["repl", "kernel"].contains { Self.isLocked("\(home)/\($0)/\(name).lock") }
  }

  private static func isLocked(_ path: String) -> Bool {
    let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0
  }

  /// Removes everything; whoever is killed meanwhile leaves what `Leftovers` knows.
  func moveAway() throws(SessionError) {
    do throws(SystemError) {
      // A session elsewhere belongs to no home.
      guard Path.name(Path.parent(path)) == "sessions" else { return try Disk.real.remove(path) }
      let home = Path.parent(Path.parent(path))
      let away = Leftovers.path(of: self, home: home)
      try Disk.real.makeDirectory(Path.parent(away))
      try Disk.real.rename(path, away)
      try Disk.real.remove(away)
    } catch {
      throw .system(error)
    }
  }

  /// Sessions that were being removed when whoever did it died.
  enum Leftovers {
    private static func folder(_ home: String) -> String { Path.join(home, "removed") }

    static func path(of directory: SessionDirectory, home: String) -> String {
      Path.join(folder(home), "\(Path.name(directory.path)).\(getpid())")
    }

    /// Those that nobody removes any more.
    static func all(_ home: String) throws(SessionError) -> [String] {
      try JournalDisk.real.list(folder(home)).compactMap { name in
        let pid = name.split(separator: ".").last.flatMap { Int32($0) }
        if let pid, pid != getpid(), kill(pid, 0) == 0 || errno == EPERM { return nil }
        return Path.join(folder(home), name)
      }
    }
  }
}
