import QuernText
import Testing

@Suite struct TimeZoneTests {
  private func instant(_ text: String) -> Instant {
    DateParsing.instant(text) ?? Instant(microseconds: 0)
  }

  private func wall(_ text: String) -> CivilDateTime {
    DateParsing.dateTime(text) ?? CivilDateTime(microseconds: 0)
  }

  /// Nil where the machine has no database; then the tests of the parser below still hold.
  private func zone(_ name: String) throws -> TimeZoneTable? {
    do {
      return try TimeZoneTable.load(name)
    } catch TimeZoneError.noDatabase {
      return nil
    }
  }

  private func check(_ zone: TimeZoneTable, _ utc: String, _ local: String) {
    #expect(zone.local(of: instant(utc)).isoString == local, "\(zone.name) at \(utc)")
  }

  @Test func realZonesShowTheRightWall() throws {
    if let oslo = try zone("Europe/Oslo") {
      check(oslo, "2024-01-15T12:00Z", "2024-01-15T13:00:00")
      check(oslo, "2024-07-15T12:00Z", "2024-07-15T14:00:00")
      check(oslo, "2024-03-31T00:59:59Z", "2024-03-31T01:59:59")
      check(oslo, "2024-03-31T01:00:00Z", "2024-03-31T03:00:00")
      // Beyond the table: the rule.
      check(oslo, "2124-07-15T12:00Z", "2124-07-15T14:00:00")
      check(oslo, "2124-12-15T12:00Z", "2124-12-15T13:00:00")
      #expect(oslo.offset(at: instant("2024-07-15T12:00Z")).isDaylight)
    }
    if let newYork = try zone("America/New_York") {
      check(newYork, "2024-11-03T05:59:59Z", "2024-11-03T01:59:59")
      check(newYork, "2024-11-03T06:00:00Z", "2024-11-03T01:00:00")
      check(newYork, "1800-01-01T12:00Z", "1800-01-01T07:03:58")
    }
    if let kolkata = try zone("Asia/Kolkata") {
      check(kolkata, "2024-01-01T00:00Z", "2024-01-01T05:30:00")
    }
    if let sydney = try zone("Australia/Sydney") {
      check(sydney, "2100-01-15T12:00Z", "2100-01-15T23:00:00")
      check(sydney, "2100-07-15T12:00Z", "2100-07-15T22:00:00")
    }
    if let dublin = try zone("Europe/Dublin") {
      // Ireland's summer time is its standard time: the rule has a negative saving.
      check(dublin, "2100-07-15T12:00Z", "2100-07-15T13:00:00")
      check(dublin, "2100-01-15T12:00Z", "2100-01-15T12:00:00")
    }
  }

  @Test func theWallIsAmbiguousInAutumnAndAbsentInSpring() throws {
    guard let oslo = try zone("Europe/Oslo") else { return }
    #expect(
      oslo.meaning(of: wall("2024-10-27T02:30"))
        == .ambiguous(first: instant("2024-10-27T00:30Z"), second: instant("2024-10-27T01:30Z")))
    #expect(
      oslo.meaning(of: wall("2024-03-31T02:30"))
        == .absent(before: instant("2024-03-31T00:30Z"), after: instant("2024-03-31T01:30Z")))
    #expect(
      oslo.meaning(of: wall("2024-06-01T12:00")) == .unique(instant("2024-06-01T10:00Z")))
    #expect(oslo.instant(of: wall("2024-10-27T02:30")) == instant("2024-10-27T00:30Z"))
  }

  @Test func everyInstantComesBackFromItsWall() throws {
    var random = TestRandom(seed: TestRandom.seed)
    for name in [
      "Europe/Oslo", "America/New_York", "Africa/Casablanca", "Pacific/Apia", "Asia/Tehran",
    ] {
      guard let zone = try zone(name) else { return }
      for _ in 0..<400 {
        // From 1900 to 2100, to the second.
        let second = Int64(random.bits() % 6_311_433_600) - 2_208_988_800
        let instant = Instant(microseconds: second * 1_000_000)
        let isFound =
          switch zone.meaning(of: zone.local(of: instant)) {
          case .unique(let found): found == instant
          case .ambiguous(let first, let second): first == instant || second == instant
          case .absent: false
          }
        #expect(isFound, "seed \(TestRandom.seed): \(name) at \(instant)")
      }
    }
  }

  @Test func namesThatAreNoZonesAreRefused() {
    for name in ["Europe/Nowhere", "../../etc/passwd", "/etc/passwd", "", "Europe", "Os lo"] {
      #expect(throws: TimeZoneError.self, "\(name)") { try TimeZoneTable.load(name) }
    }
    #expect(throws: TimeZoneError.noDatabase(directory: "/nonexistent")) {
      try TimeZoneTable.load("Europe/Oslo", directory: "/nonexistent")
    }
  }

  @Test func aFileWithoutTransitionsFollowsItsRule() throws {
    let zone = try TimeZoneTable.parse(TimeZoneTests.file(rule: "<+0530>-5:30"), name: "made")
    check(zone, "2024-01-01T00:00Z", "2024-01-01T05:30:00")
    let summer = try TimeZoneTable.parse(
      TimeZoneTests.file(rule: "CET-1CEST,M3.5.0,M10.5.0/3"), name: "made")
    check(summer, "2024-07-01T00:00Z", "2024-07-01T02:00:00")
    check(summer, "2024-03-31T01:00:00Z", "2024-03-31T03:00:00")
    check(summer, "2024-10-27T01:00:00Z", "2024-10-27T02:00:00")
    // Day numbers, with and without the leap day: all of March to October.
    let julian = try TimeZoneTable.parse(
      TimeZoneTests.file(rule: "AAA0BBB,J60/0,J305/0"), name: "made")
    check(julian, "2024-02-29T23:59:59Z", "2024-02-29T23:59:59")
    check(julian, "2024-03-01T00:00Z", "2024-03-01T01:00:00")
    check(julian, "2023-03-01T00:00Z", "2023-03-01T01:00:00")
  }

  @Test func brokenFilesAreRefused() {
    let good = TimeZoneTests.file(rule: "CET-1")
    for count in 0..<good.count - 1 {
      // Cut anywhere, the file either is refused or has lost only its rule.
      _ = try? TimeZoneTable.parse(Array(good[..<count]), name: "cut")
    }
    #expect(throws: TimeZoneError.self) { try TimeZoneTable.parse([], name: "empty") }
    #expect(throws: TimeZoneError.self) {
      try TimeZoneTable.parse(TimeZoneTests.file(rule: "nonsense!"), name: "rule")
    }
    var wild = good
    for place in wild.indices {
      wild[place] ^= 0x80
      _ = try? TimeZoneTable.parse(wild, name: "damaged")
      wild[place] ^= 0x80
    }
  }

  @Test func theDatabaseListsItsZones() throws {
    let names = TimeZoneTable.names()
    guard !names.isEmpty else { return }
    #expect(names.contains("Europe/Oslo"))
    #expect(EditDistance.nearest("Europe/Olso", in: names) == ["Europe/Oslo"])
    #expect(TimeZoneTable.databaseVersion()?.hasPrefix("20") == true)
    // Every zone of the machine is read and has a rule or an end.
    for name in names.prefix(60) { _ = try TimeZoneTable.load(name) }
    #expect(TimeZoneTable.names(directory: "/nonexistent").isEmpty)
    #expect(TimeZoneTable.databaseVersion(directory: "/nonexistent") == nil)
  }

  @Test func fixedZonesAreNamedByTheirOffset() {
    let zone = TimeZoneTable.fixed(seconds: -12_600)
    #expect(zone.name == "-03:30")
    check(zone, "2024-01-01T00:00Z", "2023-12-31T20:30:00")
    check(.utc, "2024-01-01T00:00Z", "2024-01-01T00:00:00")
  }

  /// A version 2 file with one type, no transitions and a rule.
  private static func file(rule: String) -> [UInt8] {
    let counts: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
    let header = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts
    let body: [UInt8] = [0, 0, 0, 0, 0, 0] + Array("UTC\0".utf8)
    return header + body + header + body + [10] + Array(rule.utf8) + [10]
  }
}
