internal import HTTPTypes
package import Hummingbird
internal import HummingbirdCore
package import QuernWire

/// The data plane over HTTP.
package struct DataRoutes: Sendable {
  private let routes: InvocationRoutes

  package init(
    key: HomeKey, clock: @escaping @Sendable () -> Int64, pool: BlockingPool,
    ids: RequestIds = .random, invoke: @escaping @Sendable (InvokeRequest) -> ReplicaResponse
  ) {
    routes = InvocationRoutes(
      doorkeeper: Doorkeeper(key: key, clock: clock), pool: pool, ids: ids, invoke: invoke)
  }

  package func router() -> Router<DoorContext> {
    let router = Router(context: DoorContext.self)
    router.get("/ping") { _, _ in Response(status: .ok) }
    routes.add(to: router)
    return router
  }
}
