package import QuernSystem
package import QuernText

/// The kernelspec: the folder by which Jupyter's programs find the kernel.
package struct KernelSpec: Sendable {
  /// The folder's name, as in `jupyter console --kernel quern`.
  package static let defaultName = "quern"

  package var name: String
  /// The program that is started.
  package var executable: String
  package var displayName: String
  /// A session by name that every kernel of this spec goes on with.
  package var session: String?

  package init(
    name: String = KernelSpec.defaultName, executable: String, displayName: String = "Quern",
    session: String? = nil
  ) {
    self.name = name
    self.executable = executable
    self.displayName = displayName
    self.session = session
  }

  /// `kernel.json`.
  package var json: JSON {
    var arguments = [executable, "kernel", "-f", "{connection_file}"]
    if let session { arguments += ["--session", session] }
    return .members([
      ("argv", .array(arguments.map { .string($0) })), ("display_name", .string(displayName)),
      ("language", .string("quern")), ("interrupt_mode", .string("message")),
      ("kernel_protocol_version", .string(MessageCodec.protocolVersion)),
      (
        "metadata",
        .members([
          ("debugger", .bool(true)), ("supported_encryption", .array([.string("curve")])),
        ])
      ),
    ])
  }

  /// The files of the folder.
  package var files: [(name: String, bytes: [UInt8])] {
    [
      ("kernel.json", json.utf8(pretty: true) + [10]),
      ("logo-32x32.png", Base64.decode(KernelLogos.small) ?? []),
      ("logo-64x64.png", Base64.decode(KernelLogos.large) ?? []),
      ("logo-svg.svg", Array(KernelLogos.svg.utf8)),
    ]
  }

  /// Writes the folder under Jupyter's data directory; returns its path.
  package func install(in data: String, disk: Disk = .real) throws(SystemError) -> String {
    let folder = Self.folder(name, in: data)
    try disk.makeDirectory(folder)
    for file in files { try disk.writeAtomically(Path.join(folder, file.name), file.bytes) }
    return folder
  }

  /// Removes the folder; nil where it is not there. A folder of another kernel stays.
  package static func uninstall(
    _ name: String, in data: String, disk: Disk = .real
  ) throws(SystemError) -> String? {
    let folder = folder(name, in: data)
    let file = Path.join(folder, "kernel.json")
    guard disk.exists(file) else { return nil }
    let isOurs: Bool
    do {
      isOurs = try JSON.parse(try disk.read(file))["language"]?.stringValue == "quern"
    } catch {
      isOurs = false
    }
    guard isOurs else {
      throw .malformed(path: folder, reason: "this is not Quern's kernel, and it stays")
    }
    try disk.remove(folder)
    return folder
  }

  private static func folder(_ name: String, in data: String) -> String {
    Path.join(data, "kernels/\(name)")
  }
}

/// Where Jupyter's programs look for kernels.
package enum JupyterFolders {
  /// The user's own, as `jupyter --data-dir` says it.
  package static func user(
    _ environment: (String) -> String? = HostFacts.environment
  ) -> String? {
    func value(_ name: String) -> String? {
      environment(name).flatMap { $0.isEmpty ? nil : $0 }
    }
    if let own = value("JUPYTER_DATA_DIR") { return own }
    if let data = value("XDG_DATA_HOME") { return Path.join(data, "jupyter") }
    return value("HOME").map { Path.join($0, ".local/share/jupyter") }
  }

  /// Of an installation of Python: `PREFIX/share/jupyter`.
  package static func prefix(_ prefix: String) -> String {
    Path.join(Path.absolute(prefix), "share/jupyter")
  }

  /// The prefix of the active environment: venv, conda, or the one whose `jupyter` is on PATH.
  package static func activePrefix(
    _ environment: (String) -> String? = HostFacts.environment, disk: Disk = .real
  ) -> String? {
    for name in ["VIRTUAL_ENV", "CONDA_PREFIX"] {
      if let prefix = environment(name), !prefix.isEmpty { return prefix }
    }
    for folder in (environment("PATH") ?? "").split(separator: ":")
    where disk.exists(Path.join(String(folder), "jupyter")) {
      return Path.parent(String(folder))
    }
    return nil
  }
}
