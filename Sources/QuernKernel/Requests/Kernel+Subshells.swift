internal import QuernSystem
internal import QuernText

/// Sessions beside the kernel's own, in which cells that only look run while its cell trains.
final class Subshells: @unchecked Sendable {
  private let lock = Lock()
  private var byId: [String: KernelSession] = [:]
  private var count = 0

  static let countMax = 16

  var ids: [String] { lock.withLock { byId.keys.sorted() } }
  var all: [KernelSession] { lock.withLock { Array(byId.values) } }

  /// The session that a request is for; nil where there is no such subshell.
  func session(_ id: String?, main: KernelSession) -> KernelSession? {
    guard let id else { return main }
    return lock.withLock { byId[id] }
  }

  /// A new one beside `main`; nil where there are too many.
  func create(beside main: KernelSession) throws(SystemError) -> String? {
    let number = lock.withLock { () -> Int? in
      guard byId.count < Self.countMax else { return nil }
      count += 1
      return count
    }
    guard let number else { return nil }
    let id = "sub-\(number)"
    let session = try main.beside(id)
    try session.start()
    lock.withLock { byId[id] = session }
    return id
  }

  /// Takes one away, to be stopped; nil where it is not there.
  func remove(_ id: String) -> KernelSession? {
    lock.withLock { byId.removeValue(forKey: id) }
  }

  /// Ends all of them.
  func stop() {
    let sessions = lock.withLock { () -> [KernelSession] in
      defer { byId = [:] }
      return Array(byId.values)
    }
    for session in sessions { session.stop(keeps: false) }
  }
}

extension Kernel {
  func createSubshell() -> Answer {
    do throws(SystemError) {
      guard let id = try subshells.create(beside: session) else {
        return .error(
          "create_subshell_reply", "too-many-subshells",
          "more than \(Subshells.countMax) subshells are open")
      }
      return .ok("create_subshell_reply", [("subshell_id", .string(id))])
    } catch {
      return .error("create_subshell_reply", "subshell", error.message)
    }
  }

  func deleteSubshell(_ content: JSON) -> Answer {
    guard let id = content["subshell_id"]?.stringValue, let session = subshells.remove(id) else {
      return Self.noSubshell("delete_subshell_reply")
    }
    do throws(SystemError) {
      // Its cell may take a moment to end, and others must not wait for that.
      try PlatformThread.start(name: "quern-subshell") { session.stop(keeps: false) }.detach()
    } catch {
      session.stop(keeps: false)
    }
    return .ok("delete_subshell_reply")
  }

  static func noSubshell(_ reply: String) -> Answer {
    .error(reply, "no-subshell", "there is no such subshell; list_subshell_request names them")
  }
}
