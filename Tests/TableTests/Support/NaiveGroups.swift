import Glibc
import QuernTable

/// Groups and aggregates, as plainly as they can be written.
enum NaiveGroups {
  /// Row numbers by key, in order of first appearance; null is a key.
  static func group(_ rows: [[Scalar]], _ keys: [Int]) -> [(key: [Scalar], rows: [Int])] {
    var places: [[Scalar]: Int] = [:]
    var groups: [(key: [Scalar], rows: [Int])] = []
    for (number, row) in rows.enumerated() {
      let key = keys.map { row[$0] }
      if let place = places[key] {
        groups[place].rows.append(number)
      } else {
        places[key] = groups.count
        groups.append((key, [number]))
      }
    }
    return groups
  }

  static func aggregate(_ aggregate: Aggregate, _ values: [Scalar], _ type: DataType) -> Scalar {
    let known = values.filter { !$0.isNull }
    switch aggregate {
    case .count: return .int(Int64(known.count))
    case .nunique: return .int(Int64(Set(known).count))
    case .first: return known.first ?? .null
    case .last: return known.last ?? .null
    case .min: return known.min { NaiveOrder.precedes($0, $1, descending: false) < 0 } ?? .null
    case .max: return known.max { NaiveOrder.precedes($0, $1, descending: false) < 0 } ?? .null
    case .mode:
      var best: (value: Scalar, count: Int)?
      for value in Set(known) {
        let count = known.filter { $0 == value }.count
        let isSmaller = best.map { NaiveOrder.precedes(value, $0.value, descending: false) < 0 }
        if count > best?.count ?? 0 || count == best?.count && isSmaller == true {
          best = (value, count)
        }
      }
      return best?.value ?? .null
    case .sum:
      if type == .float { return .float(doubles(known).reduce(0, +)) }
      return .int(known.reduce(0) { $0 + (whole($1) ?? 0) })
    case .mean:
      return known.isEmpty ? .null : .float(doubles(known).reduce(0, +) / Double(known.count))
    case .median: return quantile(known, 0.5)
    case .quantile(let share): return quantile(known, share)
    case .variance, .std:
      guard known.count > 1 else { return .null }
      let mean = doubles(known).reduce(0, +) / Double(known.count)
      let variance =
        doubles(known).map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
        / Double(known.count - 1)
      return .float(aggregate == .std ? variance.squareRoot() : variance)
    }
  }

  private static func whole(_ value: Scalar) -> Int64? {
    switch value {
    case .int(let number): number
    case .bool(let flag): flag ? 1 : 0
    default: nil
    }
  }

  private static func doubles(_ values: [Scalar]) -> [Double] {
    values.map { $0.doubleValue ?? Double(whole($0) ?? 0) }
  }

  private static func quantile(_ known: [Scalar], _ share: Double) -> Scalar {
    let sorted = doubles(known).sorted()
    guard let last = sorted.last else { return .null }
    let place = Double(sorted.count - 1) * share
    let low = Int(place)
    let high = low + 1 < sorted.count ? sorted[low + 1] : last
    return .float(sorted[low] + (high - sorted[low]) * (place - Double(low)))
  }

  /// Whether two results agree: floats within rounding, all else exactly.
  static func agree(_ a: Scalar, _ b: Scalar) -> Bool {
    guard case .float(let x) = a, case .float(let y) = b else { return a == b }
    return x == y || abs(x - y) <= 1e-9 * max(abs(x), abs(y), 1)
  }
}
