import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import QuernOperations
import QuernPlatform
import QuernServer
import QuernSystem
import QuernTesting
import QuernText
import QuernWire
import Testing

/// A home of its own in the temporary directory.
final class ScratchHome: Sendable {
  private let folder = TemporaryFolder()
  let places: PlatformPlaces

  init() throws {
    var environment = HostFacts.environment()
    environment["QUERN_HOME"] = folder.file("home")
    places = PlatformPlaces(home: try HomeDirectory.find(environment: environment))
  }

  deinit {
    do {
      try Disk.real.remove(places.home.runtimeDirectory)
    } catch {
      // What is left lies in the temporary directory.
    }
  }

  var directory: String { folder.path }

  func file(_ name: String, _ text: String) throws -> String {
    let path = directory + "/" + name
    try Disk.real.writeAtomically(path, text: text)
    return path
  }
}

/// The control plane's routes over a platform in memory, without a socket.
struct RouterFixture {
  static let now: Int64 = 1_700_000_000_000_000
  let key = HomeKey(
    accessKeyId: "AKQTEST", secretAccessKey: "secret", account: "000000000000",
    region: "us-east-1")
  let home: ScratchHome
  let platform: Platform
  private let responder: RouterResponder<DoorContext>

  init(
    invoke: @escaping @Sendable (InvokeRequest) -> ReplicaResponse = { _ in
      ReplicaResponse(status: 200)
    }
  ) throws {
    home = try ScratchHome()
    platform = Platform(
      database: try .inMemory(), scope: key.scope,
      modelData: ModelData(directory: home.places.models), clock: { RouterFixture.now },
      deliver: { _ in })
    let routes = ControlRoutes(
      platform: platform, key: key, clock: { RouterFixture.now },
      pool: BlockingPool(threadCountMax: 4), ids: RequestIds { "the-id" }, invoke: invoke)
    responder = routes.router().buildResponder()
  }

  /// What the router answers, without a server.
  struct Answer {
    let status: Int
    let headers: HTTPFields
    let body: String
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = HTTPFields(),
    body: String = ""
  ) async throws -> Answer {
    let request = Request(
      head: HTTPRequest(
        method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers),
      body: RequestBody(buffer: ByteBuffer(string: body)))
    let context = DoorContext(logger: Logger(label: "test"))
    let response = try await responder.respond(to: request, context: context)
    let collected = CollectedBody()
    try await response.body.write(CollectingWriter(collected: collected))
    return Answer(
      status: response.status.code, headers: response.headers, body: collected.text)
  }

  private final class CollectedBody: @unchecked Sendable {
    var text = ""
  }

  private struct CollectingWriter: ResponseBodyWriter {
    let collected: CollectedBody

    mutating func write(_ buffer: ByteBuffer) async throws {
      collected.text += String(buffer: buffer)
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
  }

  /// The headers of a signed request.
  func signed(
    path: String = "/", body: String, target: String? = nil, secret: String? = nil,
    accessKey: String? = nil, region: String = "us-east-1", at time: Int64 = RouterFixture.now,
    further: [(String, String)] = []
  ) -> HTTPFields {
    let instant = Instant(microseconds: time)
    var headers: [(name: String, value: String)] = [
      ("host", "localhost"), ("x-amz-date", instant.basicString),
    ]
    if let target { headers.append(("x-amz-target", "SageMaker.\(target)")) }
    headers += further.map { (name: $0.0, value: $0.1) }
    let request = SigV4.Request(
      method: "POST", path: path, headers: headers, body: Array(body.utf8))
    let credential = SigV4.Credential(
      accessKey: accessKey ?? key.accessKeyId, secretKey: secret ?? key.secretAccessKey,
      region: region, service: "sagemaker")
    headers.append(("authorization", credential.authorization(for: request, at: instant)))
    var fields = HTTPFields()
    for header in headers where header.name != "host" {
      if let name = HTTPField.Name(header.name) { fields[name] = header.value }
    }
    return fields
  }
}

/// A replica on a thread of this process.
final class ThreadReplica: Sendable {
  private let listener: FrameListener

  init(path: String, _ handler: @escaping @Sendable (ReplicaRequest) -> ReplicaResponse) throws {
    try Disk.real.makeDirectory(Path.parent(path))
    let listener = try FrameListener(path: path)
    self.listener = listener
    try PlatformThread.start(name: "replica") {
      do {
        while let connection = try listener.accept() {
          try PlatformThread.start(name: "replica connection") {
            do {
              try ReplicaService.answer(connection, handler)
            } catch {
              Issue.record("\(error)")
            }
          }.detach()
        }
      } catch {
        Issue.record("\(error)")
      }
    }.detach()
    try listener.publish()
  }

  deinit { listener.stop() }

  func stop() { listener.stop() }
}
