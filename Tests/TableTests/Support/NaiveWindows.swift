import QuernTable
import QuernText

/// Windows row by row, as plainly as they can be written.
struct NaiveWindows {
  let schema: Schema
  let rows: [[Scalar]]
  /// Row numbers of each group, in the order of the table.
  let groups: [[Int]]

  func values(_ window: Window, _ parts: [ColumnExpression]) -> [Scalar] {
    let columns = parts.compactMap { part in
      if case .column(let name) = part { return schema.index(of: name) }
      return nil
    }
    let order = window.order == nil ? nil : columns.last
    let argument = columns.count > (order == nil ? 0 : 1) ? columns[0] : nil
    var result = Array(repeating: Scalar.null, count: rows.count)
    for group in groups {
      var ordered = group
      if let order {
        let descending = window.order == .descending
        ordered = stable(group) {
          NaiveOrder.precedes(rows[$0][order], rows[$1][order], descending: descending)
        }
      }
      for (place, row) in ordered.enumerated() {
        result[row] = value(window, ordered, place, argument, order)
      }
    }
    return result
  }

  private func stable(_ list: [Int], _ compare: (Int, Int) -> Int) -> [Int] {
    list.sorted { a, b in
      let order = compare(a, b)
      return order == 0 ? a < b : order < 0
    }
  }

  private func value(
    _ window: Window, _ ordered: [Int], _ place: Int, _ argument: Int?, _ order: Int?
  ) -> Scalar {
    func at(_ place: Int) -> Scalar { argument.map { rows[ordered[place]][$0] } ?? .null }
    switch window.function {
    case .rowNumber: return .int(Int64(place + 1))
    case .shift(let by): return ordered.indices.contains(place - by) ? at(place - by) : .null
    case .rank(let ties, let descending):
      return rank(ordered.indices.map(at), place, ties, descending)
    case .ntile(let count, let descending):
      guard case .int(let rank) = rank(ordered.indices.map(at), place, .first, descending) else {
        return .null
      }
      let total = ordered.indices.filter { !at($0).isNull }.count
      var left = Int(rank)
      for bucket in 0..<count {
        left -= total / count + (bucket < total % count ? 1 : 0)
        if left <= 0 { return .int(Int64(bucket + 1)) }
      }
      return .null
    case .cumulate(let kind):
      guard !at(place).isNull else { return .null }
      return cumulated(kind, (0...place).map(at).filter { !$0.isNull })
    case .rolling(let aggregate, let count, let least):
      let values = (Swift.max(0, place - count + 1)...place).map(at)
      return aggregated(aggregate, values, least, argument)
    case .rollingTime(let aggregate, let span, let least):
      guard let order, let now = time(ordered[place], order) else { return .null }
      let oldest = TimeSpan(months: -span.months, microseconds: -span.microseconds)
      let start = moved(now, oldest)
      let values = ordered.indices.filter { other in
        time(ordered[other], order).map { $0 > start && $0 <= now } ?? false
      }.map(at)
      return aggregated(aggregate, values, least, argument)
    case .shiftTime(let span, let tolerance, let isLead):
      guard let order, let now = time(ordered[place], order) else { return .null }
      let sign: Int64 = isLead ? 1 : -1
      func far(_ time: Int64, _ span: TimeSpan) -> Int64 {
        moved(time, TimeSpan(months: sign * span.months, microseconds: sign * span.microseconds))
      }
      let target = far(now, span)
      let limit = far(target, tolerance)
      var best: (place: Int, time: Int64)?
      for other in ordered.indices {
        guard let then = time(ordered[other], order) else { continue }
        let isNear = isLead ? then >= target && then <= limit : then <= target && then >= limit
        guard isNear else { continue }
        guard let known = best else {
          best = (other, then)
          continue
        }
        if isLead ? then <= known.time : then >= known.time { best = (other, then) }
      }
      return best.map { at($0.place) } ?? .null
    }
  }

  private func time(_ row: Int, _ order: Int) -> Int64? {
    switch rows[row][order] {
    case .date(let days): days * CivilTime.perDay
    case .datetime(let time): time
    default: nil
    }
  }

  private func moved(_ time: Int64, _ span: TimeSpan) -> Int64 {
    CivilDateTime(microseconds: time).adding(span)?.microseconds ?? time
  }

  private func rank(
    _ values: [Scalar], _ place: Int, _ ties: RankTies, _ descending: Bool
  ) -> Scalar {
    guard !values[place].isNull else { return .null }
    let known = values.indices.filter { !values[$0].isNull }
    func compare(_ other: Int) -> Int {
      NaiveOrder.precedes(values[other], values[place], descending: descending)
    }
    let before = known.filter { compare($0) < 0 }
    let equal = known.filter { compare($0) == 0 }
    switch ties {
    case .min: return .int(Int64(before.count + 1))
    case .max: return .int(Int64(before.count + equal.count))
    case .mean: return .float(Double(2 * before.count + 1 + equal.count) / 2)
    case .dense:
      var distinct: [Scalar] = []
      for other in before where !distinct.contains(values[other]) { distinct.append(values[other]) }
      return .int(Int64(distinct.count + 1))
    case .first:
      return .int(Int64(before.count + equal.filter { $0 <= place }.count))
    }
  }

  private func cumulated(_ kind: Cumulation, _ values: [Scalar]) -> Scalar {
    switch kind {
    case .min, .max:
      return NaiveGroups.aggregate(kind == .min ? .min : .max, values, .int)
    case .sum, .product:
      var whole: Int64 = kind == .sum ? 0 : 1
      var number: Double = kind == .sum ? 0 : 1
      for value in values {
        switch value {
        case .int(let next): whole = kind == .sum ? whole + next : whole * next
        case .bool(let flag): whole = kind == .sum ? whole + (flag ? 1 : 0) : whole * (flag ? 1 : 0)
        case .float(let next): number = kind == .sum ? number + next : number * next
        default: break
        }
      }
      if case .float? = values.first { return .float(number) }
      return .int(whole)
    }
  }

  private func aggregated(
    _ aggregate: Aggregate, _ values: [Scalar], _ least: Int, _ argument: Int?
  ) -> Scalar {
    let known = values.filter { !$0.isNull }.count
    guard known >= least, known > 0 || aggregate == .count else { return .null }
    return NaiveGroups.aggregate(
      aggregate, values, argument.map { schema.fields[$0].type } ?? .int)
  }
}
