package import QuernPlan
import QuernSyntax
import QuernSystem
import QuernTable
import QuernValue

/// Runs a `.cells` file and compares what its cells come to with what the file says.
package enum ConformanceRunner {
  package enum Mode: String, Hashable, Sendable, CaseIterable {
    case inProcess
    /// Each cell as the formatter writes it: the same outcome, at other places of the text.
    case formatted
  }

  /// A difference, as `Tests/Conformance/values/ints.cells:12` and what follows.
  package struct Mismatch: Hashable, Sendable, CustomStringConvertible {
    package let line: Int
    package let expected: String
    package let found: String

    package var description: String {
      "line \(line)\nexpected:\n\(expected)\nfound:\n\(found)"
    }
  }

  /// The differences, and the file as it would have to be.
  package static func run(
    _ file: CellsFile, mode: Mode, registry: WordRegistry
  ) throws -> (mismatches: [Mismatch], corrected: CellsFile) {
    let session = SimulatedSession(registry: registry)
    var mismatches: [Mismatch] = []
    var corrected = file
    for (index, part) in file.parts.enumerated() {
      switch part {
      case .comment: break
      case .file(let name, let lines):
        try session.folder.write(name, lines.joined(separator: "\n") + "\n")
      case .cell(let lines, let line, let sections):
        let text = self.text(lines.joined(separator: "\n"), mode)
        let outcome = session.run(text)
        let found = Self.sections(
          sections, outcome: outcome, source: SourceText(text), session: session, mode: mode)
        let wanted = mode == .formatted ? sections.map(\.withoutRange) : sections
        if !Comparing.same(wanted, found) {
          mismatches.append(
            Mismatch(
              line: line, expected: Comparing.text(wanted), found: Comparing.text(found)))
        }
        corrected.parts[index] = .cell(
          lines: lines, line: line, sections: Comparing.keepingIgnored(wanted, found))
      }
    }
    return (mismatches, corrected)
  }

  private static func text(_ text: String, _ mode: Mode) -> String {
    switch mode {
    case .inProcess: text
    case .formatted: Formatter.format(SourceText(text)).0
    }
  }

  /// What the cell came to, in the sections that the file asks for; errors always.
  private static func sections(
    _ asked: [CellsFile.Section], outcome: SimulatedSession.Outcome, source: SourceText,
    session: SimulatedSession, mode: Mode
  ) -> [CellsFile.Section] {
    var found: [CellsFile.Section] = []
    for section in asked where section.kind != "error" {
      let text = Rendering.section(section.kind, outcome, session)
      found.append(CellsFile.Section(kind: section.kind, lines: Rendering.lines(text)))
    }
    for error in outcome.errors {
      let section = Rendering.error(error, source)
      found.append(mode == .formatted ? section.withoutRange : section)
    }
    // The session's folder has another name in every run.
    return found.map { section in
      var plain = section
      plain.lines = section.lines.map { $0.replacing(session.folder.path + "/", with: "") }
      return plain
    }
  }

  private enum Comparing {
    static func same(_ a: [CellsFile.Section], _ b: [CellsFile.Section]) -> Bool {
      a.count == b.count && zip(a, b).allSatisfy { same($0, $1) }
    }

    private static func same(_ a: CellsFile.Section, _ b: CellsFile.Section) -> Bool {
      a.kind == b.kind && a.arguments == b.arguments && a.lines.count == b.lines.count
        && zip(a.lines, b.lines).allSatisfy { agrees($0, $1) }
    }

    /// `<ignore>` stands for any text within a line.
    static func agrees(_ expected: String, _ found: String) -> Bool {
      guard expected.contains("<ignore>") else { return expected == found }
      let pieces = expected.split(separator: "<ignore>", omittingEmptySubsequences: false)
      guard let first = pieces.first, let last = pieces.last, found.hasPrefix(first),
        found.hasSuffix(last)
      else { return false }
      var rest = found.dropFirst(first.count)
      for piece in pieces.dropFirst() where !piece.isEmpty {
        guard let place = rest.firstRange(of: piece) else { return false }
        rest = rest[place.upperBound...]
      }
      return true
    }

    /// Lines that the file leaves open stay as they are.
    static func keepingIgnored(
      _ expected: [CellsFile.Section], _ found: [CellsFile.Section]
    ) -> [CellsFile.Section] {
      found.enumerated().map { place, section in
        guard place < expected.count, expected[place].kind == section.kind else { return section }
        var kept = section
        for (row, line) in expected[place].lines.enumerated()
        where row < kept.lines.count && agrees(line, kept.lines[row]) {
          kept.lines[row] = line
        }
        return kept
      }
    }

    static func text(_ sections: [CellsFile.Section]) -> String {
      sections.map { section in
        ((["--- " + ([section.kind] + section.arguments).joined(separator: " ")]) + section.lines)
          .joined(separator: "\n")
      }.joined(separator: "\n")
    }
  }
}

extension CellsFile.Section {
  /// An error without its place: `--- error unknown-name`.
  fileprivate var withoutRange: CellsFile.Section {
    guard kind == "error" else { return self }
    var copy = self
    copy.arguments = Array(arguments.prefix(1))
    return copy
  }
}
