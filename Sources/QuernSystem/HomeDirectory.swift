import CQuernSystem
import Glibc
internal import QuernText

/// Where Quern keeps what it keeps. Two homes never see each other.
package struct HomeDirectory: Hashable, Sendable {
  /// Absolute, links resolved.
  package let path: String
  /// Sockets live here: short, local, private, and gone after a restart of the machine.
  package let runtimeDirectory: String

  /// A home that was found before, by another process of it.
  package init(path: String, runtimeDirectory: String) {
    self.path = path
    self.runtimeDirectory = runtimeDirectory
  }

  /// The home that the environment names: `QUERN_HOME`, else `$XDG_DATA_HOME/quern`, else
  /// `~/.local/share/quern`. Both directories are made, for this user alone.
  package static func find(
    environment: [String: String] = HostFacts.environment()
  ) throws(SystemError) -> HomeDirectory {
    let wanted = Path.absolute(location(environment))
    try RealDisk.makeDirectory(wanted, permissions: 0o700)
    let path = Path.resolved(wanted) ?? wanted
    if let fileSystem = networkFileSystem(path) {
      throw .unsuitableHome(path: path, fileSystem: fileSystem)
    }
    let hash = String(SHA256.hash(path).hex.prefix(16))
    let runtime = try runtimeBase(environment) + "/" + hash
    try RealDisk.makeDirectory(runtime, permissions: 0o700)
    return HomeDirectory(path: path, runtimeDirectory: runtime)
  }

  /// The path of a name inside the home.
  package func file(_ name: String) -> String { Path.join(path, name) }

  private static func location(_ environment: [String: String]) -> String {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let home = value("QUERN_HOME") { return home }
    // The XDG specification says that relative values are to be ignored.
    if let data = value("XDG_DATA_HOME"), data.hasPrefix("/") { return data + "/quern" }
    let user = value("HOME") ?? getpwuid(getuid())?.pointee.pw_dir.map { String(cString: $0) }
    return (user ?? "/tmp") + "/.local/share/quern"
  }

  private static func runtimeBase(
    _ environment: [String: String]
  ) throws(SystemError) -> String {
    if let base = environment["XDG_RUNTIME_DIR"], base.hasPrefix("/"), base.utf8.count <= 40,
      access(base, W_OK) == 0
    {
      return base + "/quern"
    }
    let base = "/tmp/quern-\(getuid())"
    try RealDisk.makeDirectory(base, permissions: 0o700)
    // /tmp is everybody's: a directory that somebody else made must not be trusted.
    var facts = Glibc.stat()
    guard lstat(base, &facts) == 0, facts.st_uid == getuid(), facts.st_mode & S_IFMT == S_IFDIR,
      facts.st_mode & 0o077 == 0
    else { throw .file(path: base, operation: "trust the directory", errno: EPERM) }
    return base
  }

  /// The name of the network file system that holds the path; nil on a local one.
  static func networkFileSystem(_ path: String) -> String? {
    switch quern_filesystem_type(path) {
    case 0x6969: "NFS"
    case 0xFF53_4D42, 0xFE53_4D42, 0x517B: "SMB"
    case 0x0102_1997: "9P"
    case 0x5346_414F, 0x6B41_4653: "AFS"
    case 0x00C3_6400: "CephFS"
    case 0x0BD0_0BD0: "Lustre"
    default: nil
    }
  }
}
