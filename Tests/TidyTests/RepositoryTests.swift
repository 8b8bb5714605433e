import Foundation
import Testing

/// The repository obeys its own rules.
struct RepositoryTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }

  static func files(under folder: String, suffix: String) -> [String] {
    let base = root.appendingPathComponent(folder)
    let found = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String }
    return (found ?? []).filter { $0.hasSuffix(suffix) }.map { "\(folder)/\($0)" }.sorted()
  }

  @Test func sourcesObeyTheStyle() throws {
    let paths =
      Self.files(under: "Sources", suffix: ".swift")
      + Self.files(under: "Tests", suffix: ".swift").filter { !$0.contains("TidyTests") }
    #expect(paths.count > 50)
    let findings = try paths.flatMap { Tidy.check(path: $0, text: try Self.text($0)) }
    #expect(findings.isEmpty, "\n\(findings.map(\.description).joined(separator: "\n"))")
  }

  @Test func everyWordIsListed() throws {
    let registry = try Self.text("Sources/QuernWords/Words.swift")
    for path in Self.files(under: "Sources/QuernWords", suffix: ".swift") {
      for name in Self.declaredWords(try Self.text(path)) {
        #expect(
          registry.contains(".\(name)") || registry.contains("\(name)Words"),
          "\(path): the word `\(name)` is not listed in Words.swift")
      }
    }
  }

  /// Names after `static let` on lines that declare a `Word`.
  static func declaredWords(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      guard line.contains("static let"), line.contains("Word(") else { return nil }
      let rest = line.drop { $0 != "l" || !line.contains("let") }
      let words = rest.split(separator: " ")
      guard let index = words.firstIndex(of: "let"), index + 1 < words.count else { return nil }
      return words[index + 1].trimmingCharacters(in: CharacterSet(charactersIn: ":`"))
    }
  }

  @Test(arguments: ["README.md", "ARCHITECTURE.md"])
  func pathsNamedInTheDocumentsExist(document: String) throws {
    let text = try Self.text(document)
    let known = [
      "Sources/", "Tests/", "Benchmarks/", "notebooks/", "docs/", "scripts/", "kernels/",
    ]
    var checked = 0
    for span in text.split(separator: "`") where known.contains(where: { span.hasPrefix($0) }) {
      guard !span.contains(" "), !span.contains("*"), !span.contains(".out") else { continue }
      checked += 1
      let path = Self.root.appendingPathComponent(String(span)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(document) names \(span)")
    }
    #expect(checked > 3)
  }

  @Test func quernLinksNoDatabaseNoHTTPStackAndNoICU() throws {
    let binary = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("quern")
    let path =
      FileManager.default.fileExists(atPath: binary.path)
      ? binary.path : Self.root.appendingPathComponent(".build/debug/quern").path
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    for name in ["lib_FoundationICU.so", "libFoundation.so", "$s4GRDB", "$s7NIOCore"] {
      #expect(bytes.range(of: Data(name.utf8)) == nil, "quern links \(name)")
    }
    // SQLite may be opened by its name, at first use: what is linked stands in the dynamic section.
    let needed = Self.neededLibraries(bytes)
    #expect(!needed.isEmpty)
    #expect(!needed.contains { $0.hasPrefix("libsqlite3") }, "quern links \(needed)")
  }

  /// The libraries that an ELF file asks the loader for.
  private static func neededLibraries(_ bytes: Data) -> [String] {
    func number(_ offset: Int, _ count: Int) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    let sections = (0..<number(0x3C, 2)).map { number(0x28, 8) + $0 * number(0x3A, 2) }
    var names: [String] = []
    // Type 6 is the dynamic section; it points to that of its texts. Tag 1 is a needed library.
    for section in sections where number(section + 4, 4) == 6 {
      let texts = number(sections[number(section + 0x28, 4)] + 0x18, 8)
      let start = number(section + 0x18, 8)
      for entry in stride(from: start, to: start + number(section + 0x20, 8), by: 16)
      where number(entry, 8) == 1 {
        let text = bytes[(texts + number(entry + 8, 8))...].prefix { $0 != 0 }
        names.append(String(decoding: text, as: UTF8.self))
      }
    }
    return names
  }

  @Test func nothingOfABuildIsTracked() throws {
    let ignored = try Self.text(".gitignore")
    #expect(ignored.contains(".build/"))
    #expect(ignored.contains("Package.resolved"))
  }
}
