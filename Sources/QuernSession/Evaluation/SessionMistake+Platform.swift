internal import QuernPlan
internal import QuernSyntax
internal import QuernSystem
internal import QuernText

/// Programs that could not be run, or did not do what they should.
extension SessionMistake {
  static func scriptMissing(_ path: String, folder: String, nearest: String?) -> RuntimeError {
    RuntimeError(
      Diagnostic(
        code: "script-missing", message: "there is no file \(path) in \(folder)", range: nil,
        label: nearest.map { "did you mean \($0)?" },
        hints: nearest == nil ? ["paths start at the notebook's folder"] : []))
  }

  /// A program whose files hold more than they may.
  static func scratchFull(_ script: String, byteCount: Int) -> RuntimeError {
    RuntimeError(
      Diagnostic(
        code: "scratch-full",
        message: "\(script) wrote more than the \(Numbers.bytes(byteCount)) of its instance's scratch",
        range: nil,
        hints: ["`quern instances update NAME --volume 20` gives it more, in GiB"]))
  }

  /// Isolation was asked for and cannot be had: the program was not started.
  static func notIsolated(_ script: String, _ reason: String) -> RuntimeError {
    RuntimeError(
      Diagnostic(
        code: "isolation-impossible",
        message: "\(script) was not started: it is to have no network, and this machine does not "
          + "let it be taken away (\(reason))",
        range: nil,
        hints: [
          NetworkIsolation.remedy
        ]))
  }

  static func scriptNotRunnable(_ script: String) -> RuntimeError {
    RuntimeError(
      Diagnostic(
        code: "script-not-runnable",
        message: "nothing says what runs \(script): it has no `#!` line, no suffix such as .py or "
          + ".sh, and is not executable",
        range: nil, hints: ["say it: `interpreter: \"python3\"`", "or `chmod +x \(script)`"]))
  }

  static func interpreterMissing(
    _ name: String, script: String, package: String?
  ) -> RuntimeError {
    let install = package.map { ["install it: apt install \($0)"] } ?? []
    return RuntimeError(
      Diagnostic(
        code: "interpreter-missing",
        message: "\(script) needs `\(name)`, which is not on this machine", range: nil,
        hints: install + ["or name another with `interpreter:`"]))
  }

  /// A program that did not end well: what it wrote about it, or its last lines.
  static func scriptFailed(
    _ script: String, _ exit: ChildExit, message: String?, lines: [String], containerPath: String
  ) -> RuntimeError {
    let notes = message.map { [$0] } ?? lines
    let isPlaced = notes.contains { $0.contains(containerPath + "/") }
    let reason =
      exit.status == .signalled(signal: 9)
      ? "was killed, most likely by the instance's memory limit" : exit.message
    return RuntimeError(
      Diagnostic(
        code: "script-failed", message: "\(script) \(reason)", range: nil,
        notes: notes, hints: isPlaced ? [placeHint] : []))
  }

  static func scriptOutputMissing(
    _ name: String, script: String, found: [String], ignored: [String]
  ) -> RuntimeError {
    let there = found.isEmpty ? "it left no table" : "it left: \(found.joined(separator: ", "))"
    let others = ignored.isEmpty ? [] : ["and not CSV: \(ignored.joined(separator: ", "))"]
    return RuntimeError(
      Diagnostic(
        code: "script-output", message: "\(script) left no table `\(name)`", range: nil,
        label: EditDistance.nearest(name, in: found).first.map { "did you mean \($0)?" },
        notes: [there] + others,
        hints: ["let it write \(name).csv into the folder that $SM_OUTPUT_DATA_DIR names"]))
  }

  /// For programs that name the container's folder instead of being told it.
  private static let placeHint =
    "what SageMaker has in /opt/ml is below $SM_ML_DIR; paths in `args:` and `env:` lead there"

  /// A processing job's folder without a table in it.
  static func processOutputMissing(
    _ name: String, script: String, folder: String, there: [String], tables: [String]
  ) -> RuntimeError {
    let root = Path.parent(folder)
    let shown = there.prefix(10).joined(separator: ", ") + (there.count > 10 ? ", …" : "")
    return RuntimeError(
      Diagnostic(
        code: "script-output", message: "\(script) left no CSV or JSON-lines file in \(folder)",
        range: nil,
        label: EditDistance.nearest(name, in: tables).first.map { "did you mean \($0)?" },
        notes: [there.isEmpty ? "\(root) is empty" : "in \(root) there is: \(shown)"],
        hints: [
          "that folder is $SM_ML_DIR/processing/output/\(name), and so is its path in `args:`"
        ]))
  }

  static func scriptOutputName(_ script: String) -> RuntimeError {
    RuntimeError(
      Diagnostic(
        code: "script-name",
        message: "\(script) left a table called `log`, which is the name of what it prints",
        range: nil, hints: ["let it call the table something else"]))
  }

  static func instance(_ error: InstanceError) -> RuntimeError {
    RuntimeError(
      Diagnostic(
        code: error.code, message: error.message, range: nil,
        hints: ["`instances()` lists the catalogue"]))
  }

  static func modelNotRegistered(
    _ name: String, groups: [String], approvedOnly: Bool
  ) -> RuntimeError {
    let group = name.split(separator: "/").first.map(String.init) ?? name
    let isThere = groups.contains(group)
    let what = approvedOnly ? "approved version of" : "model"
    return RuntimeError(
      Diagnostic(
        code: "model-not-registered", message: "there is no \(what) `\(name)` in the registry",
        range: nil,
        label: isThere
          ? nil : EditDistance.nearest(group, in: groups).first.map { "did you mean \($0)?" },
        notes: groups.isEmpty ? [] : ["groups: \(groups.joined(separator: ", "))"],
        hints: ["`m |> register(\"\(group)\")` keeps a model there"]))
  }

  static func modelDamaged(_ name: String, _ reason: String) -> RuntimeError {
    RuntimeError(
      Diagnostic(
        code: "model-damaged", message: "the model \(name) cannot be read: \(reason)", range: nil,
        hints: ["register it again"]))
  }
}
