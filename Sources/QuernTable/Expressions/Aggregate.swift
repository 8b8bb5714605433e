/// A function from the values of a group to one value. Nulls are skipped; a group without values
/// gives null (`count` and `nunique` give 0, `sum` gives 0).
package enum Aggregate: Hashable, Sendable {
  /// Rows, or with an argument its values that are not null.
  case count
  case sum
  case mean
  case median
  case min
  case max
  /// Sample standard deviation (n - 1).
  case std
  /// Sample variance (n - 1).
  case variance
  case first
  case last
  case nunique
  /// The most frequent value; of several the smallest.
  case mode
  /// Linear interpolation between the two nearest values; the share is within 0...1.
  case quantile(Double)

  /// The word that stands for it in the language.
  package var name: String {
    switch self {
    case .count: "count"
    case .sum: "sum"
    case .mean: "mean"
    case .median: "median"
    case .min: "min"
    case .max: "max"
    case .std: "std"
    case .variance: "var"
    case .first: "first"
    case .last: "last"
    case .nunique: "nunique"
    case .mode: "mode"
    case .quantile: "quantile"
    }
  }

  /// The aggregate of a word; `quantile` has its share as an argument.
  package static func named(_ name: String, share: Double? = nil) -> Aggregate? {
    if name == "quantile" { return share.map { .quantile($0) } }
    let simple: [Aggregate] = [
      .count, .sum, .mean, .median, .min, .max, .std, .variance, .first, .last, .nunique, .mode,
    ]
    return simple.first { $0.name == name }
  }

  /// The type of the result for an argument type; nil when the aggregate does not take it.
  package func resultType(_ argument: DataType?) -> DataType? {
    guard let argument else { return self == .count ? .int : nil }
    switch self {
    case .count, .nunique:
      return .int
    case .sum:
      switch argument {
      case .int, .bool, .null: return .int
      case .float, .duration, .size: return argument
      case .string, .date, .time, .datetime, .instant, .category, .list, .structure: return nil
      }
    case .mean, .median, .quantile, .std, .variance:
      switch argument {
      case .int, .float, .bool, .null: return .float
      case .duration: return self == .std || self == .variance ? nil : .duration
      case .string, .date, .time, .datetime, .instant, .size, .category, .list, .structure:
        return nil
      }
    case .min, .max, .mode:
      return argument.isOrdered ? argument : nil
    case .first, .last:
      return argument
    }
  }
}
