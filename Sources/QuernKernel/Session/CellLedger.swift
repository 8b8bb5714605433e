internal import QuernSession
internal import QuernText
package import QuernWire

/// What the cells of a document have read and defined: which of them are out of date, and which ran
/// before what stands above them.
package struct CellLedger: Sendable {
  /// Why a cell no longer shows what a run from the top would show.
  package enum Reason: Hashable, Sendable {
    /// The name has another value now, by the cell of that number.
    case changed(name: String, by: Int?)
    case vanished(name: String)
    /// The cell that defines the name is out of date itself.
    case follows(name: String, cell: Int)

    package var text: String {
      switch self {
      case .changed(let name, let by?): "`\(name)` was changed by [\(by)]"
      case .changed(let name, nil): "`\(name)` has changed"
      case .vanished(let name): "`\(name)` is not defined any more"
      case .follows(let name, let cell): "`\(name)` is of [\(cell)], which is out of date"
      }
    }
  }

  package struct Outdated: Hashable, Sendable {
    package var cell: String
    package var count: Int
    package var reasons: [Reason]
  }

  /// A cell that has run with what a cell below it defines.
  package struct OutOfOrder: Hashable, Sendable {
    package var cell: String
    package var count: Int
    package var name: String
    /// The number of the cell below that defined the name.
    package var definedBy: Int
  }

  private struct Run {
    var count: Int
    var report: CellReport
  }

  /// Ids of the document's cells in their order, as far as it is known.
  package var document: [String] = []
  private var definitions = CellDefinitions()
  private var runs: [String: Run] = [:]
  private var digests: [String: Digest] = [:]
  /// The cell that made each version of a name.
  private var origins: [String: String] = [:]

  package init() {}

  /// The cells above one; none where the document does not have it.
  package func above(_ cell: String) -> [String] {
    guard let place = document.firstIndex(of: cell) else { return [] }
    return Array(document[..<place])
  }

  /// Takes in how a cell of the document ended.
  package mutating func take(_ report: CellReport, count: Int) {
    guard report.isGood else { return }
    _ = definitions.settle(report.id, defined: report.defined, replaces: true)
    for definition in report.defined {
      digests["\(definition.name) \(definition.version)"] = definition.digest
      origins["\(definition.name) \(definition.version)"] = report.id
    }
    runs[report.id] = Run(count: count, report: report)
  }

  package mutating func forgetAll() {
    let known = document
    self = CellLedger()
    document = known
  }

  /// Names that a cell reads from cells below it: a run from the top would not have them so.
  package func readsFromBelow(_ names: [String], cell: String) -> [(name: String, count: Int)] {
    let above = above(cell)
    guard document.contains(cell) else { return [] }
    return names.compactMap { name in
      guard let entry = definitions.entry(name, in: cell, above: above),
        document.contains(entry.cell), !above.contains(entry.cell)
      else { return nil }
      return (name, runs[entry.cell]?.count ?? 0)
    }
  }

  /// Cells that read from below, in the order in which they ran: a run from the top would fail in
  /// them, or show something else.
  package var outOfOrder: [OutOfOrder] {
    runs.values.sorted { $0.count < $1.count }.flatMap { run -> [OutOfOrder] in
      guard let place = document.firstIndex(of: run.report.id) else { return [] }
      return run.report.read.compactMap { reading -> OutOfOrder? in
        guard let origin = origins["\(reading.name) \(reading.version)"],
          let below = document.firstIndex(of: origin), below > place
        else { return nil }
        return OutOfOrder(
          cell: run.report.id, count: run.count, name: reading.name,
          definedBy: runs[origin]?.count ?? 0)
      }
    }
  }

  /// Cells that are out of date, in the order in which they ran, with everything that follows from
  /// them.
  package var outdated: [Outdated] {
    var found: [String: Outdated] = [:]
    let ordered = runs.values.sorted { $0.count < $1.count }
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for run in ordered {
        let reasons = reasons(of: run, found)
        guard reasons.count != found[run.report.id]?.reasons.count ?? 0 else { continue }
        found[run.report.id] = Outdated(
          cell: run.report.id, count: run.count, reasons: reasons)
        isGrowing = true
      }
    }
    return ordered.compactMap { found[$0.report.id] }
  }

  private func reasons(of run: Run, _ found: [String: Outdated]) -> [Reason] {
    let cell = run.report.id
    let above = above(cell)
    return run.report.read.compactMap { reading -> Reason? in
      // A definition of the prompt, or of a kernel before this one, is not known here.
      guard let then = digests["\(reading.name) \(reading.version)"] else { return nil }
      guard let now = definitions.entry(reading.name, in: cell, above: above) else {
        return .vanished(name: reading.name)
      }
      if now.definition.digest != then {
        return .changed(name: reading.name, by: runs[now.cell]?.count)
      }
      guard let upper = found[now.cell], !upper.reasons.isEmpty else { return nil }
      return .follows(name: reading.name, cell: upper.count)
    }
  }
}
