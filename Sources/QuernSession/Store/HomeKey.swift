internal import Glibc
package import QuernSystem
package import QuernText

/// The key of a home, `HOME/secret.key`, under which secrets lie in its store and journals.
///
/// It is made when the first secret is kept, readable by its user alone. A copy of store and
/// sessions without it gives no secret away; who can read the whole home has both.
package struct HomeKey: Sendable {
  private let path: String

  package init(home: String) { path = Path.join(home, "secret.key") }

  /// The mark of a sealed parameter in a session's settings.
  package static let mark = "$sealed"

  /// A secret as a parameter's JSON.
  package func sealed(_ text: String) throws(SystemError) -> JSON {
    .members([(Self.mark, .string(Base64.encode(try seal().close(text))))])
  }

  /// The secret of a sealed parameter; nil where it is none, or of another key.
  package func opened(_ json: JSON) throws(SystemError) -> String? {
    guard let text = json[Self.mark]?.stringValue, let bytes = Base64.decode(text) else {
      return nil
    }
    return try seal().open(bytes)
  }

  func seal() throws(SystemError) -> SecretSeal {
    if Disk.real.exists(path) { return SecretSeal(key: try key()) }
    // Whole under another name first: who finds the name finds the key.
    let temporary = "\(path).\(getpid())"
    let file = try FileHandle.open(temporary, .createNew, permissions: 0o600)
    defer { unlink(temporary) }
    let source = try FileHandle.open("/dev/urandom", .read)
    defer { source.close() }
    var bytes: [UInt8] = []
    while bytes.count < SecretSeal.keyByteCount {
      bytes += try source.read(count: SecretSeal.keyByteCount - bytes.count)
    }
    try file.write(bytes)
    try file.sync()
    file.close()
    // Somebody else may have been quicker: then theirs is the home's.
    if link(temporary, path) != 0, errno != EEXIST {
      throw .file(path: path, operation: "make", errno: errno)
    }
    return SecretSeal(key: try key())
  }

  private func key() throws(SystemError) -> [UInt8] {
    let key = try Disk.real.read(path)
    guard key.count == SecretSeal.keyByteCount else {
      throw .malformed(path: path, reason: "it has \(key.count) bytes")
    }
    return key
  }
}
