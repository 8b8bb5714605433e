import Testing

/// Each rule finds what it is for: a rule that cannot fail is no rule.
struct TidyRuleTests {
  @Test func aLongFileIsFound() {
    let text = String(repeating: "let x = 1\n", count: 700)
    #expect(Tidy.check(path: "Sources/QuernText/A.swift", text: text).map(\.line) == [701])
  }

  @Test func aLongFunctionIsFound() {
    let body = String(repeating: "    x += 1\n", count: 61)
    let text = "struct A {\n  func f() {\n\(body)  }\n}\n"
    let findings = Tidy.check(path: "Sources/QuernText/A.swift", text: text)
    #expect(findings.map(\.message) == ["a function of 63 lines; split it below 60"])
  }

  @Test func aLongLineIsFound() {
    let text = "let x = " + String(repeating: "1 + ", count: 30) + "1\n"
    #expect(Tidy.check(path: "Sources/QuernText/A.swift", text: text).count == 1)
  }

  @Test func anUpwardImportIsFound() {
    let findings = Tidy.check(
      path: "Sources/QuernTable/A.swift", text: "package import QuernValue\nimport QuernText\n")
    #expect(findings.map(\.line) == [1])
  }

  @Test func foundationIsFoundInQuern() {
    let findings = Tidy.check(path: "Sources/QuernSession/A.swift", text: "import Foundation\n")
    #expect(findings.map(\.line) == [1])
  }

  @Test(
    arguments: [
      "try! f()", "let x = try? f()", "fatalError(\"no\")", "// TODO later", "print(x)",
      "let d = Date()", "var g = SystemRandomNumberGenerator()", "let y = x as! Int",
    ])
  func aBannedSpellingIsFound(line: String) {
    #expect(Tidy.check(path: "Sources/QuernTable/A.swift", text: line + "\n").count == 1)
  }

  @Test func aPartOfAnotherWordIsNotTheWord() {
    let text = "let factor = Formatter.print(x)\nlet d = scanDate()\n"
    #expect(Tidy.check(path: "Sources/QuernTable/A.swift", text: text).isEmpty)
  }

  @Test func aBannedWordInAStringOrCommentIsText() {
    let text = "let x = \"try! print(\"  // as try! does\n"
    #expect(Tidy.check(path: "Sources/QuernTable/A.swift", text: text).isEmpty)
  }
}
