package import QuernSystem
package import QuernText

/// Where a kernel's clients find it: what the client wrote before it started the kernel.
///
/// Source: jupyter_client, "Connection files".
package struct ConnectionFile: Sendable, Hashable {
  package enum Transport: String, Sendable, Hashable {
    case tcp
    case ipc
  }

  package var transport: Transport
  package var address: String
  package var key: [UInt8]
  package var shellPort: Int
  package var controlPort: Int
  package var stdinPort: Int
  package var iopubPort: Int
  package var heartbeatPort: Int
  /// Z85 text of CurveZMQ's server key; nil where traffic is not encrypted.
  package var curveSecretKey: String?

  package static func read(
    _ path: String, disk: Disk = .real
  ) throws(SystemError) -> ConnectionFile {
    let json: JSON
    do {
      json = try JSON.parse(try disk.read(path))
    } catch let error as SystemError {
      throw error
    } catch let error as JSONError {
      throw .malformed(path: path, reason: error.description)
    } catch {
      throw .malformed(path: path, reason: "it cannot be read")
    }
    return try ConnectionFile(json, path: path)
  }

  package init(_ json: JSON, path: String) throws(SystemError) {
    func fail(_ reason: String) -> SystemError { .malformed(path: path, reason: reason) }
    func port(_ name: String) throws(SystemError) -> Int {
      guard let number = json[name]?.intValue, (1...65_535).contains(number) else {
        throw fail("`\(name)` must be a port from 1 to 65535")
      }
      return Int(number)
    }
    guard json.objectValue != nil else { throw fail("a connection file holds a JSON object") }
    let name = json["transport"]?.stringValue ?? "tcp"
    guard let transport = Transport(rawValue: name) else {
      throw fail("there is no transport `\(name)`: tcp and ipc are known")
    }
    self.transport = transport
    address = json["ip"]?.stringValue ?? (transport == .tcp ? "127.0.0.1" : "kernel-ipc")
    let scheme = json["signature_scheme"]?.stringValue ?? "hmac-sha256"
    guard scheme == "hmac-sha256" else {
      throw fail("messages signed by `\(scheme)` are not known: hmac-sha256 is")
    }
    key = Array((json["key"]?.stringValue ?? "").utf8)
    shellPort = try port("shell_port")
    controlPort = try port("control_port")
    stdinPort = try port("stdin_port")
    iopubPort = try port("iopub_port")
    heartbeatPort = try port("hb_port")
    curveSecretKey = json["curve_secretkey"]?.stringValue
  }

  /// As libzmq takes it.
  package func endpoint(_ port: Int) -> String {
    switch transport {
    case .tcp: "tcp://\(address):\(port)"
    case .ipc: "ipc://\(address)-\(port)"
    }
  }
}
