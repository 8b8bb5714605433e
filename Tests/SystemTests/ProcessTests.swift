import Glibc
import QuernSystem
import QuernTesting
import Testing

@Suite struct ProcessTests {
  /// A shell script's output and end.
  private func run(
    _ script: String, _ configure: (inout Spawn) -> Void = { _ in }
  ) throws -> (output: String, exit: ChildExit) {
    let pipe = try Pipe.make()
    var spawn = Spawn("/bin/sh", ["sh", "-c", script])
    spawn.standardOutput = .file(pipe.write)
    configure(&spawn)
    let child = try spawn.spawn()
    pipe.write.close()
    var output: [UInt8] = []
    while true {
      let piece = try pipe.read.read(count: 4_096)
      if piece.isEmpty { break }
      output += piece
    }
    return (String(decoding: output, as: UTF8.self), child.wait())
  }

  @Test func aChildGetsItsArgumentsEnvironmentAndDirectory() throws {
    let directory = TemporaryFolder()
    let (output, exit) = try run(#"echo "$A|$HOME|$(pwd)|$0"; exit 3"#) { spawn in
      spawn.environment = ["A": "1 = 2", "PATH": "/usr/bin:/bin"]
      spawn.directory = directory.path
    }
    let real = Path.resolved(directory.path) ?? ""
    #expect(output == "1 = 2||\(real)|sh\n")
    #expect(exit.status == .exited(code: 3))
    #expect(exit.code == 3)
    #expect(exit.message == "exited with 3")
    #expect(exit.peakBytes > 0)
  }

  @Test func aChildHasNoDescriptorsBesidesThoseGiven() throws {
    let spare = try Pipe.make()
    let inner = try Pipe.make()
    let (output, _) = try run("ls /proc/self/fd | tr '\\n' ' '; cat <&7") { spawn in
      // 7 is not reachable by a plain chain of moves: it may be somebody's source.
      spawn.descriptors = [
        .init(inner.read, to: 7), .init(spare.read, to: 4),
      ]
      do {
        try inner.write.write(Array("seven".utf8))
      } catch {
        Issue.record("\(error)")
      }
      inner.write.close()
    }
    // `ls` itself has the directory open, at the first free number: 3.
    #expect(output == "0 1 2 3 4 7 seven")
  }

  @Test func descriptorsMayChangePlaces() throws {
    let first = try Pipe.make()
    let second = try Pipe.make()
    try first.write.write(Array("first".utf8))
    try second.write.write(Array("second".utf8))
    first.write.close()
    second.write.close()
    // Each is wanted where the other one is.
    let (a, b) = (first.read.descriptor, second.read.descriptor)
    let (output, _) = try run("cat /proc/self/fd/\(b); cat /proc/self/fd/\(a)") { spawn in
      spawn.descriptors = [.init(from: a, to: b), .init(from: b, to: a)]
    }
    #expect(output == "firstsecond")
  }

  @Test func whatCannotStartSaysWhy() {
    let error = #expect(throws: SystemError.self) {
      try Spawn("/no/such/program", ["x"]).spawn()
    }
    #expect(
      error?.message
        == "cannot start /no/such/program (exec): No such file or directory")
    var lost = Spawn("/bin/true", ["true"])
    lost.directory = "/no/such/directory"
    #expect(
      throws: SystemError.process(
        executable: "/bin/true", operation: "its directory", errno: ENOENT)
    ) { try lost.spawn() }
    var closed = Spawn("/bin/true", ["true"])
    closed.descriptors = [.init(from: 9_999, to: 5)]
    #expect(throws: SystemError.self) { try closed.spawn() }
  }

  @Test func aChildCanBeKilledPolledAndWaitedFor() throws {
    var spawn = Spawn("/bin/sleep", ["sleep", "1000"])
    spawn.newSession = true
    let child = try spawn.spawn()
    #expect(child.poll() == nil)
    #expect(child.wait(timeoutSeconds: 0.001) == nil)
    let identity = try #require(child.identity)
    #expect(identity.isRunning)
    #expect(child.killGroup(SIGTERM))
    let exit = child.wait()
    #expect(exit.status == .signalled(signal: SIGTERM))
    #expect(exit.message == "was killed by SIGTERM")
    #expect(exit.code == 143)
    #expect(child.wait() == exit)
    #expect(child.poll() == exit)
    #expect(!child.kill(SIGKILL), "its pid may be another's by now")
    #expect(!identity.isRunning)
  }

  @Test func theExitDescriptorTellsTheEnd() throws {
    let child = try Spawn("/bin/true", ["true"]).spawn()
    guard let descriptor = child.exitDescriptor else { return }
    #expect(Poller.waitReadable(descriptor, timeoutSeconds: 60))
    #expect(child.poll()?.isSuccess == true)
  }

  @Test func signalsBlockedOrHandledHereAreFreshInTheChild() throws {
    signal(40, SIG_IGN)
    defer { signal(40, SIG_DFL) }
    let (output, _) = try run("") { spawn in
      spawn.executable = "/bin/cat"
      spawn.arguments = ["cat", "/proc/self/status"]
    }
    let lines = output.split(separator: "\n")
    #expect(lines.contains("SigBlk:\t0000000000000000"))
    let ignored = lines.first { $0.hasPrefix("SigIgn:") }.flatMap {
      UInt64($0.dropFirst(8), radix: 16)
    }
    // 32 and 33 are the C library's own.
    #expect(ignored.map { $0 & ~(3 << 31) } == 0)
  }

  @Test func aSessionOfItsOwnHasItsOwnNumber() throws {
    let (output, _) = try run("cut -d' ' -f1,5,6 /proc/$$/stat") { $0.newSession = true }
    let numbers = output.split(whereSeparator: \.isWhitespace)
    #expect(numbers.count == 3 && Set(numbers).count == 1, "\(output)")
  }

  @Test func limitsAndAffinityHoldInTheChild() throws {
    let (output, _) = try run("ulimit -d; ulimit -c; grep -c . /proc/self/status; nproc") { spawn in
      spawn.limits = [.init(.data, 100 << 20), .init(.core, 0)]
      spawn.cpuCount = 1
      spawn.cpuFirst = 1
    }
    let lines = output.split(separator: "\n")
    #expect(lines.first == "\((100 << 20) / 1_024)")
    #expect(lines.dropFirst().first == "0")
    #expect(lines.last == "1")
  }

  @Test func anIdentityReadsBackAndKnowsAnotherProcess() throws {
    let own = ProcessIdentity.own
    #expect(own.isRunning)
    #expect(own.pid == getpid())
    #expect(ProcessIdentity(text: own.text) == own)
    #expect(ProcessIdentity(text: "x:1") == nil)
    let other = ProcessIdentity(
      bootId: own.bootId, pid: own.pid, startTicks: own.startTicks + 1)
    #expect(!other.isRunning)
    #expect(!other.kill(0))
    #expect(!ProcessIdentity(bootId: "b", pid: own.pid, startTicks: own.startTicks).isRunning)
    #expect(ProcessIdentity.of(0) == nil)
    #expect(ProcessIdentity.residentBytes(ofPid: own.pid).map { $0 > 1 << 20 } == true)
  }

  @Test func anInstanceCannotTakeMoreMemoryThanItHas() throws {
    let limit = 64 << 20
    let limits = InstanceLimits.prepare(
      name: "test-\(getpid())", memoryBytes: limit, cpuCount: 1)
    defer { limits.remove() }
    #expect(limits.means != .none)
    // `head` of a line without an end keeps all of it: 200 MiB do not fit, 1 MiB does.
    func take(_ mebibytes: Int) throws -> ChildExit {
      try run(
        "head -c \(mebibytes << 20) /dev/zero | tail -n 1 | wc -c; exit ${PIPESTATUS:-0}"
      ) { spawn in
        spawn.executable = "/bin/bash"
        spawn.arguments = ["bash", "-c", "set -o pipefail; " + spawn.arguments[2]]
        spawn.standardError = .null
        limits.apply(to: &spawn)
      }.exit
    }
    #expect(try take(1).isSuccess)
    #expect(try !take(200).isSuccess, "by \(limits.means.description)")
    if case .controlGroup = limits.means {
      #expect(limits.memoryKills() ?? 1 >= 1)
      #expect(limits.usedBytes() != nil)
    }
  }

  @Test func aWriteThatNobodyReadsIsAnError() throws {
    Signals.ignoreBrokenPipes()
    let pipe = try Pipe.make()
    pipe.read.close()
    let error = #expect(throws: SystemError.self) { try pipe.write.write([1]) }
    #expect(error?.errno == EPIPE)
  }

  @Test func hostFactsAreThere() {
    #expect(HostFacts.cpuCount >= 1)
    #expect(HostFacts.memoryBytes > 64 << 20)
    #expect(HostFacts.bootId.utf8.count == 36)
    #expect(!HostFacts.hostName.isEmpty)
    #expect(HostFacts.executablePath.hasPrefix("/"))
    #expect(HostFacts.environment()["PATH"] == HostFacts.environment("PATH"))
  }
}
