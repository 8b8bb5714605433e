internal import Glibc
internal import QuernPlatform
package import QuernSystem
package import QuernWire

/// Sends invocations to replicas: route file → variant → replica → answer.
///
/// It needs no control plane: routes are files, replicas are sockets.
package final class Invoker: Sendable {
  private let routes: RouteTable
  private let replicas: ReplicaConnections
  private let account: String
  private let clock: Clock
  private let ids: RequestIds
  /// Called when an endpoint that should serve has no replica: somebody must restart one.
  private let starved: @Sendable () -> Void

  /// SageMaker's patience with a model.
  package static let modelTimeoutMilliseconds = 60_000
  /// How long a request is held while no replica is ready: a restart takes much less.
  private static let holdMilliseconds: Int64 = 5_000
  private static let holdPauseMilliseconds: Int32 = 2
  /// How long a request is held for an endpoint that is being created: it is told to be in service
  /// a moment before its route is published.
  private static let creatingMilliseconds: Int64 = 1_000
  /// Replicas that may end under one request; a request that ends more is not tried again.
  private static let endedCountMax = 2

  package init(
    places: PlatformPlaces, account: String, clock: Clock = .system, ids: RequestIds = .random,
    starved: @escaping @Sendable () -> Void = {}
  ) {
    routes = RouteTable(files: RouteFiles(places: places))
    replicas = ReplicaConnections(places: places)
    self.account = account
    self.clock = clock
    self.ids = ids
    self.starved = starved
  }

  /// Performs one invocation; every outcome is an answer.
  package func invoke(_ request: InvokeRequest) -> ReplicaResponse {
    let key = request.attributes["x-amzn-sagemaker-inference-id"] ?? ids.next()
    let began = clock.monotonicNs()
    let deadline = began + Invoker.holdMilliseconds * 1_000_000
    var isStarvationTold = false
    var endedCount = 0
    while true {
      let choice: Choice
      do throws(SystemError) {
        choice = try choose(request, key: key)
      } catch {
        return InvocationFailure.broken(request.endpoint, error.message)
      }
      switch choice {
      case .refused(let answer): return answer
      case .creating(let answer):
        guard clock.monotonicNs() < began + Invoker.creatingMilliseconds * 1_000_000 else {
          return answer
        }
        _ = poll(nil, 0, Invoker.holdPauseMilliseconds)
        continue
      case .variant(let variant):
        if let answer = attempt(request, variant, &endedCount) { return answer }
      case .noneReady: break
      }
      // Nobody answered: a restart is on its way, or must be asked for.
      guard clock.monotonicNs() < deadline else {
        return InvocationFailure.noReplica(request.endpoint)
      }
      if !isStarvationTold {
        isStarvationTold = true
        starved()
      }
      _ = poll(nil, 0, Invoker.holdPauseMilliseconds)
    }
  }

  private enum Choice {
    case variant(RouteVariant)
    case refused(ReplicaResponse)
    /// Refused unless it comes into service within a moment.
    case creating(ReplicaResponse)
    case noneReady
  }

  private func choose(_ request: InvokeRequest, key: String) throws(SystemError) -> Choice {
    guard let route = try routes.route(request.endpoint) else {
      return .refused(InvocationFailure.notFound(request.endpoint, account: account))
    }
    guard route.configName != nil else {
      let answer = InvocationFailure.notServing(route.endpoint, status: route.status)
      return route.status == "Creating" ? .creating(answer) : .refused(answer)
    }
    if let target = request.targetVariant {
      guard let variant = route.variants.first(where: { $0.name == target }) else {
        return .refused(
          InvocationFailure.noVariant(target, route.endpoint, has: route.variants.map(\.name)))
      }
      return variant.replicas.isEmpty ? .noneReady : .variant(variant)
    }
    return route.choose(key: key).map { .variant($0) } ?? .noneReady
  }

  /// The answer of the first replica that gives one; nil when none can be reached.
  private func attempt(
    _ request: InvokeRequest, _ variant: RouteVariant, _ endedCount: inout Int
  ) -> ReplicaResponse? {
    let message = ReplicaRequest(
      kind: .invoke, contentType: request.contentType, accept: request.accept,
      attributes: request.attributes, body: request.body)
    for number in replicas.inOrder(variant.replicas) {
      do throws(WireError) {
        let response = try replicas.send(
          message, to: number, timeoutMilliseconds: Invoker.modelTimeoutMilliseconds)
        return finish(response, request, variant)
      } catch {
        switch error {
        case .unreachable, .socket: continue
        case .closed:
          endedCount += 1
          guard endedCount < Invoker.endedCountMax else {
            let words = "the model's process ended while it answered, \(endedCount) times"
            return finish(.failure(500, words), request, variant)
          }
        case .timedOut:
          return InvocationFailure.timeout(
            request.endpoint, seconds: Invoker.modelTimeoutMilliseconds / 1000)
        case .frameTooLarge, .malformed, .unknownMessage, .pathTooLong:
          return InvocationFailure.model(
            .failure(500, error.message), endpoint: request.endpoint)
        }
      }
    }
    return nil
  }

  private func finish(
    _ response: ReplicaResponse, _ request: InvokeRequest, _ variant: RouteVariant
  ) -> ReplicaResponse {
    var answer =
      (200...299).contains(response.status)
      ? response : InvocationFailure.model(response, endpoint: request.endpoint)
    answer.headers["x-amzn-invoked-production-variant"] = variant.name
    return answer
  }
}

/// Routes as last read: a file is read again only when it is another file.
final class RouteTable: Sendable {
  private let files: RouteFiles
  private let lock = Lock()
  private nonisolated(unsafe) var known: [String: (route: Route, file: FileStatus)] = [:]

  init(files: RouteFiles) { self.files = files }

  func route(_ endpoint: String) throws(SystemError) -> Route? {
    guard Self.isName(endpoint), let status = files.status(endpoint) else { return nil }
    if let entry = lock.withLock({ known[endpoint] }), entry.file == status { return entry.route }
    guard let entry = try files.read(endpoint) else { return nil }
    lock.withLock { known[endpoint] = entry }
    return entry.route
  }

  /// Names become file names: only letters, digits and hyphens.
  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 63
      && text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
      }
  }
}

/// Connections to replicas, kept for the next request.
final class ReplicaConnections: Sendable {
  private let places: PlatformPlaces
  private let lock = Lock()
  private nonisolated(unsafe) var idle: [Int: [ReplicaClient]] = [:]
  private nonisolated(unsafe) var outstanding: [Int: Int] = [:]
  private nonisolated(unsafe) var turn = 0

  /// Idle connections that are kept for each replica.
  private static let idleCountMax = 16

  init(places: PlatformPlaces) { self.places = places }

  /// Replicas by requests in flight, fewest first; equals take turns.
  func inOrder(_ numbers: [Int]) -> [Int] {
    if numbers.count < 2 { return numbers }
    return lock.withLock {
      turn &+= 1
      let start = turn % numbers.count
      let turned = numbers[start...] + numbers[..<start]
      return turned.enumerated().sorted {
        let (left, right) = (outstanding[$0.element] ?? 0, outstanding[$1.element] ?? 0)
        return left == right ? $0.offset < $1.offset : left < right
      }.map(\.element)
    }
  }

  /// Sends over a kept connection, or a new one when that turns out to be closed.
  func send(
    _ request: ReplicaRequest, to number: Int, timeoutMilliseconds: Int
  ) throws(WireError) -> ReplicaResponse {
    lock.withLock { outstanding[number, default: 0] += 1 }
    defer {
      lock.withLock {
        let left = (outstanding[number] ?? 1) - 1
        outstanding[number] = left == 0 ? nil : left
      }
    }
    while let client = lock.withLock({ idle[number]?.popLast() }) {
      if client.isStale { continue }
      let response = try client.send(request, timeoutMilliseconds: timeoutMilliseconds)
      keep(client, number)
      return response
    }
    let client: ReplicaClient
    do throws(WireError) {
      client = try ReplicaClient(path: places.replicaSocket(number))
    } catch {
      lock.withLock { idle[number] = nil }
      throw error
    }
    let response = try client.send(request, timeoutMilliseconds: timeoutMilliseconds)
    keep(client, number)
    return response
  }

  private func keep(_ client: ReplicaClient, _ number: Int) {
    lock.withLock {
      if idle[number, default: []].count < ReplicaConnections.idleCountMax {
        idle[number, default: []].append(client)
      }
    }
  }
}
