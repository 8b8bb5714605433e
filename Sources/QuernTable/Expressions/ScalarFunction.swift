/// A word on values, lifted to columns row by row. A null argument gives null unless it says else.
package enum ScalarFunction: Hashable, Sendable {
  case abs
  /// Half away from zero; the second argument is the number of places.
  case round
  case floor
  case ceil
  case sqrt
  case exp
  case log
  /// Value, lower end, upper end; a null end does not bound.
  case clip
  /// To the type; what cannot be read is an error that names row and value.
  case cast(DataType)
  case lower
  case upper
  case trim
  /// Text, what to look for, what to put instead: every occurrence.
  case replace
  case startsWith
  case endsWith
  case contains
  /// Code points of a text, elements of a list.
  case length
  /// Text, first code point (0-based; negative from the end), and one past the last.
  case slice
  /// Joins the texts of all arguments.
  case concat
  case year
  case month
  case day
  case hour
  case minute
  case second
  /// 1 is Monday.
  case weekday
  /// The date of a datetime.
  case date
  /// The time of day of a datetime.
  case time
  /// Turns an order round, inside of `sort`, `rank`, `ntile` and `over:`.
  case descending
  /// A field of a struct.
  case field(String)
  /// A category of these levels, in this order; any other label becomes `other`, or is an error.
  case levels([String], other: String?)
  /// The class that a number or a moment lies in.
  case cut(CutSpec)

  /// The word that stands for it in the language.
  package var name: String {
    switch self {
    case .abs: "abs"
    case .round: "round"
    case .floor: "floor"
    case .ceil: "ceil"
    case .sqrt: "sqrt"
    case .exp: "exp"
    case .log: "log"
    case .clip: "clip"
    case .cast: "cast"
    case .lower: "lower"
    case .upper: "upper"
    case .trim: "trim"
    case .replace: "replace"
    case .startsWith: "starts_with"
    case .endsWith: "ends_with"
    case .contains: "contains"
    case .length: "len"
    case .slice: "slice"
    case .concat: "concat"
    case .year: "year"
    case .month: "month"
    case .day: "day"
    case .hour: "hour"
    case .minute: "minute"
    case .second: "second"
    case .weekday: "weekday"
    case .date: "date"
    case .time: "time"
    case .descending: "desc"
    case .field: "field"
    case .levels: "levels"
    case .cut: "cut"
    }
  }

  /// Every function but those that hold more than their name.
  package static let simple: [ScalarFunction] = [
    .abs, .round, .floor, .ceil, .sqrt, .exp, .log, .clip, .lower, .upper, .trim, .replace,
    .startsWith, .endsWith, .contains, .length, .slice, .concat, .year, .month, .day, .hour,
    .minute, .second, .weekday, .date, .time, .descending,
  ]

  package static func named(_ name: String) -> ScalarFunction? { simple.first { $0.name == name } }

  /// How many arguments it takes.
  package var argumentCount: ClosedRange<Int> {
    switch self {
    case .abs, .floor, .ceil, .sqrt, .exp, .log, .cast, .lower, .upper, .trim, .length, .year,
      .month, .day, .hour, .minute, .second, .weekday, .date, .time, .descending, .field, .levels,
      .cut:
      1...1
    case .round: 1...2
    case .clip, .replace: 3...3
    case .startsWith, .endsWith, .contains: 2...2
    case .slice: 2...3
    case .concat: 1...Limits.concatArgumentsMax
    }
  }
}
