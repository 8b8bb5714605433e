internal import QuernText
internal import QuernWire

/// `snapshot.json` beside the journal's segments, and the one before it.
///
/// JSON, then a line `crc32c` with the sum of the bytes before it in 8 hexadecimal digits; files of
/// earlier releases have no such line. One that does not check is passed over: the snapshot before
/// it, or the journal from its start, says the same.
struct SnapshotFile {
  let folder: String
  let disk: JournalDisk

  private var path: String { "\(folder)/snapshot.json" }
  private var previous: String { "\(folder)/snapshot-previous.json" }
  private static let mark = Array("\ncrc32c ".utf8)

  func write(_ snapshot: SessionSnapshot) throws(SessionError) {
    let json = snapshot.json.utf8()
    let next = "\(path).new"
    try disk.replace(next, with: json + Self.trailer(json), synced: true)
    if disk.exists(path) { try disk.rename(path, previous) }
    try disk.rename(next, path)
    try disk.syncFolder(folder)
  }

  /// The latest that can be read; nil where there is none. Damage is told where one could not be.
  func read() throws(SessionError) -> (SessionSnapshot?, JournalDamage?) {
    var damage: JournalDamage?
    for path in [path, previous] where disk.exists(path) {
      let bytes = try disk.read(path)
      do throws(WireError) {
        return (try Self.snapshot(bytes), damage)
      } catch {
        damage = damage ?? JournalDamage(path: path, offset: 0, reason: error.message)
      }
    }
    return (nil, damage)
  }

  private static func snapshot(_ bytes: [UInt8]) throws(WireError) -> SessionSnapshot {
    var json = bytes[...]
    let tail = mark.count + 9
    if bytes.count > tail, bytes[(bytes.count - tail)...].starts(with: mark) {
      json = bytes[..<(bytes.count - tail)]
      guard trailer(Array(json)).elementsEqual(bytes[json.endIndex...]) else {
        throw .malformed("its bytes do not check")
      }
    }
    let parsed: JSON
    do throws(JSONError) {
      parsed = try JSON.parse(Array(json))
    } catch {
      throw .malformed("it is not JSON")
    }
    return try SessionSnapshot(json: parsed)
  }

  private static func trailer(_ json: [UInt8]) -> [UInt8] {
    let digits = String(CRC32C.checksum(json), radix: 16)
    return mark + Array(String(repeating: "0", count: 8 - digits.count).utf8) + Array(digits.utf8)
      + [UInt8(ascii: "\n")]
  }
}
