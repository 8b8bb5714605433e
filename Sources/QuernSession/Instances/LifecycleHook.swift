internal import Glibc
internal import QuernSystem
internal import QuernText

/// A script of an instance's lifecycle.
package enum LifecycleHook: String, Sendable, Hashable, CaseIterable {
  /// Once, before the instance's first start.
  case onCreate = "on_create"
  /// Before every start.
  case onStart = "on_start"
}

/// Runs the scripts of an instance's lifecycle before its worker starts, in the instance's limits.
///
///     hooks/on_start       the script
///     hooks/on_start.log   what it printed at its last run
///
/// A script that fails, or takes longer than five minutes, is the failure of the start.
struct LifecycleRun {
  let directory: SessionDirectory
  let limits: InstanceLimits
  let isIsolated: Bool
  let environment: [String: String]
  /// Called at least once a second: somebody waits for the start.
  let tick: () -> Void

  /// As SageMaker has it.
  static let secondsMax = 300.0

  /// Why the start failed; nil where all went well.
  func run(_ record: InstanceRecord) throws(SessionError) -> String? {
    var due: [LifecycleHook] = record.hooks[.onStart] == nil ? [] : [.onStart]
    if record.hooks[.onCreate] != nil, !record.hasRunOnCreate { due.insert(.onCreate, at: 0) }
    for hook in due {
      guard let text = record.hooks[hook] else { continue }
      let failure: String?
      do throws(SystemError) {
        failure = try run(hook, text)
      } catch {
        failure = "\(hook.rawValue) could not be run: \(error.message)"
      }
      if let failure { return failure }
      if hook == .onCreate {
        try InstanceRecord.update(directory) { $0.hasRunOnCreate = true }
      }
    }
    return nil
  }

  private func run(_ hook: LifecycleHook, _ text: String) throws(SystemError) -> String? {
    let folder = directory.hooksFolder
    try Disk.real.makeDirectory(folder)
    try Disk.real.makeDirectory(directory.volume)
    let script = Path.join(folder, hook.rawValue)
    try Disk.real.writeAtomically(script, text: text)
    chmod(script, 0o700)
    let log = try FileHandle.open("\(script).log", .overwrite, permissions: 0o600)
    var command = text.hasPrefix("#!") ? [script] : ["/bin/sh", script]
    if isIsolated { command = NetworkIsolation.command(command) }
    var spawn = Spawn(command[0], command)
    spawn.directory = directory.volume
    spawn.environment = environment
    spawn.standardOutput = .file(log)
    spawn.standardError = .file(log)
    spawn.newSession = true
    spawn.limits = [.init(.core, 0)]
    limits.apply(to: &spawn)
    let child = try spawn.spawn()
    let exit = wait(child)
    child.killGroup()
    guard let exit else {
      _ = child.wait()
      return "\(hook.rawValue) took longer than \(Numbers.seconds(Self.secondsMax)) and was ended"
    }
    guard !exit.isSuccess else { return nil }
    let last = lastLine("\(script).log")
    return "\(hook.rawValue) \(exit.message)" + (last.map { ": \($0)" } ?? "")
  }

  /// How it ended; nil where it took too long.
  private func wait(_ child: ChildProcess) -> ChildExit? {
    let deadline = Clock.system.monotonicNs() + Int64(Self.secondsMax * 1e9)
    while Clock.system.monotonicNs() < deadline {
      if let exit = child.wait(timeoutSeconds: 0.5) { return exit }
      tick()
    }
    child.killGroup()
    return nil
  }

  private func lastLine(_ path: String) -> String? {
    do throws(SystemError) {
      let bytes = try Disk.real.read(path).suffix(4096)
      let line = String(decoding: bytes, as: UTF8.self).split(separator: "\n").last
      return line.map { TerminalText.truncate(TerminalText.stripControls(String($0)), width: 200) }
    } catch {
      return nil
    }
  }
}
