import Glibc

extension TimeZoneTable {
  /// Where Debian keeps the database.
  package static let databaseDirectory = "/usr/share/zoneinfo"

  /// The zone of that name ("Europe/Oslo", "UTC") from the system's database.
  package static func load(
    _ name: String, directory: String = databaseDirectory
  ) throws(TimeZoneError) -> TimeZoneTable {
    if name == "UTC" || name == "Z" { return utc }
    // The name becomes a path: nothing in it may lead out of the database.
    let isPlain = name.utf8.allSatisfy {
      (97...122).contains($0 | 32) || (48...57).contains($0) || [43, 45, 47, 95].contains($0)
    }
    guard isPlain, !name.isEmpty, name.utf8.first != 47, name.utf8.count < 64 else {
      throw .unknown(name: name)
    }
    guard let bytes = content(ofFile: directory + "/" + name) else {
      guard access(directory, R_OK) == 0 else { throw .noDatabase(directory: directory) }
      throw .unknown(name: name)
    }
    return try parse(bytes, name: name)
  }

  /// The names of the database, for hints; empty where there is no list.
  package static func names(directory: String = databaseDirectory) -> [String] {
    let lines = (content(ofFile: directory + "/tzdata.zi") ?? []).split(separator: 10)
    // `Z NAME …` begins a zone, `L TARGET NAME` is a link to one.
    let names = lines.compactMap { line -> String? in
      let words = line.split(separator: 32)
      guard words.count >= 2, words[0].count == 1, let kind = words[0].first else { return nil }
      if kind == UInt8(ascii: "Z") { return String(decoding: words[1], as: UTF8.self) }
      guard kind == UInt8(ascii: "L"), words.count >= 3 else { return nil }
      return String(decoding: words[2], as: UTF8.self)
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The release of the database ("2024a"), which belongs to the numeric profile.
  package static func databaseVersion(directory: String = databaseDirectory) -> String? {
    let text = content(ofFile: directory + "/tzdata.zi") ?? []
    let words = text.prefix { $0 != 10 }.split(separator: 32)
    guard words.count == 3, words[1].elementsEqual("version".utf8) else { return nil }
    return String(decoding: words[2], as: UTF8.self)
  }

  private static func content(ofFile path: String) -> [UInt8]? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 17)
    let count = fread(&bytes, 1, bytes.count, file)
    // A directory opens, and fails to be read.
    guard ferror(file) == 0 else { return nil }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// The zone that a TZif file's bytes describe.
  package static func parse(
    _ bytes: [UInt8], name: String
  ) throws(TimeZoneError) -> TimeZoneTable {
    var reader = ZoneReader(bytes: bytes)
    guard let first = reader.header() else {
      throw .malformed(name: name, reason: "it does not begin as such files do")
    }
    var body: ZoneReader.Body?
    var rule: TimeZoneRule?
    if first.version >= 2 {
      // The first body has times of 32 bits; the second repeats it with 64.
      reader.skip(first.byteCount(timeBytes: 4))
      if let second = reader.header() {
        body = reader.body(second, timeBytes: 8)
        if let text = reader.footer(), !text.isEmpty {
          rule = TimeZoneRule(text)
          guard rule != nil else {
            throw .malformed(name: name, reason: "its rule `\(text)` cannot be read")
          }
        }
      }
    } else {
      body = reader.body(first, timeBytes: 4)
    }
    // RFC 8536: before the first transition the first type holds.
    guard let body, let initial = body.types.first else {
      throw .malformed(name: name, reason: "it ends too early or contradicts itself")
    }
    return TimeZoneTable(
      name: name, transitions: body.times, offsets: body.indices.map { body.types[$0] },
      initial: initial, rule: rule)
  }
}

/// A cursor over the bytes of a TZif file.
private struct ZoneReader {
  struct Header {
    let version: Int
    let utcCount: Int
    let standardCount: Int
    let leapCount: Int
    let timeCount: Int
    let typeCount: Int
    let characterCount: Int

    func byteCount(timeBytes: Int) -> Int {
      timeCount * (timeBytes + 1) + typeCount * 6 + characterCount + leapCount * (timeBytes + 4)
        + standardCount + utcCount
    }
  }

  struct Body {
    let times: [Int64]
    let indices: [Int]
    let types: [TimeZoneTable.Offset]
  }

  let bytes: [UInt8]
  private var index = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func skip(_ count: Int) { index += count }

  private func has(_ count: Int) -> Bool { index + count <= bytes.count }

  private mutating func integer(_ count: Int) -> Int64 {
    var value: Int64 = 0
    for offset in 0..<count { value = value << 8 | Int64(bytes[index + offset]) }
    index += count
    // Sign extension of 32-bit values.
    return count == 4 ? Int64(Int32(truncatingIfNeeded: value)) : value
  }

  mutating func header() -> Header? {
    guard has(44), Array(bytes[index..<index + 4]) == Array("TZif".utf8) else { return nil }
    let version = bytes[index + 4] == 0 ? 1 : Int(bytes[index + 4]) - 48
    index += 20
    var counts: [Int] = []
    for _ in 0..<6 { counts.append(Int(integer(4))) }
    guard counts.allSatisfy({ (0...100_000).contains($0) }) else { return nil }
    return Header(
      version: version, utcCount: counts[0], standardCount: counts[1], leapCount: counts[2],
      timeCount: counts[3], typeCount: counts[4], characterCount: counts[5])
  }

  mutating func body(_ header: Header, timeBytes: Int) -> Body? {
    guard has(header.byteCount(timeBytes: timeBytes)) else { return nil }
    let end = index + header.byteCount(timeBytes: timeBytes)
    let times = (0..<header.timeCount).map { _ in integer(timeBytes) }
    let indices = (0..<header.timeCount).map { Int(bytes[index + $0]) }
    index += header.timeCount
    let letters = index + header.typeCount * 6
    var types: [TimeZoneTable.Offset] = []
    for _ in 0..<header.typeCount {
      let seconds = Int(integer(4))
      let isDaylight = bytes[index] != 0
      let start = Int(bytes[index + 1])
      index += 2
      guard start < header.characterCount, seconds.magnitude <= 26 * 3_600 else { return nil }
      let name = bytes[(letters + start)..<(letters + header.characterCount)].prefix { $0 != 0 }
      types.append(
        .init(
          seconds: seconds, isDaylight: isDaylight,
          abbreviation: String(decoding: name, as: UTF8.self)))
    }
    index = end
    guard indices.allSatisfy({ $0 < types.count }),
      zip(times, times.dropFirst()).allSatisfy({ $0 < $1 })
    else { return nil }
    return Body(times: times, indices: indices, types: types)
  }

  /// The rule between two line feeds.
  mutating func footer() -> String? {
    guard has(1), bytes[index] == 10, let end = bytes[(index + 1)...].firstIndex(of: 10) else {
      return nil
    }
    return String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
  }
}
