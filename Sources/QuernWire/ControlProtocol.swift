package import QuernText

/// What a local client asks the control plane, over its Unix socket: one frame each way.
///
/// The socket lies in a folder of the user's own, so a caller is the user; AWS's callers come
/// through HTTP and sign.
package enum ControlRequest: Sendable, Equatable {
  /// The first message: who are you?
  case hello
  /// One operation of AWS's API by name.
  case operation(name: String, input: JSONObject, act: Act)
  /// DescribeEndpoint, answered when the status is no longer in motion, or the time is over.
  case settled(endpoint: String, milliseconds: Int)
  /// What happened to an endpoint, oldest first.
  case history(endpoint: String)
  /// The last lines of each of an endpoint's replicas.
  case logs(endpoint: String, lineCount: Int)
  /// End. The control plane always does, since replicas and router go on without it; the router
  /// stays while it has endpoints, unless `evenIfBusy`.
  case retire(evenIfBusy: Bool)

  /// The version of these messages.
  package static let protocolVersion = 1

  /// Whether asking twice is the same as asking once.
  var mayBeRepeated: Bool {
    switch self {
    case .hello, .settled, .history, .logs: true
    case .retire: false
    case .operation(let name, _, let act):
      act.owner != nil || act.token != nil || name.hasPrefix("Describe") || name.hasPrefix("List")
    }
  }

  package var frame: Frame {
    var header = JSONObject()
    switch self {
    case .hello:
      header["kind"] = "hello"
      header["protocol"] = .int(Int64(ControlRequest.protocolVersion))
    case .operation(let name, let input, let act):
      header["kind"] = "operation"
      header["operation"] = .string(name)
      header["input"] = .object(input)
      if let owner = act.owner { header["owner"] = .string(owner) }
      if let token = act.token { header["token"] = .string(token) }
      if act.isTakeover { header["takeover"] = true }
    case .settled(let endpoint, let milliseconds):
      header["kind"] = "settled"
      header["endpoint"] = .string(endpoint)
      header["milliseconds"] = .int(Int64(milliseconds))
    case .history(let endpoint):
      header["kind"] = "history"
      header["endpoint"] = .string(endpoint)
    case .logs(let endpoint, let lineCount):
      header["kind"] = "logs"
      header["endpoint"] = .string(endpoint)
      header["lines"] = .int(Int64(lineCount))
    case .retire(let evenIfBusy):
      header["kind"] = "retire"
      header["evenIfBusy"] = .bool(evenIfBusy)
    }
    return Frame(header: header)
  }

  package init(_ frame: Frame) throws(WireError) {
    let header = frame.header
    func text(_ name: String) throws(WireError) -> String {
      guard let value = header[name]?.stringValue else {
        throw .malformed("a control request lacks `\(name)`")
      }
      return value
    }
    switch try text("kind") {
    case "hello": self = .hello
    case "operation":
      guard let input = header["input"]?.objectValue else {
        throw .malformed("a control request lacks `input`")
      }
      self = .operation(
        name: try text("operation"), input: input,
        act: Act(
          owner: header["owner"]?.stringValue, token: header["token"]?.stringValue,
          isTakeover: header["takeover"]?.boolValue ?? false))
    case "settled":
      self = .settled(
        endpoint: try text("endpoint"),
        milliseconds: header["milliseconds"]?.intValue.map { Int($0) } ?? 0)
    case "history": self = .history(endpoint: try text("endpoint"))
    case "logs":
      self = .logs(
        endpoint: try text("endpoint"),
        lineCount: header["lines"]?.intValue.map { Int($0) } ?? 0)
    case "retire": self = .retire(evenIfBusy: header["evenIfBusy"]?.boolValue ?? false)
    case let other: throw .malformed("the control plane has no request of kind `\(other)`")
    }
  }
}

/// Who acts, and how the same act is known again.
package struct Act: Sendable, Equatable {
  /// The notebook whose cell acts; nil for a person at the command line.
  package var owner: String?
  /// Of H(home, notebook, cell key, ordinal): the same act again changes nothing.
  package var token: String?
  /// Another notebook's endpoint may be changed.
  package var isTakeover: Bool

  package init(owner: String? = nil, token: String? = nil, isTakeover: Bool = false) {
    self.owner = owner
    self.token = token
    self.isTakeover = isTakeover
  }

  package static let none = Act()
}

/// The control plane's answer.
package enum ControlResponse: Sendable, Equatable {
  case hello(DaemonHello)
  /// `isUnchanged`: everything was as asked already.
  case output(JSON, isUnchanged: Bool)
  case error(code: String, message: String, status: Int)
  /// Whether the control plane ends now.
  case retiring(Bool)

  package var frame: Frame {
    var header = JSONObject()
    switch self {
    case .hello(let hello): header["hello"] = hello.json
    case .output(let output, let isUnchanged):
      header["output"] = output
      if isUnchanged { header["unchanged"] = true }
    case .error(let code, let message, let status):
      header["error"] = .members([
        ("code", .string(code)), ("message", .string(message)), ("status", .int(Int64(status))),
      ])
    case .retiring(let isRetiring): header["retiring"] = .bool(isRetiring)
    }
    return Frame(header: header)
  }

  package init(_ frame: Frame) throws(WireError) {
    let header = frame.header
    if let json = header["hello"] {
      self = .hello(try DaemonHello(json: json))
    } else if let output = header["output"] {
      self = .output(output, isUnchanged: header["unchanged"]?.boolValue ?? false)
    } else if let error = header["error"] {
      self = .error(
        code: error["code"]?.stringValue ?? "InternalFailure",
        message: error["message"]?.stringValue ?? "",
        status: error["status"]?.intValue.map { Int($0) } ?? 500)
    } else if let isRetiring = header["retiring"]?.boolValue {
      self = .retiring(isRetiring)
    } else {
      throw .malformed("the control plane's answer is of no kind that this program knows")
    }
  }
}

/// What a daemon says of itself.
package struct DaemonHello: Sendable, Equatable {
  package var protocolVersion: Int
  /// Which program runs: its version, size and time of change.
  package var build: String
  package var home: String
  package var bootId: String
  package var pid: Int
  /// Loopback ports; 0 while there is none.
  package var controlPort: Int
  package var routePort: Int

  package init(
    protocolVersion: Int, build: String, home: String, bootId: String, pid: Int,
    controlPort: Int, routePort: Int
  ) {
    self.protocolVersion = protocolVersion
    self.build = build
    self.home = home
    self.bootId = bootId
    self.pid = pid
    self.controlPort = controlPort
    self.routePort = routePort
  }

  package var json: JSON {
    .members([
      ("protocol", .int(Int64(protocolVersion))), ("build", .string(build)),
      ("home", .string(home)), ("bootId", .string(bootId)), ("pid", .int(Int64(pid))),
      ("controlPort", .int(Int64(controlPort))), ("routePort", .int(Int64(routePort))),
    ])
  }

  package init(json: JSON) throws(WireError) {
    func number(_ name: String) -> Int { json[name]?.intValue.map { Int($0) } ?? 0 }
    guard let version = json["protocol"]?.intValue, let home = json["home"]?.stringValue else {
      throw .malformed("a daemon's hello lacks its protocol or home")
    }
    self.init(
      protocolVersion: Int(version), build: json["build"]?.stringValue ?? "", home: home,
      bootId: json["bootId"]?.stringValue ?? "", pid: number("pid"),
      controlPort: number("controlPort"), routePort: number("routePort"))
  }
}
