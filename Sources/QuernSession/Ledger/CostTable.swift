internal import QuernSystem
package import QuernTable

/// `cost()`: seconds by session and instance; the local price is zero, AWS's stands beside it.
package enum CostTable {
  package static let schema = Schema([
    ("session", .string), ("notebook", .string), ("instance", .string), ("started", .instant),
    ("seconds", .float), ("cells", .int), ("status", .string), ("cost", .float),
    ("aws_usd_per_hour", .float), ("aws_usd", .float), ("price_date", .date),
  ])

  /// The uses of a home. `now` is when a use that runs is billed to; nil: to its last event.
  package static func table(home: String) throws -> Table {
    let prices = InstancePrices.find(home: home)
    let rows = try SessionUses(home: home).all().map { use -> [Scalar] in
      let price = prices[use.instance]
      let aws = price.map { $0.usdPerHour * use.seconds / 3600 }
      return [
        .string(use.session), .string(use.notebook), .string(use.instance),
        .instant(use.startedAt), .float(use.seconds), .int(Int64(use.cellCount)),
        .string(status(use, home)), .float(0), price.map { .float($0.usdPerHour) } ?? .null,
        aws.map { .float($0) } ?? .null, price.map { .date($0.day) } ?? .null,
      ]
    }
    return Table(data: try TableData.build(schema, rows: rows))
  }

  private static func status(_ use: SessionUse, _ home: String) -> String {
    if use.isClosed { return "ended" }
    let directory = SessionDirectory(path: Path.join(home, "sessions/\(use.session)"))
    return directory.isOwned ? "running" : "killed"
  }
}
