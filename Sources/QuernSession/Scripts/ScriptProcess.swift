internal import Glibc
internal import QuernPlan
internal import QuernSystem

/// A script as a process: what it prints is passed on as it comes, and a stop ends it with all of
/// its children.
struct ScriptProcess {
  let command: [String]
  let environment: [String: String]
  let directory: String
  let interrupt: Interrupt
  /// What the files of this folder may hold together.
  var scratch: String
  var scratchByteCount: Int

  /// How it ended, and what it printed.
  struct End {
    var exit: ChildExit
    var log: ScriptLog
    /// Whether it was ended because its files held too much.
    var isScratchFull = false
  }

  /// How often the size of its files is looked at.
  private static let scratchIntervalNs: Int64 = 250_000_000

  /// How often a stop is looked for while the script says nothing.
  private static let pollSeconds = 0.01
  /// From being asked to end until it is killed.
  private static let graceSeconds = 2.0
  /// What is printed is shown at most so often.
  private static let showIntervalNs: Int64 = 50_000_000
  /// For the last words of a script whose children have left its session.
  private static let drainSeconds = 0.2

  private func start(_ writer: FileHandle) throws(SystemError) -> ChildProcess {
    var spawn = Spawn(command[0], command)
    spawn.environment = environment
    spawn.directory = directory
    spawn.standardOutput = .file(writer)
    spawn.standardError = .file(writer)
    // A session of its own: a stop reaches every process that it starts.
    spawn.newSession = true
    spawn.limits = [.init(.core, 0), .init(.fileSize, UInt64(scratchByteCount))]
    // Sent when the evaluator's thread ends, which lasts as long as the worker.
    spawn.parentDeathSignal = SIGKILL
    return try spawn.spawn()
  }

  func run(show: (String) throws -> Void) throws -> End {
    let (output, writer) = try Pipe.make()
    let child = try start(writer)
    writer.close()
    defer { end(child) }
    preferForOutOfMemory(child)
    var log = ScriptLog()
    var shownNs = Clock.system.monotonicNs()
    var isOpen = true
    var sizedNs = shownNs
    var isScratchFull = false
    while !hasEnded(child) {
      do throws(Interrupted) {
        try interrupt.check()
      } catch {
        stop(child)
        throw RuntimeError(error)
      }
      if isScratchFull { continue }
      guard isOpen else {
        if let exit = child.exitDescriptor {
          Poller.waitReadable(exit, timeoutSeconds: Self.pollSeconds)
        } else {
          _ = child.wait(timeoutSeconds: Self.pollSeconds)
        }
        continue
      }
      if Poller.waitReadable(output.descriptor, timeoutSeconds: Self.pollSeconds) {
        isOpen = log.add(try output.read(count: 1 << 16))
      }
      let now = Clock.system.monotonicNs()
      if now - sizedNs >= Self.scratchIntervalNs {
        sizedNs = now
        isScratchFull = FolderSize.bytes(of: scratch) > scratchByteCount
        if isScratchFull { stop(child) }
      }
      if now - shownNs >= Self.showIntervalNs, let text = log.take() {
        shownNs = now
        try show(text)
      }
    }
    // Children that it left behind go with it.
    child.killGroup()
    let exit = child.wait()
    while isOpen, Poller.waitReadable(output.descriptor, timeoutSeconds: Self.drainSeconds) {
      isOpen = log.add(try output.read(count: 1 << 16))
    }
    if let text = log.takeAll() { try show(text) }
    // A file that grew to the limit of all is a full scratch as well.
    isScratchFull = isScratchFull || exit.status == .signalled(signal: SIGXFSZ)
    return End(exit: exit, log: log, isScratchFull: isScratchFull)
  }

  /// Whether it has ended; it is not collected yet, so that its group can still be named.
  private func hasEnded(_ child: ChildProcess) -> Bool {
    guard let exit = child.exitDescriptor else { return child.poll() != nil }
    return Poller.waitReadable(exit, timeoutSeconds: 0)
  }

  /// Asks the whole group to end, and kills it after the grace.
  private func stop(_ child: ChildProcess) {
    child.killGroup(SIGTERM)
    if let exit = child.exitDescriptor {
      Poller.waitReadable(exit, timeoutSeconds: Self.graceSeconds)
    } else {
      _ = child.wait(timeoutSeconds: Self.graceSeconds)
    }
  }

  private func end(_ child: ChildProcess) {
    child.killGroup()
    _ = child.wait()
  }

  /// Where memory runs out, the script is the one to go, not the session's worker.
  private func preferForOutOfMemory(_ child: ChildProcess) {
    do throws(SystemError) {
      try FileHandle.open("/proc/\(child.pid)/oom_score_adj", .append).write(Array("900".utf8))
    } catch {
      // Without the right to say so, the kernel's own choice stands.
    }
  }
}

/// What a script prints: whole lines for showing, and the end of it for keeping.
struct ScriptLog {
  /// Not shown yet.
  private var fresh: [UInt8] = []
  private var kept: [UInt8] = []
  private var droppedByteCount = 0

  /// So much of what was printed is kept, from its end.
  static let keptByteCountMax = 1 << 20
  /// A line that is longer is shown in parts.
  private static let lineByteCountMax = 1 << 16

  /// Takes what was read; false at the end.
  mutating func add(_ bytes: [UInt8]) -> Bool {
    fresh += bytes
    return !bytes.isEmpty
  }

  /// The whole lines that have not been shown.
  mutating func take() -> String? {
    let newline = fresh.lastIndex(of: 10)
    guard newline != nil || fresh.count > Self.lineByteCountMax else { return nil }
    let end = newline.map { $0 + 1 } ?? fresh.count
    let text = Self.shown(fresh[..<end])
    fresh.removeFirst(end)
    keep(text)
    return text
  }

  /// Everything that has not been shown.
  mutating func takeAll() -> String? {
    guard !fresh.isEmpty else { return nil }
    let text = Self.shown(fresh[...])
    fresh = []
    keep(text)
    return text
  }

  private mutating func keep(_ text: String) {
    kept += text.utf8
    guard kept.count > 2 * Self.keptByteCountMax else { return }
    droppedByteCount += kept.count - Self.keptByteCountMax
    kept.removeFirst(kept.count - Self.keptByteCountMax)
  }

  /// What was printed, or its end.
  var text: String {
    let excess = max(0, kept.count - Self.keptByteCountMax)
    let bytes = kept.dropFirst(excess)
    let dropped = droppedByteCount + excess
    let text = String(decoding: bytes, as: UTF8.self)
    return dropped == 0 ? text : "… \(dropped) bytes before this are not kept …\n" + text
  }

  /// The last lines that are not empty.
  func lastLines(_ count: Int) -> [String] {
    String(decoding: kept.suffix(8192), as: UTF8.self).split(separator: "\n")
      .suffix(count).map(String.init)
  }

  /// As a terminal would show it: a progress bar that redraws its line is its last state.
  private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(13) else { return String(decoding: bytes, as: UTF8.self) }
    var lines: [[UInt8]] = []
    for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      let body = line.last == 13 ? line.dropLast() : line
      let last = body.lastIndex(of: 13).map { body[($0 + 1)...] } ?? body
      lines.append(Array(last))
    }
    return String(decoding: Array(lines.joined(separator: [10])), as: UTF8.self)
  }
}
