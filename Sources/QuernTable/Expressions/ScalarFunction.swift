package import QuernText

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
  case quarter
  /// The ISO week, 1 to 53.
  case week
  /// A date of year, month and day, or a time or datetime of further parts.
  case compose(DataType)
  /// Down to a multiple of the span; weeks begin on Monday.
  case truncate(TimeSpan)
  /// A datetime on the wall of a zone as an instant, or an instant as what its wall shows.
  case atZone(ZoneRule)
  case parse(ParseRule)
  /// Text, width in code points, and what to fill it up with.
  case pad(PadSide)
  case pattern(PatternUse, String)
  /// A text as the list of its parts.
  case split(SplitRule)
  /// A list as one text, with another between its elements; nulls are left out.
  case joinText
  /// A draw from the standard normal distribution for each number of a row, from 1, of the stream
  /// with these words.
  case normal(UInt64, UInt64)
  /// The element of a list at a place from 0, from the end where it is negative; null beyond.
  case element
  /// An expression over `ElementScope.element` for each element of a list.
  case map(ColumnExpression)
  /// From a first value on, an expression over `ElementScope.total` and `.element` for each
  /// element of a list.
  case fold(ColumnExpression)
  /// The first argument; the second at rows where the first fails for its data.
  case attempt

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
    case .quarter: "quarter"
    case .week: "week"
    case .compose(let type): type.name
    case .truncate: "truncate"
    case .atZone: "at_zone"
    case .parse: "parse"
    case .pad: "pad"
    case .pattern(let use, _): use.name
    case .split: "split_text"
    case .joinText: "join_text"
    case .element: "get"
    case .normal: "normal"
    case .map: "map"
    case .fold: "fold"
    case .attempt: "try"
    }
  }

  /// Every function that is told by its name alone.
  package static let simple: [ScalarFunction] = [
    .abs, .round, .floor, .ceil, .sqrt, .exp, .log, .clip, .lower, .upper, .trim, .replace,
    .startsWith, .endsWith, .contains, .length, .slice, .concat, .year, .month, .day, .hour,
    .minute, .second, .weekday, .date, .time, .descending, .quarter, .week, .joinText, .element,
    .attempt,
  ]

  package static func named(_ name: String) -> ScalarFunction? { simple.first { $0.name == name } }

  /// How many arguments it takes.
  package var argumentCount: ClosedRange<Int> {
    switch self {
    case .abs, .floor, .ceil, .sqrt, .exp, .log, .cast, .lower, .upper, .trim, .length, .year,
      .month, .day, .hour, .minute, .second, .weekday, .date, .time, .descending, .field, .levels,
      .cut, .quarter, .week, .truncate, .atZone, .parse, .pattern, .split, .map,
      .normal:
      1...1
    case .round: 1...2
    case .clip, .replace, .pad: 3...3
    case .startsWith, .endsWith, .contains, .joinText, .element, .fold, .attempt: 2...2
    case .compose(.date): 3...3
    case .compose(.time): 2...3
    case .compose: 3...6
    case .slice: 2...3
    case .concat: 1...Limits.concatArgumentsMax
    }
  }
}

/// The columns that the function of `map` and `fold` sees.
package enum ElementScope {
  package static let element = "\u{1}element"
  package static let total = "\u{1}total"
}
