import QuernNotebook
import QuernSyntax

/// Names that a failed cell should have defined, while a run goes on behind it.
///
/// A cell that needs one is not run: it would fail for a reason that says nothing, or take what an
/// earlier cell calls by that name.
struct BrokenNames {
  /// By name, the number of the cell that failed.
  private var origins: [String: Int] = [:]

  static func names(of cell: NotebookCell) -> DependencyScan.StatementNames {
    DependencyScan.cell(Parser.parse(cell.source).0)
  }

  /// Why a cell cannot run, where it cannot; what it defines is broken then, too.
  mutating func obstacle(to cell: NotebookCell) -> String? {
    guard !origins.isEmpty else { return nil }
    let names = Self.names(of: cell)
    let missing = names.reads.first { origins[$0.name.text] != nil }
    guard let name = missing?.name.text, let origin = origins[name] else { return nil }
    for defined in names.defines { origins[defined.text] = origin }
    return "not run: it needs `\(name)`, and cell \(origin) failed"
  }

  mutating func failed(_ cell: NotebookCell) {
    for name in Self.names(of: cell).defines { origins[name.text] = cell.index }
  }

  mutating func succeeded(_ cell: NotebookCell) {
    guard !origins.isEmpty else { return }
    for name in Self.names(of: cell).defines { origins[name.text] = nil }
  }
}
