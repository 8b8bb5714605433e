import Glibc
import QuernSyntax
import Testing

/// A cell of a `.cells` file and what is expected of it.
private struct CellCase {
  var line: Int
  var text: String
  var expected: String

  static func cases(of text: String) -> [CellCase] {
    var cases: [CellCase] = []
    var inExpectation = false
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.hasPrefix("=== cell") {
        cases.append(CellCase(line: index + 1, text: "", expected: ""))
        inExpectation = false
      } else if !cases.isEmpty {
        inExpectation = inExpectation || line.hasPrefix("--- ")
        if inExpectation {
          cases[cases.count - 1].expected += line + "\n"
        } else {
          cases[cases.count - 1].text += line + "\n"
        }
      }
    }
    return cases.map { found in
      CellCase(
        line: found.line, text: withoutBlankEnd(found.text),
        expected: withoutBlankEnd(found.expected))
    }
  }

  private static func withoutBlankEnd(_ text: String) -> String {
    String(text.reversed().drop { $0 == "\n" }.reversed())
  }
}

private enum Cells {
  static let folder: String = {
    let here = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    return "/" + here + "/Conformance/syntax/"
  }()

  static let files: [String] = {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".cells") { names.append(name) }
    }
    return names.sorted()
  }()

  static func read(_ name: String) -> String {
    guard let file = fopen(folder + name, "r") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func write(_ name: String, _ text: String) {
    guard let file = fopen(folder + name, "w") else { return }
    defer { fclose(file) }
    fputs(text, file)
  }

  /// What a cell's syntax gives, in the form of the files.
  static func actual(_ text: String) -> String {
    let source = SourceText(text)
    return Parser.parse(source).1.map { diagnostic in
      (["--- error \(diagnostic.code) \(diagnostic.place(in: source))"] + diagnostic.plainLines)
        .joined(separator: "\n")
    }.joined(separator: "\n")
  }
}

@Suite struct CellsTests {
  @Test func `there are files to check`() {
    #expect(Cells.files.count >= 20)
  }

  /// `QUERN_UPDATE=1` writes what is found in the place of what is expected.
  @Test(arguments: Cells.files)
  func `syntax errors are as the conformance files say`(_ name: String) {
    let text = Cells.read(name)
    if let mode = getenv("QUERN_UPDATE"), mode.pointee != 0 { return update(name, text) }
    for found in CellCase.cases(of: text) {
      #expect(Cells.actual(found.text) == found.expected, "\(name):\(found.line)")
    }
  }

  private func update(_ name: String, _ text: String) {
    let head = text.split(separator: "\n").prefix { $0.hasPrefix("#") }.joined(separator: "\n")
    let cells = CellCase.cases(of: text).map { "=== cell\n\($0.text)\n\(Cells.actual($0.text))\n" }
    Cells.write(name, head + "\n\n" + cells.joined(separator: "\n"))
  }

  @Test func `every syntax code stands in a conformance file`() {
    let all = Cells.files.map(Cells.read).joined()
    for kind in DiagnosticCatalogue.syntax {
      let isThere = all.contains("--- error \(kind.code) ")
      #expect(isThere, "\(kind.code)")
    }
  }
}

@Suite struct CatalogueTests {
  @Test func `codes are in kebab case and stand once`() {
    let codes = DiagnosticCatalogue.all.map(\.code)
    #expect(Set(codes).count == codes.count)
    for code in codes {
      #expect(code.allSatisfy { $0.isLowercase || $0 == "-" }, "\(code)")
    }
  }

  @Test(arguments: DiagnosticCatalogue.syntax)
  func `the example of a code provokes it`(_ kind: DiagnosticKind) {
    let codes = Parser.parse(kind.example).1.map(\.code)
    #expect(codes.contains(kind.code), "\(codes)")
    #expect(DiagnosticCatalogue.kind(of: kind.code) == kind)
  }

  @Test func `every code that the conformance files provoke is in the catalogue`() {
    for name in Cells.files {
      for found in CellCase.cases(of: Cells.read(name)) {
        for diagnostic in Parser.parse(found.text).1 {
          #expect(DiagnosticCatalogue.kind(of: diagnostic.code) != nil, "\(diagnostic.code)")
        }
      }
    }
  }
}
