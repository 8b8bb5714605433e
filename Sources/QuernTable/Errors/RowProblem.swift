import QuernText

/// What a value of a row can be that a function does not take.
package enum RowProblem: Hashable, Sendable {
  /// Clocks of the zone show the time twice, or never.
  case ambiguousTime(String, zone: String)
  case absentTime(String, zone: String)
  case unreadable(String, type: DataType, formats: [String])
  /// A pattern takes too many steps.
  case patternLimit(String)
  /// Numbers that make no date or time.
  case noSuchTime(String, DataType)

  var code: String {
    switch self {
    case .ambiguousTime: "ambiguous-time"
    case .absentTime: "absent-time"
    case .unreadable: "cast-failed"
    case .patternLimit: "pattern-limit"
    case .noSuchTime: "out-of-range"
    }
  }

  func message(_ inRow: String) -> String {
    switch self {
    case .ambiguousTime(let value, let zone):
      return "\(value)\(inRow) happens twice in \(zone): the clocks were set back"
    case .absentTime(let value, let zone):
      return "\(value)\(inRow) never happens in \(zone): the clocks were set forward"
    case .unreadable(let value, let type, let formats):
      let by =
        formats.isEmpty
        ? "" : " by " + formats.map { Scalar.quoted($0) }.joined(separator: " or ")
      return "\(Scalar.quoted(value))\(inRow) cannot be read as \(type.name)\(by)"
    case .patternLimit(let pattern):
      return "regex('\(pattern)') takes too many steps\(inRow)"
    case .noSuchTime(let value, let type):
      return "there is no \(type.name) \(value)\(inRow)"
    }
  }

  var hints: [String] {
    switch self {
    case .ambiguousTime:
      ["ambiguous: earlier takes the first of the two, ambiguous: later the second"]
    case .absentTime: ["absent: later takes the time by as much later as the clocks were set"]
    case .unreadable(_, let type, let formats):
      [
        formats.isEmpty && type.isMoment
          ? "say how it is written: parse(…, \(type.name), \"%d.%m.%Y\"), or a list of ways"
          : "lenient: true makes null of what cannot be read, and counts it"
      ]
    case .patternLimit:
      ["nested repetitions such as (a+)+ go over a text in very many ways: write one, a+"]
    case .noSuchTime: []
    }
  }
}
