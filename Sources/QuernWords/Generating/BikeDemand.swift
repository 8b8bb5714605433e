import QuernText

/// How many rentals an hour of one day would have, before chance.
struct BikeDemand {
  let date: CivilDate
  /// Since the system opened.
  let years: Double
  /// How good a day it is for reasons that no column names; 1 on average.
  let mood: Double

  /// Days off that stand on a date, and one on a Monday of May and of September.
  var isHoliday: Bool {
    switch (date.month, date.day) {
    case (1, 1), (5, 1), (5, 17), (12, 24), (12, 25), (12, 26), (12, 31): true
    case (5, 25...31), (9, 1...7): weekday == 1
    default: false
    }
  }

  /// 1 is Monday.
  private var weekday: Int64 { (date.days + 3) % 7 + 1 }

  private var isFree: Bool { weekday > 5 || isHoliday }

  /// Members: to work and back, less so in July and between the years.
  func registered(_ hour: Int, _ sky: BikeWeather) -> Double {
    let profile = isFree ? Self.freeMembers[hour] : Self.workingMembers[hour]
    let away = date.month == 7 ? 0.86 : date.month == 12 && date.day > 21 ? 0.66 : 1
    let weather: Double =
      switch sky.weather {
      case .clear: 1
      case .cloudy: 0.95
      case .rain: 0.6
      case .snow: 0.42
      }
    return profile * (1 + 0.42 * years) * away * weather * mood
      * value(at: sky.temperature, Self.memberWarmth)
      * breeze(sky)
  }

  /// Casual riders: free afternoons in fine weather.
  func casual(_ hour: Int, _ sky: BikeWeather) -> Double {
    let profile = isFree ? Self.freeCasual[hour] : Self.workingCasual[hour]
    let weather: Double =
      switch sky.weather {
      case .clear: 1
      case .cloudy: 0.84
      case .rain: 0.33
      case .snow: 0.14
      }
    return profile * (1 + 0.2 * years) * weather * mood * mood
      * value(at: sky.temperature, Self.casualWarmth)
      * breeze(sky)
  }

  private func breeze(_ sky: BikeWeather) -> Double { 1 - 0.03 * max(0, min(10, sky.wind - 4)) }

  /// Along straight lines between the points.
  private func value(at place: Double, _ points: [(x: Double, y: Double)]) -> Double {
    var before = points[0]
    for point in points {
      if place <= point.x {
        guard point.x > before.x else { return point.y }
        return before.y + (point.y - before.y) * (place - before.x) / (point.x - before.x)
      }
      before = point
    }
    return before.y
  }

  /// Against degrees Celsius.
  private static let memberWarmth: [(x: Double, y: Double)] = [
    (-12, 0.3), (0, 0.56), (10, 0.86), (20, 1.1), (27, 1.14), (36, 0.9),
  ]
  private static let casualWarmth: [(x: Double, y: Double)] = [
    (-12, 0.02), (0, 0.14), (10, 0.55), (20, 1.15), (27, 1.4), (36, 1),
  ]

  private static let workingMembers: [Double] = [
    9, 4, 2, 1, 2, 9, 38, 118, 172, 84, 46, 52, 64, 62, 56, 66, 108, 190, 168, 112, 78, 58, 40, 22,
  ]
  private static let freeMembers: [Double] = [
    30, 22, 14, 7, 4, 4, 8, 17, 38, 66, 92, 108, 118, 120, 116, 112, 108, 100, 88, 70, 54, 44, 38,
    30,
  ]
  private static let workingCasual: [Double] = [
    2, 1, 1, 0.5, 0.3, 1, 3, 8, 13, 15, 20, 25, 29, 30, 31, 34, 41, 50, 46, 34, 24, 18, 12, 7,
  ]
  private static let freeCasual: [Double] = [
    12, 9, 6, 3, 1.5, 1.5, 3, 7, 18, 40, 70, 95, 114, 124, 128, 126, 116, 98, 76, 53, 38, 28, 20,
    14,
  ]
}
