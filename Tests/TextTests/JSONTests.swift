import QuernText
import Testing

@Suite struct JSONTests {
  private func check(_ text: String, _ expected: JSON) {
    do {
      let value = try JSON.parse(text)
      #expect(value == expected)
    } catch {
      Issue.record("\(text): \(error)")
    }
  }

  private func checkError(_ text: String, _ message: String, line: Int = 1, column: Int) {
    do {
      let value = try JSON.parse(text)
      Issue.record("\(text) was read as \(value)")
    } catch {
      #expect(error.message == message)
      #expect(error.line == line)
      #expect(error.column == column)
    }
  }

  @Test func valuesOfEachKindAreRead() {
    check("null", nil)
    check(" true ", true)
    check("false", false)
    check("\"a\"", "a")
    check("[]", [])
    check("{}", .object(JSONObject()))
    check("[1, [2, {\"a\": null}]]", [1, [2, ["a": nil]]])
  }

  @Test func integersStayIntegersAndFractionsStayNumbers() {
    check("1", .int(1))
    check("1.0", .number(1))
    check("1e0", .number(1))
    check("-9223372036854775808", .int(.min))
    check("9223372036854775807", .int(.max))
    check("9223372036854775808", .number(9_223_372_036_854_775_808))
    #expect((try? JSON.parse("-0"))?.doubleValue?.sign == .minus)
  }

  @Test func escapesAndSurrogatesAreRead() {
    check(#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00""#, "\"\\/\u{8}\u{c}\n\r\tA\u{e9}😀")
    checkError(#""\ud83d""#, "half of a surrogate pair", column: 2)
    checkError(#""\ud83dx""#, "half of a surrogate pair", column: 2)
    checkError(#""\ude00""#, "half of a surrogate pair", column: 2)
  }

  @Test func errorsNameTheirPlace() {
    checkError("", "the text ends where a value is expected", column: 1)
    checkError("{\"a\": 1,\n \"é\" 2}", "`:` is expected here", line: 2, column: 6)
    checkError("[1 2]", "`,` or `]` is expected here", column: 4)
    checkError("[1,]", "a value is expected here", column: 4)
    checkError("{,}", "a member's name is expected here", column: 2)
    checkError("01", "a number may not begin with 0", column: 2)
    checkError("1.", "a digit is expected here", column: 3)
    checkError("-", "a digit is expected here", column: 2)
    checkError("\"a", "the string has no end", column: 3)
    checkError("\"\u{1}\"", "a control character must be escaped", column: 2)
    checkError("nul", "a value is expected here", column: 1)
    checkError("1 1", "unexpected text after the value", column: 3)
    checkError("1e999", "the number is too large", column: 1)
    checkError("NaN", "a value is expected here", column: 1)
  }

  @Test func nestingHasALimit() {
    let most = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
    #expect(throws: Never.self) { try JSON.parse(most) }
    checkError(
      String(repeating: "[", count: 513), "nested deeper than 512 levels", column: 513)
  }

  @Test func invalidUTF8IsRefused() {
    #expect(throws: JSONError.self) { try JSON.parse([34, 0xFF, 34]) }
    #expect(throws: JSONError.self) { try JSON.parse([34, 92, 110, 0xC3, 34]) }
  }

  @Test func pythonsNonFiniteNumbersAreReadOnRequest() throws {
    let value = try JSON.parse("[NaN, Infinity, -Infinity]", dialect: .python)
    #expect(value[0]?.doubleValue?.isNaN == true)
    #expect(value[1] == .number(.infinity))
    #expect(value[2] == .number(-.infinity))
    #expect(value.text() == "[null,null,null]")
  }

  @Test func theLastOfEqualNamesCountsInShortAndLongObjects() throws {
    #expect(try JSON.parse(#"{"a":1,"b":2,"a":3}"#) == ["a": 3, "b": 2])
    let members = (0..<40).map { "\"k\($0)\":\($0)" } + ["\"k7\":\"last\""]
    let object = try JSON.parse("{" + members.joined(separator: ",") + "}")
    #expect(object["k7"] == "last")
    #expect(object.objectValue?.count == 40)
    #expect(object.objectValue?.keys[7] == "k7")
  }

  @Test func namesAreComparedByTheirBytes() throws {
    let object = try JSON.parse("{\"\u{e9}\": 1, \"e\u{301}\": 2}")
    #expect(object.objectValue?.count == 2)
    #expect(object["\u{e9}"] == 1)
    #expect(object["e\u{301}"] == 2)
  }

  @Test func objectsKeepTheirOrder() {
    var object: JSON = ["z": 1, "a": 2]
    object["m"] = 3
    object["z"] = 4
    #expect(object.text() == #"{"z":4,"a":2,"m":3}"#)
    #expect(object.text(sortedKeys: true) == #"{"a":2,"m":3,"z":4}"#)
    object["a"] = nil
    #expect(object.text() == #"{"z":4,"m":3}"#)
    #expect(JSON.members([("a", 1), ("b", 2)]) != .members([("b", 2), ("a", 1)]))
  }

  @Test func prettyTextIsIndented() {
    let value: JSON = ["a": [1, [:]], "b": [], "c": "x\u{1}\n\"é"]
    #expect(
      value.text(pretty: true) == """
        {
          "a": [
            1,
            {}
          ],
          "b": [],
          "c": "x\\u0001\\n\\"é"
        }
        """)
    #expect(JSON.array([1]).text(pretty: true, indentWidth: 1) == "[\n 1\n]")
  }

  @Test func accessorsConvertOnlyWithoutLoss() {
    #expect(JSON.number(2).intValue == 2)
    #expect(JSON.number(2.5).intValue == nil)
    #expect(JSON.int(2).doubleValue == 2)
    #expect(JSON.string("2").intValue == nil)
    #expect(JSON.array([1])[1] == nil)
    #expect(JSON.null["a"] == nil)
  }

  @Test func randomValuesReadBackFromTheirText() throws {
    var random = TestRandom(seed: TestRandom.seed)
    for _ in 0..<400 {
      let value = JSONTests.value(&random, depth: 4)
      let compact = try JSON.parse(value.text())
      let pretty = try JSON.parse(value.text(pretty: true))
      #expect(compact == value && pretty == value, "seed \(TestRandom.seed): \(value)")
    }
  }

  @Test func damagedTextsNeverTrap() {
    var random = TestRandom(seed: TestRandom.seed)
    for _ in 0..<600 {
      var bytes = JSONTests.value(&random, depth: 4).utf8()
      for _ in 0...random.below(3) where !bytes.isEmpty {
        let place = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.bits())
        case 1: bytes.remove(at: place)
        default: bytes.insert(bytes[random.below(bytes.count)], at: place)
        }
      }
      do {
        let value = try JSON.parse(bytes)
        // What is accepted must at least read back.
        #expect(throws: Never.self, "seed \(TestRandom.seed)") { try JSON.parse(value.text()) }
      } catch {
        #expect(error.offset <= bytes.count)
      }
    }
  }

  private static func value(_ random: inout TestRandom, depth: Int) -> JSON {
    switch random.below(depth > 0 ? 8 : 6) {
    case 0: return .null
    case 1: return .bool(random.below(2) == 0)
    case 2: return .int(Int64(bitPattern: random.bits() >> UInt64(random.below(64))))
    case 3, 4:
      let number = Double(bitPattern: random.bits())
      return .number(number.isFinite ? number : 0.5)
    case 5:
      let scalars = (0..<random.below(8)).compactMap { _ in
        Unicode.Scalar(UInt32(random.below(random.below(2) == 0 ? 128 : 0x11_0000)))
      }
      return .string(String(String.UnicodeScalarView(scalars)))
    case 6: return .array((0..<random.below(5)).map { _ in value(&random, depth: depth - 1) })
    default:
      return .members(
        (0..<random.below(5)).map { ("k\($0)é", value(&random, depth: depth - 1)) })
    }
  }
}
