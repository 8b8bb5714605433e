import Glibc
import QuernText
import Testing

@Suite struct NumbersTests {
  @Test(arguments: [
    (0.1, "0.1"), (3, "3.0"), (1e21, "1e21"), (1e-7, "1e-7"), (-0.0, "-0.0"),
    (.leastNonzeroMagnitude, "5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e308"), (123_456_789, "123456789.0"),
    (.infinity, "inf"), (-.infinity, "-inf"), (0.30000000000000004, "0.30000000000000004"),
  ])
  func shortestTextReadsBack(_ value: Double, _ text: String) {
    #expect(Numbers.shortest(value) == text)
    #expect(Numbers.parseDouble(text) == value)
  }

  @Test func fixedRoundsCorrectly() {
    #expect(Numbers.fixed(3.14159, places: 2) == "3.14")
    #expect(Numbers.fixed(2.5, places: 0) == "2")
    #expect(Numbers.fixed(0.125, places: 2) == "0.12")
    #expect(Numbers.fixed(1.005, places: 2) == "1.00")
    #expect(Numbers.fixed(-0.001, places: 2) == "0.00")
    #expect(Numbers.fixed(1e22, places: 1) == "10000000000000000000000.0")
    #expect(Numbers.fixed(.nan, places: 1) == "nan")
  }

  @Test func significantDropsTrailingZeros() {
    #expect(Numbers.significant(0.00123456, digits: 3) == "0.00123")
    #expect(Numbers.significant(1.5, digits: 6) == "1.5")
    #expect(Numbers.significant(12_345_678, digits: 3) == "1.23e7")
    #expect(Numbers.significant(1e-9, digits: 3) == "1e-9")
    #expect(Numbers.significant(100, digits: 3) == "100")
  }

  @Test func numbersIgnoreTheLocale() {
    // Where the locale is not installed this test shows nothing, and the next ones hold anyway.
    setlocale(LC_NUMERIC, "de_DE.UTF-8")
    defer { setlocale(LC_NUMERIC, "C") }
    #expect(Numbers.fixed(1.5, places: 1) == "1.5")
    #expect(Numbers.parseDouble("1.00000000000000000000000005") == 1)
    #expect(Numbers.parseDouble("1,5") == nil)
  }

  @Test func groupsOfThreeDigitsAreSpaced() {
    #expect(Numbers.grouped(0) == "0")
    #expect(Numbers.grouped(999) == "999")
    #expect(Numbers.grouped(6_912) == "6 912")
    #expect(Numbers.grouped(-1_234_567) == "-1 234 567")
    #expect(Numbers.grouped(.min) == "-9 223 372 036 854 775 808")
  }

  @Test func sizesAreWrittenForPeople() {
    #expect(Numbers.bytes(0) == "0 B")
    #expect(Numbers.bytes(1_023) == "1023 B")
    #expect(Numbers.bytes(1_024) == "1 KiB")
    #expect(Numbers.bytes(1_300_000_000) == "1.2 GiB")
    #expect(Numbers.bytes(34 << 20) == "34 MiB")
    #expect(Numbers.bytes(1_048_575) == "1 MiB")
    #expect(Numbers.bytes(-2_048) == "-2 KiB")
    #expect(Numbers.bytes(.max) == "8 EiB")
  }

  @Test func durationsAreWrittenForPeople() {
    #expect(Numbers.seconds(0) == "0 s")
    #expect(Numbers.seconds(0.00025) == "250 µs")
    #expect(Numbers.seconds(0.008) == "8 ms")
    #expect(Numbers.seconds(0.9996) == "1.00 s")
    #expect(Numbers.seconds(1.24) == "1.24 s")
    #expect(Numbers.seconds(12.34) == "12.3 s")
    #expect(Numbers.seconds(59.96) == "1 min 0 s")
    #expect(Numbers.seconds(123) == "2 min 3 s")
    #expect(Numbers.seconds(3_840) == "1 h 4 min")
    #expect(Numbers.seconds(183_600) == "2 d 3 h")
    #expect(Numbers.seconds(-0.008) == "-8 ms")
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("+5", 5), ("007", 7), ("9223372036854775807", .max),
      ("-9223372036854775808", .min), ("000000000000000000000000000012", 12),
    ] as [(String, Int64)])
  func integersAreRead(_ text: String, _ expected: Int64) {
    #expect(Numbers.parseInt(text) == expected)
  }

  @Test(arguments: [
    "", "-", "+", " 1", "1 ", "1.0", "1e3", "0x1", "9223372036854775808", "-9223372036854775809",
    "99999999999999999999999", "--1", "1_000", "１",
  ])
  func whatIsNoIntegerIsRefused(_ text: String) {
    #expect(Numbers.parseInt(text) == nil)
  }

  @Test(arguments: [
    "", ".", "-", "e5", "1e", "1e+", "1.2.3", " 1", "1 ", "0x1p3", "nan", "infinit", "1e5.0", "1f",
  ])
  func whatIsNoNumberIsRefused(_ text: String) {
    #expect(Numbers.parseDouble(text) == nil)
  }

  @Test(arguments: [
    "0", "-0.0", ".5", "5.", "+1.5E+3", "1e22", "1e23", "9007199254740993", "9007199254740992.5",
    "0.1", "1e-400", "1e400", "2.2250738585072011e-308", "2.2250738585072014e-308",
    "4.9406564584124654e-324", "2.4703282292062327208e-324", "2.4703282292062328e-324",
    "1.7976931348623158e308", "1.7976931348623159e308", "123456789012345678901234567890",
    "0.000000000000000000000000000000000000000000000001", "1e-22", "1e-23", "3e-5000000000000",
    "6631236846766476e-316", "1.00000005960464477539062500000000000000000000000001",
    "10000000000000000000000000000000000000000e-40", "9223372036854775808e-19",
    "179769313486231580793e289", "100000000000000016777215", "100000000000000016777216",
  ])
  func doublesEqualThoseOfTheCLibrary(_ text: String) {
    #expect(Numbers.parseDouble(text)?.bitPattern == strtod(text, nil).bitPattern)
  }

  @Test func infinityIsReadInAnyCase() {
    #expect(Numbers.parseDouble("inf") == .infinity)
    #expect(Numbers.parseDouble("-Infinity") == -.infinity)
  }

  @Test func randomDoublesEqualThoseOfTheCLibrary() {
    var random = TestRandom(seed: TestRandom.seed)
    for _ in 0..<6_000 {
      let text = NumbersTests.decimal(&random)
      let ours = Numbers.parseDouble(text)?.bitPattern
      #expect(ours == strtod(text, nil).bitPattern, "seed \(TestRandom.seed): \(text)")
    }
  }

  @Test func numbersHalfwayBetweenDoublesEqualThoseOfTheCLibrary() {
    var random = TestRandom(seed: TestRandom.seed)
    for _ in 0..<1_500 {
      // Exactly between two doubles, and a hair to either side of it.
      let low = Double(1 << 52 | random.bits() >> 12)
      let exact = UInt64(low) * 2 + 1
      let scaled = exact.multipliedFullWidth(by: 5)
      guard scaled.high == 0 else { continue }
      for text in ["\(scaled.low)e-1", "\(scaled.low)00000000000001e-15", "\(scaled.low - 1)e-1"] {
        let ours = Numbers.parseDouble(text)?.bitPattern
        #expect(ours == strtod(text, nil).bitPattern, "seed \(TestRandom.seed): \(text)")
      }
    }
  }

  @Test func randomDoublesReadBackFromTheirShortestText() {
    var random = TestRandom(seed: TestRandom.seed)
    for _ in 0..<6_000 {
      let value = Double(bitPattern: random.bits())
      guard value.isFinite else { continue }
      let text = Numbers.shortest(value)
      let back = Numbers.parseDouble(text)
      #expect(back?.bitPattern == value.bitPattern, "seed \(TestRandom.seed): \(text)")
    }
  }

  /// A decimal number of a random shape: few or many digits, near and far exponents.
  private static func decimal(_ random: inout TestRandom) -> String {
    let count = 1 + random.below([3, 8, 17, 19, 22, 40][random.below(6)])
    var text = random.below(2) == 0 ? "" : "-"
    let point = random.below(count + 1)
    for place in 0..<count {
      if place == point { text += "." }
      text += "\(random.below(10))"
    }
    if random.below(2) == 0 {
      let range = [10, 30, 320, 400][random.below(4)]
      text += "e\(random.below(2 * range) - range)"
    }
    return text
  }
}
