import Glibc
import QuernPlatform
import QuernSystem
import QuernText
import QuernWire
import Testing

/// The real program in a home of its own, with replicas that tell who they are.
final class PlatformProcesses {
  let home: ScratchHome
  let python: String
  static let program = Path.join(Path.parent(HostFacts.executablePath), "quern-platform")

  /// The interpreter of the fake replica: what the test command names, else the system's.
  static let python: String? = {
    if let named = HostFacts.environment("QUERN_PYTHON"), Disk.real.exists(named) { return named }
    return ["/usr/bin/python3", "/usr/local/bin/python3"].first { Disk.real.exists($0) }
  }()

  /// Whether the programs that these tests run are there.
  static var isPossible: Bool { python != nil && Disk.real.exists(program) }

  private static let script = Path.join(Path.parent(Path.parent(#filePath)), "python")

  init() throws {
    home = try ScratchHome()
    python = try #require(PlatformProcesses.python)
    // Inherited by the daemons that this process starts; the same value in every test.
    setenv("QUERN_REPLICA_COMMAND", "\(python) \(PlatformProcesses.script)/fake_replica.py", 1)
  }

  deinit { end() }

  var places: PlatformPlaces { home.places }

  func script(_ name: String) -> String { Path.join(PlatformProcesses.script, name) }

  func connect() throws -> PlatformClient {
    try PlatformClient.connect(places: places, program: PlatformProcesses.program)
  }

  func invoker() throws -> InvokeClient {
    try InvokeClient.connect(places: places, program: PlatformProcesses.program)
  }

  /// A deployment of a model with this text.
  func deployment(_ endpoint: String, _ text: String, count: Int = 1) throws -> Deployment {
    Deployment(
      endpoint: endpoint, modelPath: try home.file("\(text).json", text),
      modelDigest: SHA256.hash(text), instanceCount: count)
  }

  /// What the endpoint answers: the replica's pid and its model's text.
  func ask(_ client: InvokeClient, _ endpoint: String) throws -> (pid: Int32, model: String) {
    let answer = try client.invoke(
      InvokeRequest(endpoint: endpoint, contentType: "text/csv", body: Array("1".utf8)))
    let text = String(decoding: answer.body, as: UTF8.self)
    try #require(answer.status == 200, "\(text)")
    let words = text.split(separator: " ")
    return (try #require(Int32(words[0])), String(words[1]))
  }

  /// Kills whatever of this home still runs.
  private func end() {
    for socket in [places.controlSocket, places.routeSocket] {
      if let pid = pid(of: socket) { kill(pid, SIGKILL) }
    }
    do {
      for name in try Disk.real.list(places.replicas) {
        ReplicaFolder(path: places.replicas + "/" + name).identity()?.shim.kill(SIGKILL)
      }
    } catch {
      // No replica was ever started.
    }
  }

  func pid(of socket: String) -> Int32? {
    do throws(WireError) {
      let connection = try FrameConnection.connect(path: socket)
      try connection.send(ControlRequest.hello.frame)
      guard let frame = try connection.receive(timeoutMilliseconds: 10_000),
        case .hello(let hello) = try ControlResponse(frame)
      else { return nil }
      return Int32(hello.pid)
    } catch {
      return nil
    }
  }
}

/// Waits for the end of a process that is no child of this one.
func waitForEnd(of pid: Int32) {
  guard let identity = ProcessIdentity.of(pid) else { return }
  while identity.isRunning { sched_yield() }
}
