internal import QuernText
internal import Synchronization

/// The constraints that scalars can break, as the ends of AWS's sentence "Member must …".
enum Constraint {
  static func broken(by json: JSON, _ shape: Shape) -> [String] {
    switch shape {
    case .text(let limits):
      guard case .string(let value) = json else { return [] }
      return text(value, limits)
    case .choice(let values):
      guard case .string(let value) = json, !values.contains(value) else { return [] }
      return ["satisfy enum value set: [\(values.joined(separator: ", "))]"]
    case .integer(let limits), .number(let limits):
      switch json {
      case .int(let value): return number(Double(value), limits)
      case .number(let value): return number(value, limits)
      case .null, .bool, .string, .array, .object: return []
      }
    case .boolean, .timestamp, .list, .map, .structure:
      return []
    }
  }

  static func count(_ count: Int, _ limits: CountLimits, _ noun: String) -> [String] {
    var broken: [String] = []
    if let minimum = limits.minimum, count < minimum {
      broken.append("have \(noun) greater than or equal to \(minimum)")
    }
    if let maximum = limits.maximum, count > maximum {
      broken.append("have \(noun) less than or equal to \(maximum)")
    }
    return broken
  }

  private static func text(_ value: String, _ limits: TextLimits) -> [String] {
    var broken = count(value.unicodeScalars.count, limits.count, "length")
    // A pattern is only tried on text of allowed length: matching must stay cheap.
    if broken.isEmpty, let pattern = limits.pattern, !Pattern.matches(value, pattern) {
      broken.append("satisfy regular expression pattern: \(pattern)")
    }
    return broken
  }

  private static func number(_ value: Double, _ limits: NumberLimits) -> [String] {
    var broken: [String] = []
    if let minimum = limits.minimum, value < Double(minimum) {
      broken.append("have value greater than or equal to \(minimum)")
    }
    if let maximum = limits.maximum, value > Double(maximum) {
      broken.append("have value less than or equal to \(maximum)")
    }
    return broken
  }
}

/// The service model's regular expressions, compiled once each.
package enum Pattern {
  /// Whether all of `text` matches `pattern`; a pattern that does not compile matches nothing.
  static func matches(_ text: String, _ pattern: String) -> Bool {
    cache.withLock { cache in
      if cache[pattern] == nil { cache[pattern] = Compiled(pattern) }
      guard let regex = cache[pattern]?.regex else { return false }
      do {
        return try regex.wholeMatch(in: text) != nil
      } catch {
        return false
      }
    }
  }

  /// Whether `pattern` can be compiled; a test asks this of every pattern in use.
  package static func isValid(_ pattern: String) -> Bool { Compiled(pattern).regex != nil }

  private static let cache = Mutex<[String: Compiled]>([:])

  private struct Compiled {
    let regex: Regex<AnyRegexOutput>?

    init(_ pattern: String) {
      do {
        regex = try Regex(pattern).matchingSemantics(.unicodeScalar)
      } catch {
        regex = nil
      }
    }
  }
}
