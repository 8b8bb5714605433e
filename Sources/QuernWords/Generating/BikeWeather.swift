import QuernText

/// The weather over made-up bikes: half of it is what it was yesterday and an hour ago.
struct BikeWeather {
  enum Weather: String {
    case clear, cloudy, rain, snow
  }

  private(set) var weather = Weather.clear
  /// In degrees Celsius, to a tenth.
  private(set) var temperature = 0.0
  /// In per cent.
  private(set) var humidity: Int64 = 0
  /// In metres per second, to a tenth.
  private(set) var wind = 0.0

  /// How much warmer than usual the day is, in degrees.
  private var warmth = 0.0
  private var dayWetness = 0.0
  private var hourWetness = 0.0
  private var gust = 0.0

  mutating func beginDay(_ draws: inout Draws) {
    warmth = 0.78 * warmth + 2 * draws.normal()
    dayWetness = 0.5 * dayWetness + 0.75 * draws.normal()
  }

  mutating func beginHour(_ hour: Int, of date: CivilDate, _ draws: inout Draws) {
    hourWetness = 0.8 * hourWetness + 0.35 * draws.normal()
    gust = 0.85 * gust + 0.8 * draws.normal()
    let wetness = dayWetness + hourWetness
    let usual = Self.usual(date)
    // A clear day is warmer and its night colder.
    let swing = wetness < 0.5 ? 1.15 : 0.6
    temperature = tenths(usual + warmth + swing * Self.ofHour[hour])
    weather =
      switch wetness {
      case ..<0.45: .clear
      case ..<1.2: .cloudy
      default: temperature < 0.5 ? .snow : .rain
      }
    let moisture = 66 + 9 * wetness - 1.3 * swing * Self.ofHour[hour] + 4 * draws.normal()
    humidity = Int64(min(100, max(20, moisture)).rounded())
    wind = tenths(max(0, 3.6 + 0.5 * wetness + gust))
  }

  private func tenths(_ number: Double) -> Double { (number * 10).rounded() / 10 }

  /// The mean of the days around a date, between the middles of its months.
  private static func usual(_ date: CivilDate) -> Double {
    let place = Double(date.month - 1) + (Double(date.day) - 15) / 30.5 + 12
    let before = place.rounded(.down)
    let share = place - before
    return ofMonth[Int(before) % 12] * (1 - share) + ofMonth[(Int(before) + 1) % 12] * share
  }

  private static let ofMonth = [
    -1.5, -0.5, 3.5, 8.5, 13.5, 17.5, 19.5, 18.5, 14.5, 9, 4, 0,
  ]

  private static let ofHour = [
    -2.6, -3, -3.4, -3.7, -3.8, -3.5, -2.8, -1.8, -0.6, 0.6, 1.6, 2.4, 3, 3.4, 3.6, 3.5, 3, 2.2,
    1.2, 0.2, -0.6, -1.2, -1.8, -2.2,
  ]
}
