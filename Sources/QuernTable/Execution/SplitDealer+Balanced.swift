import QuernSystem
import QuernText

extension SplitDealer {
  /// One value of the grouping column.
  private struct Bundle {
    /// Rows by stratum.
    var counts: [Int: Int] = [:]
    var draw = 0.0
    var number: Int

    var rowCount: Int { counts.values.reduce(0, +) }

    /// Of the strata among its rows the one that is rarest in the table: groups that hold a row of
    /// a rare class are what must be dealt evenly.
    func stratum(_ totals: [Int: Int]) -> Int {
      counts.keys.min { (totals[$0] ?? 0, $0) < (totals[$1] ?? 0, $1) } ?? 0
    }
  }

  /// Deals whole groups, the larger ones first, each to the part that has the fewest rows of the
  /// group's stratum; of several to that with the fewest rows.
  func dealBalanced(
    _ groups: [RowGroup], _ keys: [(place: Int, type: DataType)],
    _ stratify: (place: Int, type: DataType)?, _ parts: UnsafeMutablePointer<UInt8>
  ) throws(TableError) {
    let grouping = try Grouper.group(
      execution, groups, columns: keys.map(\.place), types: keys.map(\.type))
    var strata: Grouping?
    if let stratify {
      strata = try Grouper.group(
        execution, groups, columns: [stratify.place], types: [stratify.type])
    }
    guard grouping.groupCount >= spec.shares.count else {
      throw .invalidArgument(
        word: "folds",
        message: "the rows are in \(grouping.groupCount) groups, and \(spec.shares.count) folds "
          + "need one each",
        hint: "make fewer folds, or group by another column")
    }
    let bundles = try bundles(groups, keys.map(\.place), grouping, strata)
    let places = assign(bundles)
    let starts = execution.starts(groups)
    for group in groups.indices {
      try execution.context.checkInterrupt()
      let ids = grouping.ids(group)
      for row in 0..<groups[group].rowCount {
        parts[starts[group] + row] = places[Int(ids[row])]
      }
    }
  }

  private func bundles(
    _ groups: [RowGroup], _ places: [Int], _ grouping: Grouping, _ strata: Grouping?
  ) throws(TableError) -> [Bundle] {
    var bundles = (0..<grouping.groupCount).map { Bundle(number: $0) }
    for group in groups.indices {
      try execution.context.checkInterrupt()
      let ids = grouping.ids(group)
      let key = GroupKey(groups[group], places)
      for row in 0..<groups[group].rowCount {
        let bundle = Int(ids[row])
        // The draw depends on the value, not on where its rows stand.
        if bundles[bundle].counts.isEmpty {
          bundles[bundle].draw = spec.random.uniform(key.hash(row))
        }
        let stratum = strata.map { Int($0.ids(group)[row]) } ?? 0
        bundles[bundle].counts[stratum, default: 0] += 1
      }
    }
    return bundles
  }

  /// The part of each bundle, by its number.
  private func assign(_ bundles: [Bundle]) -> [UInt8] {
    let partCount = spec.shares.count
    var strata: [Int: Int] = [:]
    for bundle in bundles { strata.merge(bundle.counts, uniquingKeysWith: +) }
    var totals = [Int](repeating: 0, count: partCount)
    var byStratum: [Int: [Int]] = [:]
    var places = [UInt8](repeating: 0, count: bundles.count)
    let order = bundles.sorted { a, b in
      let (x, y) = (a.rowCount, b.rowCount)
      return x == y ? a.draw < b.draw : x > y
    }
    for bundle in order {
      let stratum = bundle.stratum(strata)
      let rows = byStratum[stratum] ?? [Int](repeating: 0, count: partCount)
      let part =
        (0..<partCount).min { (rows[$0], totals[$0], $0) < (rows[$1], totals[$1], $1) } ?? 0
      places[bundle.number] = UInt8(part)
      for (stratum, count) in bundle.counts {
        byStratum[stratum, default: [Int](repeating: 0, count: partCount)][part] += count
        totals[part] += count
      }
    }
    return places
  }
}
