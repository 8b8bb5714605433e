import Testing

@testable import QuernPlot

@Suite struct TickTests {
  private func texts(_ scale: Scale, _ count: Int = 6) -> [String] {
    Ticks.of(scale, count: count).map { ($0.context.map { $0 + " " } ?? "") + $0.text }
  }

  private func numbers(_ lower: Double, _ upper: Double, _ format: NumberFormat = .plain)
    -> [String]
  {
    texts(.number(format, lower: lower, upper: upper, isLog: false))
  }

  @Test func numbersAreRoundAndHaveAsManyPlacesAsTheirStep() {
    #expect(numbers(0, 1) == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(numbers(0, 12_000) == ["0", "2000", "4000", "6000", "8000", "10 000", "12 000"])
    #expect(numbers(-0.3, 0.3) == ["−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3"])
    #expect(numbers(0, 5e6) == ["0", "1 M", "2 M", "3 M", "4 M", "5 M"])
    #expect(numbers(0, 1e-5).last == "1e-5")
  }

  @Test func unitsOfAxes() {
    #expect(numbers(0, 1, .share) == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"])
    #expect(
      numbers(0, 3 * 1_073_741_824, .bytes)
        == ["0 B", "1 GiB", "2 GiB", "3 GiB"])
    #expect(
      numbers(0, 3_600e6, .duration)
        == ["0", "10 min", "20 min", "30 min", "40 min", "50 min", "1 h"])
    #expect(
      texts(.number(.bytes, lower: 900, upper: 4e9, isLog: true))
        == ["1 KiB", "32 KiB", "1 MiB", "32 MiB", "1 GiB"])
  }

  @Test func logarithms() {
    #expect(
      texts(.number(.plain, lower: 1, upper: 100_000, isLog: true))
        == ["1", "10", "100", "1000", "10 000", "100 000"])
    #expect(
      texts(.number(.plain, lower: 0.5, upper: 30, isLog: true))
        == ["0.5", "1", "2", "5", "10", "20"])
  }

  @Test func daysHaveTheirYearWhereItChanges() {
    let day = 86_400_000_000.0
    #expect(
      texts(.moment(.date, lower: 15_000 * day, upper: 15_300 * day))
        == ["2011 Mar", "May", "Jul", "Sep", "Nov"])
    #expect(
      texts(.moment(.date, lower: 10_000 * day, upper: 15_300 * day))
        == ["1998", "2000", "2002", "2004", "2006", "2008", "2010"])
    #expect(
      texts(.moment(.datetime, lower: 0, upper: day))
        == ["1 Jan 1970 00:00", "06:00", "12:00", "18:00", "2 Jan 1970 00:00"])
  }
}
