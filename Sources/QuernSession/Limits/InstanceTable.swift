package import QuernSystem
package import QuernTable
internal import QuernText

/// The catalogue of instance types as a table, for the word and the command.
package enum InstanceTable {
  package static let schema = Schema([
    ("type", .string), ("vcpu", .int), ("memory", .size), ("accelerator", .string),
    ("fits", .bool), ("why_not", .string), ("aws_usd_per_hour", .float), ("price_date", .date),
  ])

  /// Every type, in the catalogue's order; prices as `prices` has them.
  package static func table(
    host: HostCapacity, prices: InstancePrices
  ) throws(OutOfMemory) -> Table {
    let rows = InstanceType.catalogue.map { type -> [Scalar] in
      let price = prices[type.name]
      return [
        .string(type.name), .int(Int64(type.cpuCount)), .size(Int64(type.memoryBytes)),
        type.accelerator.map { .string($0) } ?? .null, .bool(host.fits(type)),
        host.obstacle(type).map { .string($0) } ?? .null,
        price.map { .float($0.usdPerHour) } ?? .null, price.map { .date($0.day) } ?? .null,
      ]
    }
    return Table(data: try TableData.build(schema, rows: rows))
  }
}

extension HostCapacity {
  /// What of a type this machine does not have; nil where it fits.
  package func obstacle(_ type: InstanceType) -> String? {
    guard !fits(type) else { return nil }
    if let accelerator = type.accelerator { return "no \(accelerator) here" }
    if type.cpuCount > cpuCount { return "\(cpuCount) of \(type.cpuCount) CPUs" }
    return "\(Numbers.bytes(memoryBytes)) of \(type.memoryGiB) GiB"
  }
}
