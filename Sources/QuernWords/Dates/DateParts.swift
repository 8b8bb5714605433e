import QuernPlan
import QuernTable
import QuernValue

extension Word {
  static let year = datePart(
    "year", .year, "The year of a date or datetime.", "year(@2024-02-29)", "2024")
  static let month = datePart(
    "month", .month, "The month of a date or datetime, 1 to 12.", "month(@2024-02-29)", "2")
  static let day = datePart(
    "day", .day, "The day of the month, 1 to 31.", "day(@2024-02-29)", "29")
  static let weekday = datePart(
    "weekday", .weekday, "The day of the week: 1 is Monday, 7 Sunday.", "weekday(@2024-02-29)", "4")
  static let quarter = datePart(
    "quarter", .quarter, "The quarter of the year, 1 to 4.", "quarter(@2024-02-29)", "1")
  static let week = datePart(
    "week", .week, "The ISO week, 1 to 53; a week belongs to the year of its Thursday.",
    "week(@2024-12-30)", "1")
  static let hour = datePart(
    "hour", .hour, "The hour of a time, datetime or instant (in UTC), 0 to 23.",
    "hour(@2024-02-29T13:45)", "13")
  static let minute = datePart(
    "minute", .minute, "The minute of a time, datetime or instant, 0 to 59.",
    "minute(@2024-02-29T13:45)", "45")
  static let second = datePart(
    "second", .second, "The second of a time, datetime or instant, 0 to 59.",
    "second(@2024-02-29T13:45:10)", "10")

  private static func datePart(
    _ name: String, _ function: ScalarFunction, _ summary: String, _ example: String,
    _ shows: String
  ) -> Word {
    kernel(
      name, .dates, summary,
      parameters: [
        .required("t", .either([.date, .expression]), "A date, time, datetime, or a column.")
      ],
      data: ["t"], result: .int, examples: [WordExample(example, shows: shows)],
      { call, part in .function(function, [try required("t", call, part)]) })
  }
}
