import QuernNotebook
import QuernSession
import QuernSystem
import QuernText
import QuernWire

// The instance of the session, and what it costs.
extension PromptSession {
  /// The instance on which the session runs, and what holds it there.
  func instance() throws(SessionError) -> String {
    let status = try client().hello.status
    let summary = InstanceType.named(status.instance)?.summary ?? status.instance
    let network = status.isIsolated ? "; no network" : ""
    let shared = isPromised ? "" : ", shared with sessions that named no type"
    return "\(summary)\(shared); memory by \(status.limits)\(network)"
  }

  /// Whether the session was promised the memory of its type.
  private var isPromised: Bool {
    HostPromises(home: options.home.path).all().contains { $0.session == name }
  }

  /// Whether the session runs on another type, or with the network that it must not have.
  func lacks(type: String?, isIsolated: Bool) throws(SessionError) -> Bool {
    let status = try client().hello.status
    return (type != nil && type != status.instance) || (isIsolated && !status.isIsolated)
  }

  /// Moves the session to another instance type (nil: only out of the network): its worker ends
  /// when all is on disk, and another begins there with all names. Where that cannot be had, it
  /// stays where it was.
  func move(to type: String?, isIsolated: Bool = false) throws(SessionError) -> String {
    let client = try client()
    let before = client.hello.status
    guard others.running == nil else {
      throw .refused(code: "instance-busy", message: "a cell of another front end runs here; wait")
    }
    if let type {
      do throws(InstanceError) {
        let resolved = try HostCapacity.current.resolve(type)
        if resolved.name == before.instance, !isIsolated || before.isIsolated {
          return "Already on \(resolved.summary)."
        }
      } catch {
        // Said as a refusal: the prompt goes on where it is.
        throw .refused(code: error.code, message: error.message)
      }
    }
    do throws(SessionError) {
      try client.move(to: type, isIsolated: isIsolated)
    } catch {
      try client.wake()
      throw .refused(
        code: error.code, message: "\(error.message). The session stays on \(before.instance)")
    }
    options.instance = nil
    options.isIsolated = options.isIsolated || isIsolated
    let status = client.hello.status
    let names = status.names.count { $0.name != "_" }
    let summary = InstanceType.named(status.instance)?.summary ?? status.instance
    let network = status.isIsolated ? "; no network" : ""
    return "Now on \(summary); \(names) name\(names == 1 ? "" : "s") kept. "
      + "\(status.limits)\(network)"
  }

  /// What an hour of the instance would cost; nil where no price is known.
  var usdPerHour: Double? {
    opened.flatMap { InstancePrices.find(home: options.home.path)[$0.hello.status.instance] }?
      .usdPerHour
  }

  /// What the session used since it was made.
  func costs() throws(SessionError) -> String {
    _ = try client()
    let uses = try SessionUses(home: options.home.path).all()
      .filter { $0.session == name }
    let prices = InstancePrices.find(home: options.home.path)
    let seconds = uses.reduce(0) { $0 + $1.seconds }
    let idle = uses.reduce(0) { $0 + $1.idleSeconds }
    let priced = uses.compactMap(prices.usd(of:))
    let usd = BudgetAmount.words(priced.reduce(0, +), .usd)
    let aws = priced.isEmpty ? "" : "; at AWS \(usd)"
    return "\(Numbers.seconds(seconds)), of which \(Numbers.seconds(idle)) idle. Free here\(aws)"
  }
}
