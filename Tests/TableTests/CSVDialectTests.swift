import QuernTable
import Testing

@Suite struct CSVDialectTests {
  @Test func commasSemicolonsTabsAndBarsAreFound() {
    for delimiter in [",", ";", "\t", "|"] {
      let text = "name,age,town\nAnn,41,Oslo\nBo,7,Bergen\n".replacing(",", with: delimiter)
      checkCSV(text, "name str, age int, town str", ["Ann|41|Oslo", "Bo|7|Bergen"])
    }
  }

  @Test func decimalCommasAreNumbersBetweenSemicolons() {
    checkCSV(
      "a;b\n1,5;x\n2;y\n-0,25;z\n", "a float, b str", ["1.5|x", "2.0|y", "-0.25|z"],
      notes: ["decimal-comma"])
  }

  @Test func quotesHoldDelimitersLineEndsAndQuotes() {
    checkCSV(
      "a,b\n\"x, y\",1\n\"two\nlines\",2\n\"say \"\"hi\"\"\",3\n", "a str, b int",
      ["x, y|1", "two\nlines|2", "say \"hi\"|3"])
  }

  @Test func aQuoteInsideAFieldIsText() {
    checkCSV("a,b\n5\" pipe,1\nx\"y\"z,2\n", "a str, b int", ["5\" pipe|1", "x\"y\"z|2"])
  }

  @Test func singleQuotesAreFoundWhereTheyStandAroundFields() {
    checkCSV(
      "a,b\n'x, y',1\n'p, q',2\n'r, s',3\n", "a str, b int", ["x, y|1", "p, q|2", "r, s|3"])
    checkCSV("a,b\n'tis,1\nit's,2\n", "a str, b int", ["'tis|1", "it's|2"])
  }

  @Test func lineEndsOfAllSystemsAreRead() {
    for end in ["\n", "\r\n", "\r"] {
      checkCSV("a,b\(end)1,x\(end)2,y\(end)", "a int, b str", ["1|x", "2|y"])
      checkCSV("a,b\(end)1,x\(end)2,y", "a int, b str", ["1|x", "2|y"])
    }
  }

  @Test func blankLinesAreLeftOut() {
    checkCSV("a,b\n\n1,x\n\r\n2,y\n\n\n", "a int, b str", ["1|x", "2|y"])
  }

  @Test func blanksBehindDelimitersBelongToThem() {
    checkCSV(
      "age, class, hours\n39, Private, 40\n50, ?, 13\n", "age int, class str, hours int",
      ["39|Private|40", "50|~|13"], notes: ["missing"])
    checkCSV("a, b\n1, \"x, y\"\n2, z\n", "a int, b str", ["1|x, y", "2|z"])
  }

  @Test func aByteOrderMarkIsNoText() {
    checkCSV("\u{FEFF}a,b\n1,x\n", "a int, b str", ["1|x"])
  }

  @Test func utf16AndWindows1252AreConvertedAndSaidSo() {
    let text = "name,n\nZoë,1\n𝄞,2\n"
    var little: [UInt8] = [0xFF, 0xFE]
    var big: [UInt8] = []
    for unit in text.utf16 {
      little += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      big += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
    }
    checkCSV(bytes: little, "name str, n int", ["Zoë|1", "𝄞|2"], notes: ["encoding"])
    let big2 = [0xFE, 0xFF] + big
    checkCSV(bytes: big2, "name str, n int", ["Zoë|1", "𝄞|2"], notes: ["encoding"])
    var western = Array("name,n\nZo_,1\n_ 5,2\n".utf8)
    western[9] = 0xEB
    western[13] = 0x80
    checkCSV(bytes: western, "name str, n int", ["Zoë|1", "€ 5|2"], notes: ["encoding"])
    checkCSV(
      bytes: western, "name str, n int", ["Zoë|1", "€ 5|2"],
      options: CSVOptions(encoding: .windows1252))
  }

  @Test func aByteThatIsNotUTF8IsAnErrorWhereUTF8WasAskedFor() throws {
    var bytes = Array("a\nx\ny\n".utf8)
    bytes[4] = 0xFF
    let error = #expect(throws: TableError.self) {
      try CSVMemory.read(bytes, CSVOptions(encoding: .utf8))
    }
    #expect(error?.message == "t.csv, line 3: a byte is not UTF-8")
  }

  @Test func anEmptyFileIsATableWithoutColumns() {
    checkCSV("", "", [], notes: ["empty"])
    checkCSV("\n\n", "", [], notes: ["empty"])
  }

  @Test func aHeaderAloneIsATableWithoutRows() {
    checkCSV("a,b\n", "a str, b str", [])
    checkCSV("a,b", "a str, b str", [])
  }

  @Test func oneColumnNeedsNoDelimiter() {
    checkCSV("n\n1\n2\n\n4\n", "n int", ["1", "2", "~", "4"])
    checkCSV(
      "remark\nyes, of course\nno\nwell, well, well\n", "remark str",
      ["yes, of course", "no", "well, well, well"])
  }

  @Test func aHugeLineIsOneRow() {
    let long = String(repeating: "abcdefghij", count: 3000)
    checkCSV("a,b\n\(long),1\nx,2\n", "a str, b int", ["\(long)|1", "x|2"])
  }

  @Test func manyColumnsAreRead() {
    let names = (0..<700).map { "c\($0)" }
    let text =
      names.joined(separator: ",") + "\n"
      + (0..<700).map(String.init).joined(separator: ",") + "\n"
    checkCSV(
      text, names.map { "\($0) int" }.joined(separator: ", "),
      [(0..<700).map(String.init).joined(separator: "|")])
  }

  @Test func aFirstLineThatFitsBelowIsNoHeader() {
    checkCSV(
      "1,2.5\n3,4.5\n", "column_1 int, column_2 float", ["1|2.5", "3|4.5"],
      notes: ["no-header"])
    checkCSV(
      "1,2\n3,4\n", "1 int, 2 int", ["3|4"], options: CSVOptions(header: true))
    checkCSV("a,b\nc,d\n", "a str, b str", ["c|d"])
    checkCSV(
      "a,b\nc,d\n", "column_1 str, column_2 str", ["a|b", "c|d"],
      options: CSVOptions(header: false))
  }

  @Test func yearsAboveColumnsAreAHeader() {
    checkCSV(
      "country,2019,2020,2021\nNorway,1,2,3\nSweden,4,5,6\n",
      "country str, 2019 int, 2020 int, 2021 int", ["Norway|1|2|3", "Sweden|4|5|6"])
  }

  @Test func namesKeepTheirBlanksAndAreMadeUnique() {
    checkCSV(
      "Charge  Amount, x ,x,,x\n1,2,3,4,5\n",
      "Charge  Amount int, x int, x_2 int, column_4 int, x_3 int", ["1|2|3|4|5"],
      notes: ["names"])
  }

  @Test func aTitleAboveTheHeaderIsLeftOut() {
    checkCSV(
      "Sales of 2024\n\nday,sum\n2024-01-31,5\n2024-02-01,6\n2024-02-02,7\n", "day date, sum int",
      ["2024-01-31|5", "2024-02-01|6", "2024-02-02|7"], notes: ["preamble"])
  }

  @Test func aColumnOfRowNamesMayLackAName() {
    checkCSV(
      "mpg,cyl\nMazda,21,6\nFiat,32.4,4\n", "row str, mpg float, cyl int",
      ["Mazda|21.0|6", "Fiat|32.4|4"], notes: ["row-names"])
  }

  @Test func aDelimiterAtEveryLineEndIsAnEmptyColumn() {
    checkCSV("a,b\n1,2,\n3,4,\n", "a int, b int, column_3 str", ["1|2|~", "3|4|~"])
  }
}
