internal import QuernSystem

/// The sockets of a kernel, all bound before anything else begins.
final class KernelChannels: Sendable {
  let context: ZMQContext
  let shell: RouterChannel
  let control: RouterChannel
  let stdin: RouterChannel
  let publish: PublishChannel
  let heartbeat: Heartbeat

  init(_ file: ConnectionFile, codec: MessageCodec, clock: Clock) throws(SystemError) {
    let context = try ZMQContext()
    self.context = context
    func router(_ name: String, _ port: Int) throws(SystemError) -> RouterChannel {
      try RouterChannel(
        name, context: context, endpoint: file.endpoint(port), codec: codec,
        curveSecretKey: file.curveSecretKey)
    }
    shell = try router("shell", file.shellPort)
    control = try router("control", file.controlPort)
    publish = try PublishChannel(
      context: context, endpoint: file.endpoint(file.iopubPort), codec: codec, clock: clock,
      curveSecretKey: file.curveSecretKey)
    stdin = try router("stdin", file.stdinPort)
    heartbeat = try Heartbeat(
      context: context, endpoint: file.endpoint(file.heartbeatPort),
      curveSecretKey: file.curveSecretKey)
  }

  /// Sends what waits and closes everything.
  func close() {
    publish.stop()
    shell.stop()
    control.stop()
    stdin.stop()
    heartbeat.stop()
    context.end()
  }
}
