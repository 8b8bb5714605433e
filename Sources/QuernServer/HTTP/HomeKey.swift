package import QuernOperations
package import QuernSystem
internal import QuernText
package import QuernWire

/// The home's generated key: who signs with it is the home's owner.
package struct HomeKey: Equatable, Sendable {
  package let accessKeyId: String
  package let secretAccessKey: String
  package let account: String
  package let region: String

  package init(accessKeyId: String, secretAccessKey: String, account: String, region: String) {
    self.accessKeyId = accessKeyId
    self.secretAccessKey = secretAccessKey
    self.account = account
    self.region = region
  }

  package var scope: Scope { Scope(account: account, region: region) }

  /// The account's root, as AWS writes it.
  package var principal: String { "arn:aws:iam::\(account):root" }

  private static let account = "000000000000"
  private static let region = "us-east-1"
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  /// The home's key; made once, readable by this user alone.
  package static func ensure(_ places: PlatformPlaces) throws(SystemError) -> HomeKey {
    try Disk.real.makeDirectory(places.directory)
    // Control plane and router may come here at the same time.
    let lock = try FileHandle.open(places.credentials + ".lock", .readWrite, permissions: 0o600)
    defer { lock.close() }
    try lock.lock()
    if let key = try read(places) { return key }
    let key = HomeKey(
      accessKeyId: "AKQ" + (try text(17)), secretAccessKey: try text(40), account: account,
      region: region)
    let json = JSON.members([
      ("accessKeyId", .string(key.accessKeyId)),
      ("secretAccessKey", .string(key.secretAccessKey)),
      ("account", .string(key.account)), ("region", .string(key.region)),
    ])
    // The file is born private, and appears whole.
    let new = places.credentials + ".new"
    let file = try FileHandle.open(new, .overwrite, permissions: 0o600)
    defer { file.close() }
    try file.write(json.utf8(pretty: true))
    try file.sync()
    try Disk.real.rename(new, places.credentials)
    return key
  }

  /// The home's key; nil before the platform has run.
  package static func read(_ places: PlatformPlaces) throws(SystemError) -> HomeKey? {
    guard Disk.real.exists(places.credentials) else { return nil }
    let bytes = try Disk.real.read(places.credentials)
    guard let json = parse(bytes), let id = json["accessKeyId"]?.stringValue,
      let secret = json["secretAccessKey"]?.stringValue, let account = json["account"]?.stringValue,
      let region = json["region"]?.stringValue
    else {
      throw .malformed(
        path: places.credentials, reason: "it is not a key; move it away and one is made")
    }
    return HomeKey(
      accessKeyId: id, secretAccessKey: secret, account: account, region: region)
  }

  /// Random letters: 32 of them divide 256, so that all are equally likely.
  private static func text(_ count: Int) throws(SystemError) -> String {
    let bytes = try Randomness.kernel.bytes(count)
    return String(decoding: bytes.map { letters[Int($0) % letters.count] }, as: UTF8.self)
  }

  private static func parse(_ bytes: [UInt8]) -> JSON? {
    do {
      return try JSON.parse(bytes)
    } catch {
      return nil
    }
  }
}
