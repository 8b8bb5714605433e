import QuernText
import Testing

@Suite struct DateTests {
  private func bytes<T>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
    Array(text.utf8).withUnsafeBufferPointer(body)
  }

  @Test func daysOfKnownDates() {
    #expect(CivilDate(year: 1970, month: 1, day: 1)?.days == 0)
    #expect(CivilDate(year: 2000, month: 3, day: 1)?.days == 11_017)
    #expect(CivilDate(year: 1582, month: 10, day: 15)?.days == -141_427)
    #expect(CivilDate(year: 0, month: 3, day: 1)?.days == -719_468)
    #expect(CivilDate(days: -1).isoString == "1969-12-31")
  }

  @Test func everyDateOfTwentyThousandYearsComesBack() {
    // Every day near the ends and around leap days of centuries, and every 37th in between.
    let first = CivilDate.days(year: -10_000, month: 1, day: 1)
    let last = CivilDate.days(year: 10_000, month: 12, day: 31)
    var before = CivilDate(days: first - 1)
    var day = first
    while day <= last {
      let date = CivilDate(days: day)
      guard date.days == day, before < date,
        CivilDate(year: date.year, month: date.month, day: date.day) == date,
        DateParsing.date(date.isoString) == date
      else {
        Issue.record("day \(day) is \(date)")
        return
      }
      before = date
      day += day - first < 800 || last - day < 800 ? 1 : 37
    }
  }

  @Test func everyDayFollowsTheOneBeforeOverFourHundredYears() {
    var expected = (year: 1600, month: 1, day: 1)
    let first = CivilDate.days(year: 1600, month: 1, day: 1)
    for day in first..<(first + 146_097) {
      let date = CivilDate(days: day)
      guard (date.year, date.month, date.day) == expected else {
        Issue.record("day \(day) is \(date), not \(expected)")
        return
      }
      expected.day += 1
      if expected.day > CivilDate.dayCount(ofMonth: expected.month, year: expected.year) {
        expected.day = 1
        expected.month += 1
        if expected.month > 12 { expected = (expected.year + 1, 1, 1) }
      }
    }
    #expect(expected == (2000, 1, 1))
  }

  @Test func datesThatTheCalendarLacksAreRefused() {
    #expect(CivilDate(year: 2023, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 1900, month: 2, day: 29) == nil)
    #expect(CivilDate(year: 2000, month: 2, day: 29) != nil)
    #expect(CivilDate(year: 2024, month: 13, day: 1) == nil)
    #expect(CivilDate(year: 2024, month: 4, day: 31) == nil)
    #expect(CivilDate(year: 2024, month: 1, day: 0) == nil)
  }

  @Test func weekdaysAndWeeksFollowISO() throws {
    let date = try #require(CivilDate(year: 2024, month: 2, day: 29))
    #expect(date.weekday == 4)
    #expect(date.dayOfYear == 60)
    #expect(date.quarter == 1)
    // The examples of ISO 8601's week rule.
    let cases = [
      ("2005-01-01", 2004, 53), ("2005-01-02", 2004, 53), ("2005-12-31", 2005, 52),
      ("2007-01-01", 2007, 1), ("2008-12-29", 2009, 1), ("2010-01-03", 2009, 53),
      ("2021-01-03", 2020, 53), ("2024-12-30", 2025, 1),
    ]
    for (text, year, week) in cases {
      let found = try #require(DateParsing.date(text)).isoWeek
      #expect(found == (year, week), "\(text)")
    }
  }

  @Test func monthsClampToTheLastDay() throws {
    let date = try #require(CivilDate(year: 2024, month: 1, day: 31))
    #expect(date.adding(months: 1)?.isoString == "2024-02-29")
    #expect(date.adding(months: 13)?.isoString == "2025-02-28")
    #expect(date.adding(months: -2)?.isoString == "2023-11-30")
    #expect(date.adding(months: -1_000 * 12)?.isoString == "1024-01-31")
    #expect(date.adding(months: .max) == nil)
  }

  @Test(arguments: [
    ("2024-02-29", "2024-02-29"), ("0001-01-01", "0001-01-01"), ("+12024-02-29", "+12024-02-29"),
    ("-0044-03-15", "-00044-03-15"), ("-00044-03-15", "-00044-03-15"),
  ])
  func isoDatesAreRead(_ text: String, _ printed: String) {
    #expect(DateParsing.date(text)?.isoString == printed)
  }

  @Test(arguments: [
    "", "2024", "2024-02", "2024-2-9", "2024-02-30", "24-02-29", "2024/02/29", "2024-02-29 ",
    " 2024-02-29", "12024-02-29", "2024-02-29T00:00", "20240229",
  ])
  func whatIsNoISODateIsRefused(_ text: String) {
    #expect(DateParsing.date(text) == nil)
  }

  @Test func datesAreReadInTheOrderAskedFor() {
    let day = CivilDate.days(year: 2024, month: 3, day: 4)
    #expect(bytes("3/4/2024") { DateParsing.date($0, order: .monthDayYear) } == day)
    #expect(bytes("04.03.2024") { DateParsing.date($0, order: .dayMonthYear) } == day)
    #expect(bytes("2024/3/4") { DateParsing.date($0, order: .yearMonthDay) } == day)
    #expect(bytes("13/4/2024") { DateParsing.date($0, order: .monthDayYear) } == nil)
    #expect(bytes("3/4-2024") { DateParsing.date($0, order: .monthDayYear) } == nil)
    #expect(bytes("3/4/24") { DateParsing.date($0, order: .monthDayYear) } == nil)
  }

  @Test func timesAreRead() {
    #expect(DateParsing.time("00:00")?.microseconds == 0)
    #expect(DateParsing.time("23:59:59.999999")?.microseconds == 86_399_999_999)
    #expect(DateParsing.time("12:34:56.7")?.isoString == "12:34:56.700")
    #expect(DateParsing.time("12:34:56.1234569")?.isoString == "12:34:56.123456")
    for text in ["24:00", "12:60", "12:00:60", "1:00", "12", "12:00:00.", "12:00:"] {
      #expect(DateParsing.time(text) == nil, "\(text)")
    }
  }

  @Test func dateTimesReadBackFromTheirText() {
    var random = TestRandom(seed: TestRandom.seed)
    let span = 4 * Int64(10_000) * 366 * 86_400 * 1_000_000
    for _ in 0..<3_000 {
      var micro = Int64(random.bits() % UInt64(span)) - span / 2
      if random.below(2) == 0 { micro -= micro % 1_000_000 }
      let wall = CivilDateTime(microseconds: micro)
      #expect(DateParsing.dateTime(wall.isoString) == wall, "seed \(TestRandom.seed): \(wall)")
      let instant = Instant(microseconds: micro)
      #expect(DateParsing.instant(instant.isoString) == instant)
      #expect(CivilDateTime(date: wall.date, time: wall.time) == wall)
    }
  }

  @Test func theEndsOfTimeAreReached() {
    for wall in [CivilDateTime(microseconds: .min), CivilDateTime(microseconds: .max)] {
      #expect(CivilDateTime(date: wall.date, time: wall.time) == wall)
      #expect(DateParsing.dateTime(wall.isoString) == wall)
    }
    #expect(CivilDateTime(microseconds: .max).isoString == "+294247-01-10T04:00:54.775807")
    #expect(DateParsing.dateTime("+294247-01-10T04:00:54.775808") == nil)
    #expect(DateParsing.date("+294247-01-10") != nil)
    #expect(DateParsing.date("+294247-01-11") == nil)
    #expect(CivilDate(year: 294_248, month: 1, day: 1) == nil)
    #expect(CivilDate(year: .min, month: 1, day: 1) == nil)
    #expect(DateParsing.instant("+294247-01-10T04:00:00-12:00") == nil)
    #expect(DateParsing.instant("-290308-12-21T20:00:00+12:00") == nil)
    #expect(CivilDate(days: .max) == CivilDate(days: CivilDate.dayRange.upperBound))
    #expect(CivilDate(days: .min) == CivilDate(days: CivilDate.dayRange.lowerBound))
  }

  @Test func anyBytesAreReadOrRefused() {
    var random = TestRandom(seed: TestRandom.seed)
    let alphabet = Array("0123456789-+:.,/TtZz eEinf%=;,MJ<>CET \u{e9}".utf8)
    for _ in 0..<20_000 {
      let field = (0..<random.below(24)).map { _ in alphabet[random.below(alphabet.count)] }
      field.withUnsafeBufferPointer { bytes in
        // What is read must print and read back; nothing may trap.
        if let day = DateParsing.date(bytes) {
          #expect(DateParsing.date(CivilDate(days: day).isoString)?.days == day)
        }
        for order in DateOrder.allCases {
          _ = DateParsing.date(bytes, order: order)
          _ = DateParsing.instant(bytes, order: order)
        }
        _ = DateParsing.time(bytes)
        _ = Numbers.parseInt(bytes)
        _ = Numbers.parseDouble(bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        _ = Base64.decode(text)
        _ = Percent.decode(text)
        _ = try? SigV4.Claim(authorization: SigV4.algorithm + " " + text)
      }
    }
  }

  @Test func offsetsOfAllFormsAreRead() {
    let noon = DateParsing.instant("2024-06-01T12:00:00Z")
    #expect(noon != nil)
    for text in [
      "2024-06-01T14:00:00+02:00", "2024-06-01T14:00+0200", "2024-06-01 14:00:00+02",
      "2024-06-01T08:30:00-03:30", "2024-06-01 12:00:00 Z", "2024-06-01t12:00:00z",
    ] {
      #expect(DateParsing.instant(text) == noon, "\(text)")
    }
    for text in ["2024-06-01T14:00:00", "2024-06-01T14:00:00+2", "2024-06-01T14:00:00+02:60"] {
      #expect(DateParsing.instant(text) == nil, "\(text)")
    }
  }

  @Test func theBasicFormIsTheOneOfAWS() {
    let instant = DateParsing.instant("2015-08-30T12:36:00.25Z")
    #expect(instant?.basicString == "20150830T123600Z")
    #expect(SigV4.instant(basic: "20150830T123600Z")?.isoString == "2015-08-30T12:36:00Z")
    #expect(SigV4.instant(basic: "20150830T126000Z") == nil)
  }

  @Test func spansAddMonthsBeforeTheRest() throws {
    let start = try #require(DateParsing.dateTime("2024-01-31T22:00"))
    let span = TimeSpan(months: 1, microseconds: 3 * CivilTime.perHour)
    #expect(start.adding(span)?.isoString == "2024-03-01T01:00:00")
    #expect(start.adding(TimeSpan(microseconds: .max)) == nil)
  }

  @Test func spansAreWritten() {
    #expect(TimeSpan.zero.description == "0s")
    #expect(TimeSpan.zero.isoString == "PT0S")
    let span = TimeSpan(months: 14, microseconds: 3 * CivilTime.perDay + 3_723_004_000)
    #expect(span.description == "1y 2mo 3d 1h 2min 3s 4ms")
    #expect(span.isoString == "P1Y2M3DT1H2M3.004S")
    #expect(TimeSpan(microseconds: -90_000_000).description == "-1min -30s")
    #expect(TimeSpan(months: .max).multiplied(by: 2) == nil)
    #expect(span.negated?.negated == span)
    #expect(span.seconds == nil)
    #expect(TimeSpan(microseconds: 500_000).seconds == 0.5)
  }
}
