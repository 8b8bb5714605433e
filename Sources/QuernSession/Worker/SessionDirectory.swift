internal import Glibc
internal import QuernSystem
internal import QuernText

/// The files of one session: `HOME/sessions/ID`.
///
///     lock          held by the worker that owns the session
///     journal/      what happened (`JournalRecord`), and the snapshot before its newest segment
///     exit.json     how the last worker ended
///     alive         its time is when the worker was last seen
///     instance.json what the instance is to be (`InstanceRecord`)
package struct SessionDirectory: Sendable, Hashable {
  package let path: String

  package init(path: String) {
    self.path = path
  }

  package var journal: String { "\(path)/journal" }
  package var instanceFile: String { "\(path)/instance.json" }
  /// Scripts of the instance's lifecycle, and what they printed.
  package var hooksFolder: String { "\(path)/hooks" }
  /// What a script of the lifecycle printed at its last run.
  package func log(of hook: LifecycleHook) -> String { "\(hooksFolder)/\(hook.rawValue).log" }
  /// What lifecycle scripts leave; it stays over stops and starts.
  package var volume: String { "\(path)/volume" }
  package var exitFile: String { "\(path)/exit.json" }
  var lockFile: String { "\(path)/lock" }
  /// Touched by the shim as long as the worker lives.
  private var aliveFile: String { "\(path)/alive" }

  /// When the shim last saw the worker alive, in microseconds since 1970; nil where none has.
  package var aliveAt: Int64? {
    do throws(SystemError) {
      return try Disk.real.status(aliveFile).modifiedNs / 1000
    } catch {
      return nil
    }
  }

  /// Says that the worker lives.
  func markAlive() {
    let descriptor = Glibc.open(aliveFile, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    futimens(descriptor, nil)
    close(descriptor)
  }

  /// The lock of the session, for as long as the handle lives.
  func takeLock() throws(SessionError) -> FileHandle {
    do throws(SystemError) {
      while true {
        try Disk.real.makeDirectory(path)
        let handle = try FileHandle.open(lockFile, .readWrite, permissions: 0o600)
        guard try handle.tryLock() else { break }
        // Between opening and locking it the session may have been removed.
        if try isStill(handle) { return handle }
      }
    } catch {
      throw .system(error)
    }
    throw .owned(directory: path)
  }

  private func isStill(_ handle: FileHandle) throws(SystemError) -> Bool {
    let ours = try handle.status()
    do throws(SystemError) {
      let named = try FileStatus.of(lockFile)
      return ours.device == named.device && ours.inode == named.inode
    } catch {
      if error.isAbsence { return false }
      throw error
    }
  }

  /// Whether a worker owns the session now.
  package var isOwned: Bool {
    let descriptor = Glibc.open(lockFile, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0
  }

  /// Waits until the worker that has said its last word is gone.
  package func awaitRelease() {
    for _ in 0..<2_000 {
      guard isOwned else { return }
      usleep(1_000)
    }
  }

  /// Removes the session, which no worker may own; the ledger keeps what it used.
  package func remove() throws(SessionError) {
    let lock = try takeLock()
    defer { lock.close() }
    try SessionLedger.takeUp(self)
    try moveAway()
  }

  /// Removes a session that was there for once, whose worker may just be ending; the ledger keeps
  /// what it used.
  package func discard() throws(SessionError) {
    try SessionLedger.takeUp(self)
    do throws(SystemError) {
      try Disk.real.remove(path)
    } catch {
      throw .system(error)
    }
  }

  /// Removes what earlier workers left, the lock excepted; the ledger keeps what they used.
  func forget(_ disk: JournalDisk) throws(SessionError) {
    try SessionLedger.takeUp(self)
    for name in try disk.list(journal) { try disk.remove("\(journal)/\(name)") }
    try disk.remove(exitFile)
  }

  /// Listens under a name of the session's own.
  func listen(runtime: String) throws(SystemError) -> UnixListener {
    let visible = socketPath(runtime: runtime)
    let temporary = "\(visible).\(getpid())"
    unlink(temporary)
    let listener = try UnixSocket.listen(temporary)
    listener.setNonblocking()
    guard rename(temporary, visible) == 0 else {
      throw .socket(path: visible, operation: "name", errno: errno)
    }
    return listener
  }

  /// Takes the socket's name away; who is connected stays so.
  func withdraw(runtime: String) { unlink(socketPath(runtime: runtime)) }

  /// Where the worker of this session listens, if there is one.
  package func socketPath(runtime: String) -> String {
    Path.join(runtime, "s-\(SHA256.hash(path).hex.prefix(16)).sock")
  }

  /// How the last worker ended; nil where its shim has not said.
  package func exitRecord(_ disk: JournalDisk = .real) -> ExitRecord? {
    do {
      return ExitRecord(json: try JSON.parse(disk.read(exitFile)))
    } catch {
      return nil
    }
  }

  /// As `exitRecord`, waiting a moment for the shim to write it; nil where it has other news.
  func awaitExit(ofPid pid: Int?) -> ExitRecord? {
    // The memory of a large worker takes its time to go.
    for _ in 0..<150 {
      if let record = exitRecord(), pid == nil || record.pid == pid { return record }
      usleep(10_000)
    }
    return nil
  }
}
