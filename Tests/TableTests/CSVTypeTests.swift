import QuernTable
import Testing

@Suite struct CSVTypeTests {
  /// Reads one column called x and compares its type and values.
  private func check(
    _ values: [String], _ type: String, _ expected: [String], notes: [String] = [],
    options: CSVOptions = CSVOptions(), sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let text = "x,k\n" + values.map { "\($0),end\n" }.joined()
    checkCSV(
      text, "x \(type), k str", expected.map { "\($0)|end" }, notes: notes, options: options,
      sourceLocation: sourceLocation)
  }

  @Test func boolsAreTrueAndFalse() {
    check(["true", "false", "TRUE", "False"], "bool", ["true", "false", "true", "false"])
    check(["yes", "no"], "str", ["yes", "no"])
    check(["0", "1"], "int", ["0", "1"])
  }

  @Test func integersKeepAllTheirDigits() {
    check(
      ["0", "-7", "+5", "9223372036854775807", "-9223372036854775808", "1234567890123456"], "int",
      ["0", "-7", "5", "9223372036854775807", "-9223372036854775808", "1234567890123456"])
  }

  @Test func idsWithZerosBeforeThemStayText() {
    check(["0012", "0345", "1000"], "str", ["0012", "0345", "1000"])
  }

  @Test func integersOfMoreThan64BitsStayTextUnlessOthersAreFloats() {
    check(["12345678901234567890", "1"], "str", ["12345678901234567890", "1"])
    check(["12345678901234567890", "1.5"], "float", ["1.2345678901234567e19", "1.5"])
  }

  @Test func floatsAreExact() {
    check(
      ["1.5", ".5", "5.", "1e3", "-2.5E-3", "3", "0.1", "123456789.123456789", "1e400", "inf"],
      "float",
      [
        "1.5", "0.5", "5.0", "1000.0", "-0.0025", "3.0", "0.1", "123456789.12345679", "~", "~",
      ],
      notes: ["missing"])
    check(["1.234.5", "2.0"], "str", ["1.234.5", "2.0"])
  }

  @Test func wordsForMissingAreNullInTypedColumnsAndSaidSo() {
    check(
      ["1", "NA", "3"], "int", ["1", "~", "3"], notes: ["missing"])
    for word in ["?", "N/A", "", "null", "NULL", "None", "NaN", "nan", "-", "\\N", "#N/A"] {
      check(["1.5", word], "float", ["1.5", "~"], notes: word.isEmpty ? [] : ["missing"])
    }
  }

  @Test func inTextOnlyWordsThatMeanNothingElseAreMissing() {
    check(["Private", "?", ""], "str", ["Private", "~", "~"], notes: ["missing"])
    check(["NO", "NA", "None"], "str", ["NO", "NA", "None"], notes: ["kept-word"])
    check(["a", "\"?\"", "\"\""], "str", ["a", "?", ""])
  }

  @Test func theWordsForMissingCanBeGiven() {
    check(
      ["1", "-99", "NA"], "str", ["1", "~", "NA"], notes: ["missing"],
      options: CSVOptions(missing: ["-99"]))
    check(
      ["NO", "NA"], "str", ["NO", "~"], notes: ["missing"], options: CSVOptions(missing: ["NA"]))
  }

  @Test func aColumnWithoutValuesIsText() {
    check(["", ""], "str", ["~", "~"])
    check(["NA", "NA"], "str", ["~", "~"], notes: ["missing"])
  }

  @Test func quotedNumbersAreNumbers() {
    check(["\"1\"", "\"\"", "\"30\""], "int", ["1", "~", "30"])
  }

  @Test func blanksAroundNumbersDoNotMatter() {
    check([" 1", "2 ", "3"], "int", ["1", "2", "3"])
  }

  @Test func isoDatesAndTimesAreRead() {
    check(["2024-02-29", "1969-12-31"], "date", ["2024-02-29", "1969-12-31"])
    check(["2024/2/9", "2024/12/31"], "date", ["2024-02-09", "2024-12-31"])
    check(
      ["2024-02-29 12:34:56", "2024-02-29T00:00:00.25", "2024-03-01 7:05", "2024-03-02"],
      "datetime",
      [
        "2024-02-29T12:34:56", "2024-02-29T00:00:00.250", "2024-03-01T07:05:00",
        "2024-03-02T00:00:00",
      ])
    check(
      ["2024-02-29T12:00:00Z", "2024-02-29T12:00:00+02:00", "2024-02-29 12:00:00.5 UTC"],
      "instant",
      ["2024-02-29T12:00:00Z", "2024-02-29T10:00:00Z", "2024-02-29T12:00:00.500Z"])
    check(["12:34", "23:59:59", "1:05 PM"], "time", ["12:34:00", "23:59:59", "13:05:00"])
  }

  @Test func daysThatDoNotExistAreText() {
    check(["2023-02-29", "2024-02-29"], "str", ["2023-02-29", "2024-02-29"])
    check(["2024-13-01"], "str", ["2024-13-01"])
  }

  @Test func theOrderOfDayAndMonthFollowsFromTheWholeColumn() {
    check(
      ["1/2/2011", "1/13/2011"], "date", ["2011-01-02", "2011-01-13"], notes: ["dates"])
    check(
      ["1/2/2011", "13/1/2011"], "date", ["2011-02-01", "2011-01-13"], notes: ["dates"])
    check(
      ["1/2/2011 4:30 PM", "1/13/2011 0:05"], "datetime",
      ["2011-01-02T16:30:00", "2011-01-13T00:05:00"], notes: ["dates"])
    check(["31.12.2024", "1.2.2024"], "date", ["2024-12-31", "2024-02-01"], notes: ["dates"])
    check(["1/13/2011", "13/1/2011"], "str", ["1/13/2011", "13/1/2011"])
    check(["3/3/2011", "4/4/2011"], "date", ["2011-03-03", "2011-04-04"], notes: ["dates"])
  }

  @Test func datesThatCouldBeReadTwoWaysAreRefused() {
    checkCSVError(
      "x,k\n1/2/2011,a\n3/4/2011,b\n",
      "t.csv, line 2, .x: dates such as `1/2/2011` can be read in two ways: no day is over 12",
      hint: "say date_order: mdy or date_order: dmy, or types: {x: str}")
    check(
      ["1/2/2011", "3/4/2011"], "date", ["2011-02-01", "2011-04-03"],
      options: CSVOptions(dateOrder: .dayFirst))
    checkCSV(
      "x,y\n1/2/2011,13/1/2011\n3/4/2011,1/1/2011\n", "x date, y date",
      ["2011-02-01|2011-01-13", "2011-04-03|2011-01-01"], notes: ["dates", "dates", "dates"])
  }

  @Test func monthsMayBeNamedAndYearsShort() {
    check(["31-Jan-2011", "1-February-2012"], "date", ["2011-01-31", "2012-02-01"])
    check(
      ["1/31/11", "2/1/69"], "date", ["2011-01-31", "1969-02-01"],
      notes: ["dates", "short-years"])
  }

  @Test func aTypeThatIsGivenStands() {
    let options = CSVOptions(types: ["x": .string])
    check(["1", "2"], "str", ["1", "2"], options: options)
    check(["007", "8"], "int", ["7", "8"], options: CSVOptions(types: ["x": .int]))
    check(["1", "2"], "float", ["1.0", "2.0"], options: CSVOptions(types: ["x": .float]))
    check(
      ["yes", "0", "T", "true"], "bool", ["true", "false", "true", "true"],
      options: CSVOptions(types: ["x": .bool]))
  }

  @Test func aTypeOrNameThatCannotBeIsAnError() {
    checkCSVError(
      "x\n1\n", "there is no column .y", options: CSVOptions(types: ["y": .int]))
    checkCSVError(
      "x\n1\n", "read: a CSV column cannot be read as list[int]",
      hint: "read it as str and cast it afterwards",
      options: CSVOptions(types: ["x": .list(.int)]))
  }

  @Test func aTextColumnTellsWhichValueMadeItText() throws {
    let values = (1...40).map { "\($0)\n" }.joined()
    let read = try CSVMemory.read(Array(("n\n" + values + "x17\n").utf8))
    #expect(read.schema == "n str")
    #expect(
      read.noteTexts == [
        "t.csv: .n is str and not int because of `x17` in line 42; types: {n: int}, "
          + "on_error: null would make it null"
      ])
  }

  @Test func aValueFarBehindTheSampleStillDecidesTheType() throws {
    // The pieces of the sample all miss the one line that differs.
    var text = "n,f,d,s\n"
    for row in 0..<3000 { text += "\(row),\(row).5,2024-01-01,ab\n" }
    let odd = "abc,1e5,2024-01-01 10:00:00,?\n"
    let options = CSVOptions(sampleBytes: 4096)
    for place in [0.3, 0.61] {
      var bytes = Array(text.utf8)
      var at = Int(Double(bytes.count) * place)
      while bytes[at - 1] != 0x0A { at += 1 }
      bytes.insert(contentsOf: Array(odd.utf8), at: at)
      let line = bytes[..<at].count { $0 == 0x0A } + 1
      let read = try CSVMemory.read(bytes, options)
      #expect(read.schema == "n str, f float, d datetime, s str")
      #expect(read.rows[line - 2] == "abc|100000.0|2024-01-01T10:00:00|~")
      #expect(read.rows.count == 3001)
      #expect(read.notes == ["missing", "text-column"], "\(read.noteTexts)")
      #expect(read.noteTexts[1].contains("`abc` in line"))
      let small = try CSVMemory.read(bytes, options, threads: 4, block: 500)
      #expect(small == read)
    }
  }
}
