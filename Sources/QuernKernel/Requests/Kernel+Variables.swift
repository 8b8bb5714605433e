internal import QuernPlan
internal import QuernREPL
internal import QuernTable
internal import QuernText
internal import QuernWire

// As much of the debug adapter protocol as shows variables: there is nothing to step through in a
// cell, but JupyterLab's panel of tables, models and values is fed by it.
extension Kernel {
  func debug(_ content: JSON) -> Answer {
    let command = content["command"]?.stringValue ?? ""
    let arguments = content["arguments"] ?? .null
    var body = JSONObject()
    var problem: String?
    switch command {
    case "debugInfo": body = Self.debugInfo
    case "initialize": body = JSONObject([("supportsSetVariable", .bool(false))])
    case "attach", "disconnect", "terminate", "configurationDone", "copyToGlobals": break
    case "threads": body["threads"] = .array([])
    case "stackTrace": body = JSONObject([("stackFrames", .array([])), ("totalFrames", .int(0))])
    case "scopes": body["scopes"] = .array([])
    case "setBreakpoints": body["breakpoints"] = .array([])
    case "dumpCell": body["sourcePath"] = .string("")
    case "inspectVariables": body["variables"] = .array(variables)
    case "variables": body["variables"] = .array(parts(arguments["variablesReference"]))
    case "richInspectVariables":
      let name = arguments["variableName"]?.stringValue ?? ""
      let manual = Explanation(names: session.settledNames, registry: .init([]))
      guard let text = manual.text(of: name, isFull: true) else {
        problem = "there is no name `\(name)`"
        break
      }
      body["data"] = .members([("text/plain", .string(text))])
      body["metadata"] = .object(JSONObject())
    default: problem = "`\(command)` is not supported: cells cannot be stepped through"
    }
    var answer: [(String, JSON)] = [
      ("type", .string("response")), ("request_seq", content["seq"] ?? .int(0)),
      ("seq", .int(0)), ("success", .bool(problem == nil)), ("command", .string(command)),
      ("body", .object(body)),
    ]
    if let problem { answer.append(("message", .string(problem))) }
    return Answer("debug_reply", answer)
  }

  private static let debugInfo = JSONObject([
    ("isStarted", .bool(true)), ("hashMethod", .string("Murmur2")), ("hashSeed", .int(0)),
    ("tmpFilePrefix", .string("/tmp/quern-")), ("tmpFileSuffix", .string(".qn")),
    ("breakpoints", .array([])), ("stoppedThreads", .array([])), ("richRendering", .bool(true)),
    ("exceptionPaths", .array([])), ("copyToGlobals", .bool(false)),
  ])

  private var variables: [JSON] {
    session.settledNames.all.enumerated().map { place, known in
      let hasParts = !known.columns.isEmpty || !known.members.isEmpty
      return Self.variable(
        known.name, known.type, known.summary.isEmpty ? known.type : known.summary,
        reference: hasParts ? place + 1 : 0)
    }
  }

  /// Columns of a table, fields of a record: references are places in the list of names.
  private func parts(_ reference: JSON?) -> [JSON] {
    let all = session.settledNames.all
    guard let place = reference?.intValue, place >= 1, place <= all.count else { return [] }
    let known = all[Int(place) - 1]
    return known.columns.map { column in
      var value = column.type.name
      if let share = column.missingShare, share > 0 { value += " · \(Completer.missing(share))" }
      return Self.variable(".\(column.name)", column.type.name, value, reference: 0)
    } + known.members.map { Self.variable(".\($0.name)", $0.type, $0.type, reference: 0) }
  }

  private static func variable(
    _ name: String, _ type: String, _ value: String, reference: Int
  ) -> JSON {
    .members([
      ("name", .string(name)), ("value", .string(value)), ("type", .string(type)),
      ("evaluateName", .string(name)), ("variablesReference", .int(Int64(reference))),
    ])
  }
}
