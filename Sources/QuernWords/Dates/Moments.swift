import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `date(2024, 2, 29)`, `date("2024-02-29")`, `date(.t)`
  static let date = moment(
    "date", .date, "A date of year, month and day, of a text, or of a datetime.",
    parts: [
      ("month", "The month, 1 to 12, where the first argument is the year."),
      ("day", "The day of the month."),
    ],
    examples: [
      WordExample("date(2024, 2, 29)", shows: "2024-02-29"),
      WordExample("date(\"2024-02-29\")", shows: "2024-02-29"),
      WordExample("date(@2024-02-29T13:45)", shows: "2024-02-29"),
    ])

  /// `datetime(2024, 2, 29, 13, 45)`, `datetime(.d)`
  static let datetime = moment(
    "datetime", .datetime, "A datetime of its numbers, of a text, or of a date (midnight).",
    parts: [
      ("month", "The month, 1 to 12, where the first argument is the year."),
      ("day", "The day of the month."), ("hour", "The hour, 0 to 23."),
      ("minute", "The minute, 0 to 59."), ("second", "The second, 0 to 59."),
    ],
    examples: [
      WordExample("datetime(2024, 2, 29, 13, 45)", shows: "2024-02-29T13:45:00"),
      WordExample("datetime(@2024-02-29) + 36h", shows: "2024-03-01T12:00:00"),
    ])

  /// `time(13, 45)`, `time("13:45")`, `time(.t)`
  static let time = moment(
    "time", .time, "A time of day of hour, minute and second, of a text, or of a datetime.",
    parts: [
      ("minute", "The minute, where the first argument is the hour."), ("second", "The second."),
    ],
    examples: [
      WordExample("time(13, 45)", shows: "13:45:00"),
      WordExample("time(@2024-02-29T13:45)", shows: "13:45:00"),
    ])

  private static func moment(
    _ name: String, _ type: DataType, _ summary: String, parts: [(name: String, doc: String)],
    examples: [WordExample]
  ) -> Word {
    let more = parts.map { part in
      Parameter.optional(part.name, .either([.int, .expression]), part.doc)
    }
    return kernel(
      name, .dates, summary,
      parameters: [
        .required(
          "x", .either([.int, .string, .date, .expression]),
          "The first number, a text in ISO's form, or a moment.")
      ] + more,
      data: ["x"] + parts.map(\.name), result: StaticType(type), examples: examples,
      { call, part in
        let first = try required("x", call, part)
        var numbers = [first]
        for entry in parts {
          if let number = try part(entry.name) { numbers.append(number) }
        }
        if numbers.count == 1 { return .function(.cast(type), numbers) }
        let least = type == .time ? 2 : 3
        guard numbers.count >= least else { throw call.missing(parts[least - 2].name) }
        return .function(.compose(type), numbers)
      })
  }

  /// `now()`
  static let now = Word(
    "now", .dates, "The instant at which the cell began; one value for the whole cell.",
    parameters: [], result: .type(.plain(.instant)), effect: .reads,
    examples: [WordExample("year(now()) >= 1970", shows: "true")],
    body: { call in .instant(call.host.now()) })

  /// `truncate(.t, 1mo)`
  static let truncate = kernel(
    "truncate", .dates,
    "A moment down to the start of its hour, day, week (Monday), month or any such span.",
    parameters: [
      .required("t", .either([.date, .expression]), "A date, datetime, instant or a column."),
      .required("to", .duration, "The span: 15min, 1h, 1d, 1w, 1mo, 3mo, 1y."),
    ],
    data: ["t"], result: .unknown,
    examples: [
      WordExample("truncate(@2024-02-29, 1mo)", shows: "2024-02-01"),
      WordExample("truncate(@2024-02-29, 1w)", shows: "2024-02-26"),
      WordExample("truncate(@2024-02-29T13:52, 15min)", shows: "2024-02-29T13:45:00"),
    ],
    { call, part in
      let t = try required("t", call, part)
      guard let span = try call.windowSpan("to") else { throw call.missing("to") }
      return .function(.truncate(span), [t])
    })

  /// `at_zone(.t, "Europe/Oslo")`
  static let atZone = kernel(
    "at_zone", .dates,
    "A datetime on the clocks of a zone as an instant; an instant as what its clocks show.",
    parameters: [
      .required("t", .either([.date, .expression]), "A datetime, an instant, or a column."),
      .required("zone", .string, "As \"Europe/Oslo\" or \"UTC\"."),
      .option(
        "ambiguous", .constant, default: "error",
        constants: AmbiguousTime.allCases.map(\.rawValue),
        "What a time means that clocks show twice, as they are set back."),
      .option(
        "absent", .constant, default: "error", constants: AbsentTime.allCases.map(\.rawValue),
        "What a time means that clocks never show, as they are set forward."),
    ],
    data: ["t"], result: .unknown,
    examples: [
      WordExample("at_zone(@2024-07-01T12:00, \"Europe/Oslo\")", shows: "2024-07-01T10:00:00Z"),
      WordExample("at_zone(@2024-07-01T10:00Z, \"Europe/Oslo\")", shows: "2024-07-01T12:00:00"),
      WordExample(
        "at_zone(@2024-10-27T02:30, \"Europe/Oslo\", ambiguous: later)",
        shows: "2024-10-27T01:30:00Z"),
    ],
    { call, part in
      let t = try required("t", call, part)
      let ambiguous = try call.constant("ambiguous").flatMap(AmbiguousTime.init(rawValue:))
      let absent = try call.constant("absent").flatMap(AbsentTime.init(rawValue:))
      let rule = ZoneRule(
        zone: try call.string("zone") ?? "", ambiguous: ambiguous ?? .error,
        absent: absent ?? .error)
      return .function(.atZone(rule), [t])
    })

  /// `parse(.s, date, "%d.%m.%Y")`
  static let parse = kernel(
    "parse", .strings, "Read a text as a date, time or number, by how it is written.",
    parameters: [
      .required("x", .either([.string, .expression]), "A text or a column."),
      .required(
        "type", .constant,
        constants: ["date", "time", "datetime", "instant", "int", "float", "bool"],
        "What to make of it."),
      .optional(
        "format", .either([.string, .list]), default: "ISO",
        "How a moment is written: \"%d.%m.%Y\", or a list of ways, of which the first that fits "
          + "counts."),
      .option(
        "lenient", .bool, default: "false", "What cannot be read becomes null, and is counted."),
    ],
    data: ["x"], result: .unknown,
    examples: [
      WordExample("parse(\"29.02.2024\", date, \"%d.%m.%Y\")", shows: "2024-02-29"),
      WordExample(
        "parse(\"Feb 3, 2024\", date, [\"%Y-%m-%d\", \"%b %d, %Y\"])", shows: "2024-02-03"),
      WordExample("parse(\"n/a\", float, lenient: true)", shows: "null"),
    ],
    { call, part in
      let x = try required("x", call, part)
      let type = try call.dataType(call.value("type"), for: "type")
      var formats: [String] = []
      switch call.value("format") {
      case .null: break
      case .string(let text): formats = [text]
      case .list(let values):
        for value in values {
          guard case .string(let text) = value else { throw call.wrong("format", value) }
          formats.append(text)
        }
      case let other: throw call.wrong("format", other)
      }
      let isLenient = try call.bool("lenient") ?? false
      return .function(
        .parse(ParseRule(type: type, formats: formats, isLenient: isLenient)), [x])
    })
}
