import QuernPlan
import QuernSyntax
import QuernSystem
import QuernWords
import Testing

/// Every code that the program can say is declared, and shown by a cell or held by a test.
@Suite struct CoverageTests {
  @Test func everyCodeOfTheSourcesIsDeclared() throws {
    let emitted = try EmittedCodes.inSources()
    let declared = Set(DiagnosticCatalogue.language.map(\.code))
    #expect(emitted.count > 200, "the sources are not looked through")
    for (code, path) in emitted.sorted(by: { $0.key < $1.key }) where !declared.contains(code) {
      Issue.record("\(path) says \(code), which no DiagnosticCatalogue file declares")
    }
    for code in declared.sorted() where emitted[code] == nil {
      Issue.record("\(code) is declared, and no source says it")
    }
  }

  @Test func everyCodeIsShownByACellOrHeldByATest() throws {
    let cells = try EmittedCodes.textOfCells()
    let tests = try EmittedCodes.textOfTests()
    for code in DiagnosticCatalogue.language.map(\.code) {
      let isShown =
        cells.contains("--- error \(code)") || cells.contains("hint \(code):")
        || cells.contains("warning \(code):") || tests.contains(code)
      #expect(isShown, "neither a conformance file nor a test shows \(code)")
    }
  }

  @Test func noCodeIsDeclaredTwice() {
    let codes = DiagnosticCatalogue.language.map(\.code)
    #expect(codes.count == Set(codes).count)
  }

  @Test func everyEntryExplainsItself() {
    for kind in DiagnosticCatalogue.language {
      #expect(!kind.title.isEmpty && !kind.explanation.isEmpty, "\(kind.code) is not explained")
    }
  }

  /// What a newcomer is told to write exists.
  @Test func wordsThatForeignNamesPointAtExist() {
    for (name, advice) in ForeignNames.allAdvice {
      #expect(Words.registry[name] == nil, "\(name) is a word of Quern")
      var called = ""
      for character in advice {
        if character == "(" && !called.isEmpty {
          #expect(Words.registry[called] != nil, "\(name) points at \(called)")
        }
        let isName = character == "_" || character.isLetter || character.isNumber
        called = isName ? called + String(character) : ""
      }
    }
  }
}

/// Codes as they stand in the sources.
private enum EmittedCodes {
  private static let root: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  /// AWS's names for its errors are not ours; footers have codes that nobody sees.
  private static let foreign = [
    "QuernOperations/", "QuernPlatform/", "QuernServer/", "quern-platform/", "DiagnosticCatalogue",
    "TableError+Codes", "QuernText/", "QuernTesting/",
  ]

  /// Each code, and a file that says it.
  static func inSources() throws -> [String: String] {
    var found: [String: String] = [:]
    for path in try files(below: "Sources", suffix: ".swift")
    where !foreign.contains(where: { path.contains($0) }) {
      for code in codes(of: try Disk.real.readText("\(root)/\(path)")) { found[code] = path }
    }
    // Thrown and caught inside of the checker.
    found["unknowable"] = nil
    return found
  }

  /// The conformance files, those of the syntax too.
  static func textOfCells() throws -> String {
    try files(below: "Tests/Conformance", suffix: ".cells")
      .map { try Disk.real.readText("\(root)/\($0)") }.joined()
  }

  /// All tests but this one.
  static func textOfTests() throws -> String {
    let swift = try files(below: "Tests", suffix: ".swift")
    let python = try files(below: "Tests/python", suffix: ".py")
    return try (swift + python).filter { !$0.contains("CoverageTests") }
      .map { try Disk.real.readText("\(root)/\($0)") }.joined()
  }

  private static func codes(of text: String) -> [String] {
    var result: [String] = []
    for match in text.matches(of: /(\w*)\(\s*code:\s*"([a-z]+(?:-[a-z0-9]+)*)"/)
    where match.1 != "Note" {
      result.append(String(match.2))
    }
    for match in text.matches(of: /[,(]\s*code:\s*"([a-z]+(?:-[a-z0-9]+)+)"/)
    where !text[..<match.range.lowerBound].hasSuffix("Note") {
      result.append(String(match.1))
    }
    for match in text.matches(of: /mistake\(\s*"([a-z]+(?:-[a-z0-9]+)+)"/) {
      result.append(String(match.1))
    }
    for body in text.matches(of: /var code: String \{\n((?:.*\n)*?)  \}\n/) {
      for match in body.1.matches(of: /"([a-z]+(?:-[a-z0-9]+)*)"/) { result.append(String(match.1)) }
    }
    return result
  }

  private static func files(below path: String, suffix: String) throws -> [String] {
    try Disk.real.list("\(root)/\(path)").sorted().flatMap { name in
      let inner = "\(path)/\(name)"
      if name.hasSuffix(suffix) { return [inner] }
      let isFolder = Disk.real.isDirectory("\(root)/\(inner)")
      return isFolder ? try files(below: inner, suffix: suffix) : []
    }
  }
}
