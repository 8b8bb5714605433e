package import Hummingbird
package import Logging

/// What goes along with one request through a router: hummingbird's own, and nothing more.
///
/// It can be made without a channel, so that routers are tested without a server. (Hummingbird's
/// test library would bring an HTTP client and BoringSSL into the build.)
package struct DoorContext: RequestContext {
  package var coreContext: CoreRequestContextStorage

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
  }

  package init(logger: Logger) {
    coreContext = CoreRequestContextStorage(source: LoggerSource(logger: logger))
  }

  private struct LoggerSource: RequestContextSource {
    let logger: Logger
  }
}
