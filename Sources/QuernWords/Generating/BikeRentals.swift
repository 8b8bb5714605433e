import QuernTable
import QuernText

/// Made-up rentals of a city's shared bikes, a row for each hour from 2024-01-01 on.
///
/// Members ride to work and back, casual riders on free afternoons; both mind temperature, rain,
/// snow and wind, and there are more of both each year. A good or bad day is followed by another.
/// An hour without a rental has no row, as in the exports of real systems.
struct BikeRentals {
  static let schema = Schema(fields: [
    Field(name: "time", type: .datetime),
    Field(name: "season", type: .string),
    Field(name: "holiday", type: .bool),
    Field(name: "weather", type: .string),
    Field(name: "temp", type: .float),
    Field(name: "humidity", type: .int),
    Field(name: "wind", type: .float),
    Field(name: "casual", type: .int),
    Field(name: "registered", type: .int),
    Field(name: "count", type: .int),
  ])

  private static let firstDay = CivilDate.days(year: 2024, month: 1, day: 1)
  private static let twoYears = CivilDate.days(year: 2026, month: 1, day: 1) - firstDay

  let stream: RandomStream

  /// The first `count` rows; without, those of two years.
  func rows(count: Int?) -> [[Scalar]] {
    var rows: [[Scalar]] = []
    var sky = BikeWeather()
    var mood = 0.0
    var day: Int64 = 0
    while count.map({ rows.count < $0 }) ?? (day < Self.twoYears) {
      var draws = Draws(stream.child(Int(day)))
      sky.beginDay(&draws)
      mood = 0.7 * mood + 0.055 * draws.normal()
      let date = CivilDate(days: Self.firstDay + day)
      let demand = BikeDemand(date: date, years: Double(day) / 365.25, mood: max(0.4, 1 + mood))
      for hour in 0..<24 {
        sky.beginHour(hour, of: date, &draws)
        let casual = draws.count(around: demand.casual(hour, sky))
        let registered = draws.count(around: demand.registered(hour, sky))
        guard casual + registered > 0 else { continue }
        if let count, rows.count == count { break }
        rows.append(
          row(date, hour, sky, demand.isHoliday) + [
            .int(casual), .int(registered), .int(casual + registered),
          ])
      }
      day += 1
    }
    return rows
  }

  private func row(
    _ date: CivilDate, _ hour: Int, _ sky: BikeWeather, _ isHoliday: Bool
  ) -> [Scalar] {
    [
      .datetime((date.days * 24 + Int64(hour)) * 3_600_000_000),
      .string(season(date.month)),
      .bool(isHoliday),
      .string(sky.weather.rawValue),
      .float(sky.temperature),
      .int(sky.humidity),
      .float(sky.wind),
    ]
  }

  private func season(_ month: Int) -> String {
    switch month {
    case 3...5: "spring"
    case 6...8: "summer"
    case 9...11: "autumn"
    default: "winter"
    }
  }
}
