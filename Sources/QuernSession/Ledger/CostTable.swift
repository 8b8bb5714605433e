internal import QuernSystem
package import QuernTable

/// By what `cost` adds up.
package enum CostGrouping: String, Sendable, Hashable, CaseIterable {
  case session
  case notebook
  case instance
  /// Days of UTC.
  case day
}

/// `cost()`: seconds by session or endpoint, and instance; the local price is zero, AWS's stands
/// beside it.
package enum CostTable {
  package static let schema = Schema([
    ("session", .string), ("notebook", .string), ("instance", .string), ("started", .instant),
    ("seconds", .float), ("busy_seconds", .float), ("idle_seconds", .float), ("cells", .int),
    ("status", .string), ("cost", .float), ("aws_usd_per_hour", .float), ("aws_usd", .float),
    ("price_date", .date),
  ])

  /// The uses of a home, one a row; one that runs is billed until `now`.
  package static func table(home: String, now: Int64 = Clock.system.now()) throws -> Table {
    try table(try uses(home: home, now: now), home: home)
  }

  /// Some of the uses of a home.
  package static func table(_ uses: [SessionUse], home: String) throws -> Table {
    let prices = InstancePrices.find(home: home)
    let rows = uses.map { use -> [Scalar] in
      let price = prices[use.instance]
      let aws = prices.usd(of: use)
      return [
        .string(use.session), .string(use.notebook), .string(use.instance),
        .instant(use.startedAt), .float(use.seconds), .float(use.busySeconds),
        .float(use.idleSeconds), .int(Int64(use.cellCount)),
        .string(status(use, home)), .float(0), price.map { .float($0.usdPerHour) } ?? .null,
        aws.map { .float($0) } ?? .null, price.map { .date($0.day) } ?? .null,
      ]
    }
    return Table(data: try TableData.build(schema, rows: rows))
  }

  /// Of sessions and of endpoints, oldest first.
  package static func uses(
    home: String, now: Int64 = Clock.system.now()
  ) throws(SessionError) -> [SessionUse] {
    let all =
      try SessionUses(home: home, now: now).all() + ReplicaUses(home: home, now: now).all()
    return all.sorted {
      ($0.startedAt, $0.session, $0.sequence) < ($1.startedAt, $1.session, $1.sequence)
    }
  }

  private static func status(_ use: SessionUse, _ home: String) -> String {
    if use.isClosed { return "ended" }
    if use.isEndpoint { return "running" }
    let directory = SessionDirectory(path: Path.join(home, "sessions/\(use.session)"))
    return directory.isOwned ? "running" : "killed"
  }
}

// Sums.
extension CostTable {
  /// The uses of a home added up, groups in the order of their first use.
  package static func table(
    home: String, by grouping: CostGrouping, now: Int64 = Clock.system.now()
  ) throws -> Table {
    try table(try uses(home: home, now: now), home: home, by: grouping)
  }

  /// Some of the uses of a home, added up.
  package static func table(
    _ uses: [SessionUse], home: String, by grouping: CostGrouping
  ) throws -> Table {
    let prices = InstancePrices.find(home: home)
    var places: [Scalar: Int] = [:]
    var sums: [Sum] = []
    for use in uses {
      for part in parts(use, grouping) {
        let place = places[part.key] ?? sums.count
        if place == sums.count {
          places[part.key] = place
          sums.append(Sum(key: part.key))
        }
        sums[place].add(part, use, prices[use.instance]?.usdPerHour)
      }
    }
    if grouping == .day { sums.sort { $0.key.days < $1.key.days } }
    return Table(data: try TableData.build(schema(by: grouping), rows: sums.map(\.row)))
  }

  package static func schema(by grouping: CostGrouping) -> Schema {
    Schema([
      (grouping.rawValue, grouping == .day ? .date : .string), ("seconds", .float),
      ("busy_seconds", .float), ("idle_seconds", .float), ("cells", .int), ("uses", .int),
      ("cost", .float), ("aws_usd", .float),
    ])
  }

  /// What of a use belongs to one group.
  private struct Part {
    var key: Scalar
    var seconds: Double
    var busySeconds: Double
    /// Whether the use, with its cells, is counted here.
    var isFirst = true
  }

  private struct Sum {
    var key: Scalar
    var seconds = 0.0
    var busySeconds = 0.0
    var cellCount = 0
    var useCount = 0
    /// Nil where no price is known.
    var usd: Double?

    init(key: Scalar) { self.key = key }

    mutating func add(_ part: Part, _ use: SessionUse, _ usdPerHour: Double?) {
      seconds += part.seconds
      busySeconds += part.busySeconds
      if part.isFirst {
        cellCount += use.cellCount
        useCount += 1
      }
      if let usdPerHour { usd = (usd ?? 0) + usdPerHour * part.seconds / 3600 }
    }

    var row: [Scalar] {
      [
        key, .float(seconds), .float(busySeconds), .float(max(0, seconds - busySeconds)),
        .int(Int64(cellCount)), .int(Int64(useCount)), .float(0), usd.map { .float($0) } ?? .null,
      ]
    }
  }

  private static func parts(_ use: SessionUse, _ grouping: CostGrouping) -> [Part] {
    func whole(_ key: String) -> [Part] {
      [Part(key: .string(key), seconds: use.seconds, busySeconds: use.busySeconds)]
    }
    switch grouping {
    case .session: return whole(use.session)
    case .notebook: return whole(use.notebook)
    case .instance: return whole(use.instance)
    case .day:
      let days = day(of: use.startedAt)...max(day(of: use.startedAt), day(of: use.lastAt))
      return days.map { day in
        let from = day * dayMicroseconds
        let until = from + dayMicroseconds
        return Part(
          key: .date(day), seconds: use.seconds(from: from, until: until),
          busySeconds: use.busySeconds(from: from, until: until), isFirst: day == days.lowerBound)
      }
    }
  }

  private static let dayMicroseconds: Int64 = 86_400_000_000

  private static func day(of time: Int64) -> Int64 {
    time >= 0 ? time / dayMicroseconds : -((-time + dayMicroseconds - 1) / dayMicroseconds)
  }
}

extension Scalar {
  /// Days since 1970 of a date.
  fileprivate var days: Int64 {
    if case .date(let days) = self { return days }
    return 0
  }
}
