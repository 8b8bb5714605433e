internal import QuernPlan
internal import QuernREPL
internal import QuernSystem
internal import QuernText
internal import QuernWords

/// The answer to a request: its type and content.
struct Answer {
  var type: String
  var content: [(String, JSON)]

  init(_ type: String, _ content: [(String, JSON)]) {
    self.type = type
    self.content = content
  }

  /// `status: ok`, and what there is to say.
  static func ok(_ type: String, _ content: [(String, JSON)] = []) -> Answer {
    Answer(type, [("status", .string("ok"))] + content)
  }

  static func error(_ type: String, _ name: String, _ message: String) -> Answer {
    Answer(
      type,
      [
        ("status", .string("error")), ("ename", .string(name)), ("evalue", .string(message)),
        ("traceback", .array([])),
      ])
  }
}

extension Kernel {
  /// A request on the shell channel. Cells wait for each other; everything else is answered at
  /// once, while a cell runs too.
  func shell(_ message: KernelMessage) {
    if message.type == "execute_request" {
      let request = ExecuteRequest(message)
      guard let session = subshells.session(message.subshell, main: session) else {
        return serve(message, on: channels.shell) { _ in Self.noSubshell("execute_reply") }
      }
      guard !session.submit(request) else { return }
      return serve(message, on: channels.shell) { _ in
        .error(
          "execute_reply", "queue-full",
          "more than \(KernelLimits.requestCountMax) cells are waiting")
      }
    }
    serve(message, on: channels.shell) { message in
      switch message.type {
      case "kernel_info_request": info()
      case "complete_request": complete(message.content)
      case "inspect_request": inspect(message.content)
      case "is_complete_request": isComplete(message.content)
      case "history_request": history(message.content)
      case "comm_info_request": .ok("comm_info_reply", [("comms", .object(JSONObject()))])
      case "comm_open":
        refuseComm(message)
      case "shutdown_request":
        shutdown(message, on: channels.shell)
      case "interrupt_request": interrupt()
      // Unknown types, and messages of comms that are not there, want no answer.
      default: nil
      }
    }
  }

  /// A request on the control channel, answered while cells run.
  func control(_ message: KernelMessage) {
    serve(message, on: channels.control) { message in
      switch message.type {
      case "kernel_info_request": info()
      case "interrupt_request": interrupt()
      case "shutdown_request": shutdown(message, on: channels.control)
      case "debug_request": debug(message.content)
      case "create_subshell_request": createSubshell()
      case "delete_subshell_request": deleteSubshell(message.content)
      case "list_subshell_request":
        .ok(
          "list_subshell_reply", [("subshell_id", .array(subshells.ids.map { .string($0) }))])
      default: nil
      }
    }
  }

  func stdin(_ message: KernelMessage) {
    guard message.type == "input_reply" else { return }
    session.answer(message.content["value"]?.stringValue ?? "")
  }

  private func serve(
    _ message: KernelMessage, on channel: RouterChannel, _ answer: (KernelMessage) -> Answer?
  ) {
    let parent = RequestParent(message)
    channels.publish.status("busy", parent: parent)
    if let answer = answer(message) {
      channel.reply(
        to: message.identities, answer.type, parent: parent,
        content: JSON.members(answer.content).utf8())
    }
    session.publishIdle(parent)
  }

  private func interrupt() -> Answer {
    interruptAll()
    return .ok("interrupt_reply")
  }

  /// No side of ours speaks through comms: who opens one is told at once.
  private func refuseComm(_ message: KernelMessage) -> Answer? {
    let id = message.content["comm_id"] ?? .string("")
    channels.publish.publish(
      "comm_close", parent: RequestParent(message),
      content: JSON.members([("comm_id", id), ("data", .object(JSONObject()))]).utf8())
    return nil
  }

  /// The reply goes out when the session is in order, and the process ends behind it.
  private func shutdown(_ message: KernelMessage, on channel: RouterChannel) -> Answer? {
    let restarts = message.content["restart"]?.boolValue ?? false
    let parent = RequestParent(message)
    let publish = channels.publish
    let content = JSON.members([("status", .string("ok")), ("restart", .bool(restarts))]).utf8()
    leave(
      Departure(keepsNames: !restarts) {
        publish.publish("shutdown_reply", parent: parent, content: content)
        channel.reply(
          to: message.identities, "shutdown_reply", parent: parent, content: content)
      })
    return nil
  }
}
