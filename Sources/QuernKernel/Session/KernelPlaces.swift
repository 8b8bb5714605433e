internal import Glibc
internal import QuernNotebook
internal import QuernSystem
internal import QuernText
internal import QuernWire

/// Where a kernel's session lives, and of which notebook it is.
struct KernelPlaces {
  let home: HomeDirectory
  let directory: String
  /// Whether the user named the session: it outlives a shutdown.
  let isNamed: Bool
  /// The notebook's file; nil where no server told of one.
  let notebook: String?
  let settings: SessionSettings
  let instance: String?
  /// Whether it has no network.
  let isIsolated: Bool
  /// Held while the kernel lives.
  private let lock: FileHandle

  /// What the kernel was running, for one that takes its place.
  var stateFile: String { Path.join(directory, "kernel.json") }
  var historyFile: String { home.file("kernel/history") }

  /// The session of the name that was given, of the notebook that the server tells of, or of the
  /// connection file, which a restarted kernel shares with the one before.
  static func find(_ options: KernelOptions) throws(SystemError) -> KernelPlaces {
    let home = try HomeDirectory.find()
    let folder = home.file("kernel")
    try Disk.real.makeDirectory(folder)
    let working = Path.workingDirectory()
    let told = HostFacts.environment("QUERN_SESSION").flatMap { $0.isEmpty ? nil : $0 }
    let given = options.session ?? told
    let notebook = notebook(from: working)
    let subject = given ?? notebook ?? Path.absolute(options.connectionFile)
    let name = given ?? "jupyter-\(SHA256.hash(subject).short)"
    // Kernels that start at once look at each other's locks one after the other.
    let turn = try takeTurn(in: folder)
    defer { turn?.close() }
    for number in 1...kernelCountMax {
      let own = number == 1 ? name : "\(name)-\(number)"
      let path = Path.join(folder, "\(own).lock")
      guard let lock = try takeLock(path) else {
        if given != nil {
          throw .malformed(
            path: home.file("sessions/\(own)"), reason: "another kernel has this session now")
        }
        continue
      }
      if turn != nil { sweep(folder, except: path) }
      let facts = facts(notebook)
      return KernelPlaces(
        home: home, directory: home.file("sessions/\(own)"), isNamed: given != nil,
        notebook: notebook,
        settings: SessionSettings(
          folder: working, notebook: notebook ?? given ?? "jupyter", seed: facts.seed,
          idleSeconds: facts.idleSeconds, budget: facts.budget),
        instance: options.instance ?? facts.instance,
        isIsolated: facts.isIsolated ?? false, lock: lock)
    }
    throw .malformed(
      path: folder, reason: "more than \(kernelCountMax) kernels run for \(subject)")
  }

  /// The lock, or nil where another kernel has it.
  private static func takeLock(_ path: String) throws(SystemError) -> FileHandle? {
    while true {
      let lock = try FileHandle.open(path, .readWrite, permissions: 0o600)
      guard try lock.tryLock() else { return nil }
      // A kernel that ended in order has taken its file away between opening and locking it.
      if try lock.status().inode == inode(path) { return lock }
    }
  }

  /// Nil where others have taken too long.
  private static func takeTurn(in folder: String) throws(SystemError) -> FileHandle? {
    let turn = try FileHandle.open(
      Path.join(folder, "turn"), .readWrite, permissions: 0o600)
    for _ in 0..<turnMillisecondsMax {
      if try turn.tryLock() { return turn }
      usleep(1_000)
    }
    turn.close()
    return nil
  }

  /// Takes away what killed kernels have left: locks that nobody holds.
  private static func sweep(_ folder: String, except own: String) {
    do throws(SystemError) {
      let names = try Disk.real.list(folder).filter { $0.hasSuffix(".lock") }
      for name in names.prefix(sweptCountMax) {
        let path = Path.join(folder, name)
        guard path != own, let lock = try takeLock(path) else { continue }
        try withExtendedLifetime(lock) { () throws(SystemError) in try Disk.real.remove(path) }
      }
    } catch {
      // The next kernel tries again; until then they take up a line in a folder.
      return
    }
  }

  private static func inode(_ path: String) -> UInt64 {
    do throws(SystemError) {
      return try FileStatus.of(path).inode
    } catch {
      return 0
    }
  }

  /// Leaves nothing of a session that is gone.
  func leave() throws(SystemError) { try Disk.real.remove(lock.path) }

  /// Of a session beside this one, which looks at its names.
  func beside(_ id: String) -> KernelPlaces {
    KernelPlaces(
      home: home, directory: "\(directory)-\(id)", isNamed: false, notebook: nil,
      settings: settings, instance: instance, isIsolated: isIsolated, lock: lock)
  }

  private static let kernelCountMax = 64
  /// How long a kernel waits for others that start.
  private static let turnMillisecondsMax = 500
  /// Locks that are looked at in one start.
  private static let sweptCountMax = 256

  /// The notebook's path as jupyter_server tells it; nil under other clients.
  private static func notebook(from folder: String) -> String? {
    guard let name = HostFacts.environment("JPY_SESSION_NAME"), name.hasSuffix(".ipynb") else {
      return nil
    }
    let path = Path.absolute(name, from: folder)
    if Disk.real.exists(path) { return path }
    // The server's root may be elsewhere; the kernel is started in the notebook's folder.
    let beside = Path.join(folder, Path.name(name))
    return Disk.real.exists(beside) ? beside : path
  }

  /// What the notebook's front matter says of its session.
  private static func facts(_ notebook: String?) -> FrontMatter {
    guard let notebook else { return FrontMatter() }
    do {
      return try Notebook.read(try Disk.real.read(notebook), path: notebook).frontMatter
    } catch {
      // A new notebook may not be on disk yet.
      return FrontMatter()
    }
  }
}
