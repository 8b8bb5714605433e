import Glibc
import QuernPlatform
import QuernSystem
import QuernText
import QuernWire
import Testing

/// The programs themselves: started, killed, replaced.
@Suite(.serialized, .enabled(if: PlatformProcesses.isPossible, "python3 and quern-platform"))
struct ProcessTests {
  private let act = Act(owner: "notebooks/churn.md", token: "t1")

  @Test func deployingServesUpdatesAndStops() throws {
    let processes = try PlatformProcesses()
    let client = try processes.connect()
    let first = try client.deploy(try processes.deployment("churn", "first"), act: act)
    #expect(first.change == .created)
    #expect(first.status == "InService")
    let again = try client.deploy(try processes.deployment("churn", "first"), act: act)
    #expect(again.change == .unchanged)
    let invoker = try processes.invoker()
    #expect(try processes.ask(invoker, "churn").model == "first")
    let second = try client.deploy(try processes.deployment("churn", "second"), act: act)
    #expect(second.change == .updated)
    #expect(try processes.ask(invoker, "churn").model == "second")
    let bad = try client.deploy(try processes.deployment("churn", "bad"), act: act)
    #expect(bad.status == "InService")
    #expect(bad.failureReason?.contains("the model cannot be loaded: bad") == true)
    #expect(try processes.ask(invoker, "churn").model == "second")
    #expect(try client.stop(endpoint: "churn", act: act))
    #expect(try !client.stop(endpoint: "churn", act: act))
    let answer = try invoker.invoke(
      InvokeRequest(endpoint: "churn", contentType: "text/csv", body: []))
    #expect(answer.status == 400)
  }

  @Test func aModelThatCannotBeLoadedFailsWithItsWords() throws {
    let processes = try PlatformProcesses()
    let client = try processes.connect()
    let outcome = try client.deploy(try processes.deployment("e", "bad-file"), act: act)
    #expect(outcome.status == "Failed")
    #expect(outcome.failureReason?.contains("the model cannot be loaded: bad-file") == true)
    // A failed endpoint is replaced by deploying again.
    let next = try client.deploy(try processes.deployment("e", "good"), act: act)
    #expect(next.status == "InService")
  }

  @Test func endpointsServeOnWhenTheControlPlaneIsKilledAndAreAdopted() throws {
    let processes = try PlatformProcesses()
    var client = try processes.connect()
    _ = try client.deploy(try processes.deployment("churn", "first", count: 2), act: act)
    let invoker = try processes.invoker()
    let pids = try Set((0..<8).map { _ in try processes.ask(invoker, "churn").pid })
    #expect(pids.count == 2)
    for round in 0..<3 {
      let pid = Int32(client.hello.pid)
      kill(pid, SIGKILL)
      // While it is gone, and while the next one starts.
      for _ in 0..<20 { #expect(pids.contains(try processes.ask(invoker, "churn").pid)) }
      waitForEnd(of: pid)
      client = try processes.connect()
      #expect(Int32(client.hello.pid) != pid)
      let settled = try client.settled(endpoint: "churn", timeoutMilliseconds: 60_000)
      #expect(settled["EndpointStatus"] == "InService", "round \(round)")
      #expect(pids.contains(try processes.ask(invoker, "churn").pid))
    }
    // The replicas were taken up, not started again.
    let after = try Set((0..<8).map { _ in try processes.ask(invoker, "churn").pid })
    #expect(after == pids)
  }

  @Test func aKilledReplicaIsReplacedAndNoRequestIsLost() throws {
    let processes = try PlatformProcesses()
    let client = try processes.connect()
    _ = try client.deploy(try processes.deployment("churn", "first"), act: act)
    let invoker = try processes.invoker()
    var pid = try processes.ask(invoker, "churn").pid
    for _ in 0..<2 {
      kill(pid, SIGKILL)
      // The request is held until the next replica is ready.
      let next = try processes.ask(invoker, "churn").pid
      #expect(next != pid)
      pid = next
    }
    let settled = try client.settled(endpoint: "churn", timeoutMilliseconds: 60_000)
    #expect(settled["EndpointStatus"] == "InService")
  }

  @Test func aDeploymentThatACrashInterruptsIsFinishedByTheNextControlPlane() throws {
    let processes = try PlatformProcesses()
    for round in 0..<3 {
      var client = try processes.connect()
      let deployment = try processes.deployment("e\(round)", "model\(round)")
      // A token without an owner: what a second try must find done.
      let input = JSONObject([
        ("ModelName", "m\(round)"),
        ("PrimaryContainer", ["ModelDataUrl": .string(deployment.modelPath)]),
      ])
      _ = try client.perform(
        "CreateModel", JSONObject(input.members.map { ($0.key, $0.value) }), act: act)
      _ = try client.perform(
        "CreateEndpointConfig",
        JSONObject([
          ("EndpointConfigName", .string("c\(round)")),
          (
            "ProductionVariants",
            [["VariantName": "A", "ModelName": .string("m\(round)"), "InitialInstanceCount": 2]]
          ),
        ]), act: act)
      _ = try client.perform(
        "CreateEndpoint",
        JSONObject([
          ("EndpointName", .string("e\(round)")), ("EndpointConfigName", .string("c\(round)")),
        ]), act: act)
      let pid = Int32(client.hello.pid)
      kill(pid, SIGKILL)
      waitForEnd(of: pid)
      client = try processes.connect()
      let settled = try client.settled(
        endpoint: "e\(round)", timeoutMilliseconds: 60_000)
      #expect(settled["EndpointStatus"] == "InService")
      #expect(try processes.ask(try processes.invoker(), "e\(round)").model == "model\(round)")
    }
  }

  @Test func aRouterThatIsKilledComesBackAtItsPort() throws {
    let processes = try PlatformProcesses()
    let client = try processes.connect()
    _ = try client.deploy(try processes.deployment("churn", "first"), act: act)
    let before = try #require(processes.pid(of: processes.places.routeSocket))
    kill(before, SIGKILL)
    waitForEnd(of: before)
    #expect(try processes.ask(try processes.invoker(), "churn").model == "first")
    let after = try #require(processes.pid(of: processes.places.routeSocket))
    #expect(after != before)
  }

  @Test func aDaemonEndsAtOnceWhenItIsAskedAndASecondOneLeavesTheFirstAlone() throws {
    let processes = try PlatformProcesses()
    let client = try processes.connect()
    var second = Spawn(PlatformProcesses.program, ["quern-platform", "serve"])
    second.environment = HostFacts.environment().merging(
      ["QUERN_HOME": processes.places.home.path]) { $1 }
    let loser = try second.spawn()
    #expect(loser.wait().isSuccess)
    let pid = Int32(client.hello.pid)
    #expect(processes.pid(of: processes.places.controlSocket) == pid)
    let started = Clock.system.monotonicNs()
    kill(pid, SIGTERM)
    waitForEnd(of: pid)
    #expect(Clock.system.monotonicNs() - started < 3_000_000_000)
    #expect(!Disk.real.exists(processes.places.controlSocket))
  }

  @Test(.enabled(if: Boto3.isPresent, "boto3"))
  func unmodifiedBoto3DrivesThePlatform() throws {
    let processes = try PlatformProcesses()
    let client = try processes.connect()
    let one = try processes.home.file("one.json", "first")
    let two = try processes.home.file("two.json", "second")
    let json = try JSON.parse(try Disk.real.read(processes.places.credentials))
    var python = Spawn(
      processes.python, [processes.python, processes.script("drive_platform.py"), one, two])
    python.environment = HostFacts.environment().merging([
      "AWS_ENDPOINT_URL": "http://127.0.0.1:\(client.hello.controlPort)",
      "AWS_ACCESS_KEY_ID": json["accessKeyId"]?.stringValue ?? "",
      "AWS_SECRET_ACCESS_KEY": json["secretAccessKey"]?.stringValue ?? "",
      "AWS_DEFAULT_REGION": json["region"]?.stringValue ?? "",
      "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
    ]) { $1 }
    #expect(try python.spawn().wait().isSuccess)
  }
}

/// Whether the Python of the tests has AWS's client.
enum Boto3 {
  static let isPresent: Bool = {
    guard let python = PlatformProcesses.python else { return false }
    var spawn = Spawn(python, [python, "-c", "import boto3"])
    spawn.standardError = .null
    do {
      return try spawn.spawn().wait().isSuccess
    } catch {
      return false
    }
  }()
}
