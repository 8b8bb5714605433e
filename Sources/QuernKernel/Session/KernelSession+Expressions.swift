internal import QuernSession
internal import QuernSystem
internal import QuernText
internal import QuernValue
internal import QuernWire

// Expressions that a client wants to know after a cell.
extension KernelSession {
  func expressions(_ request: ExecuteRequest) -> JSONObject {
    var answers = JSONObject()
    for (name, code) in request.expressions { answers[name] = expression(code, request) }
    return answers
  }

  func expression(_ code: String, _ request: ExecuteRequest) -> JSON {
    hiddenCount += 1
    let id = "expression-\(hiddenCount)"
    var collected: [Output] = []
    do throws(SessionError) {
      let worker = try open()
      try worker.submit(
        CellSubmission(
          id: id, index: max(1, state.executionCount), source: code, reuse: .never,
          mayAct: false))
      while true {
        guard let message = try worker.nextEvent(timeoutSeconds: 0.25) else {
          if lock.withLock({ isStopping }) { break }
          continue
        }
        guard case .event(let event) = message else {
          if case .ask(let number, _, _, _) = message {
            try worker.answer(question: number, text: nil)
          } else {
            note(message)
          }
          continue
        }
        sequence = max(sequence, event.sequence)
        if case .output(id, let json) = event.body, let output = Self.output(json) {
          collected.append(output)
        }
        if case .finished(let report) = event.body, report.id == id { break }
      }
    } catch {
      drop()
      collected.append(
        .error(ErrorOutput(code: error.code, message: error.message, rendered: error.message)))
    }
    for case .error(let error) in collected {
      return .members([("status", .string("error"))] + CellShow.content(error))
    }
    for case .result(let bundle) in collected {
      return .members([
        ("status", .string("ok")), ("data", bundle.json), ("metadata", .object(JSONObject())),
      ])
    }
    let null = MIMEBundle(plain: "null")
    return .members([
      ("status", .string("ok")), ("data", null.json), ("metadata", .object(JSONObject())),
    ])
  }
}
