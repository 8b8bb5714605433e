import QuernNotebook
import QuernPlan
import QuernSession
import QuernSyntax
import QuernSystem
import QuernText
import QuernWords

/// Which cells of a notebook the next run computes again, and why: what its last run recorded
/// against what is there now. Nothing is run.
struct StaleReport {
  /// What the next run does with a cell.
  enum Fate: Hashable {
    /// Its result is taken from the cache.
    case holds
    /// It runs again, for these reasons.
    case runs([String])
    /// It runs again if one of these cells comes to another value.
    case follows([String])
    /// It acts, and says `unchanged` where nothing changed.
    case acts
  }

  struct Line {
    let cell: NotebookCell
    let fate: Fate
    /// Cells that define what it reads.
    let above: Set<Int>
  }

  private(set) var lines: [Line] = []
  private let lock: NotebookLock
  private let folder: String
  private let seed: Int64

  init(notebook: Notebook, lock: NotebookLock, folder: String) {
    self.lock = lock
    self.folder = folder
    seed = notebook.frontMatter.seed
    var bindings: [String: Binding] = [:]
    var definedIn: [String: NotebookCell] = [:]
    var unsettled: Set<Int> = []
    for cell in notebook.cells where cell.options.runs {
      let (plan, _) = Checker.plan(
        text: cell.source, bindings: bindings, registry: Words.registry)
      let sources = plan.reads.compactMap { name in definedIn[name].map { (name, $0) } }
      let fate = fate(of: cell, plan, sources.filter { unsettled.contains($0.1.index) })
      if fate != .holds { unsettled.insert(cell.index) }
      lines.append(Line(cell: cell, fate: fate, above: Set(sources.map(\.1.index))))
      for name in plan.defines.map(\.name) { definedIn[name] = cell }
      bindings = plan.bindings(after: bindings, cell: cell.id)
    }
  }

  private func fate(
    of cell: NotebookCell, _ plan: Plan, _ unsettled: [(name: String, cell: NotebookCell)]
  ) -> Fate {
    let own = reasons(cell, plan)
    if !own.isEmpty { return .runs(own) }
    if plan.effect == .acts { return .acts }
    guard !unsettled.isEmpty else { return .holds }
    return .follows(
      unsettled.map { "it reads `\($0.name)` of cell \($0.cell.index) (\($0.cell.id))" })
  }

  /// What changed since the last run, of the cell itself.
  private func reasons(_ cell: NotebookCell, _ plan: Plan) -> [String] {
    guard let last = lock.cells.first(where: { $0.id == cell.id }) else {
      return ["the last run did not come to this cell"]
    }
    if !cell.options.usesCache { return ["`cache: false` stands above it"] }
    if let source = last.source, source != NotebookLock.sourceDigest(cell.source) {
      return ["its text was edited"]
    }
    var reasons: [String] = []
    if last.key == nil { reasons.append("the last run did not understand it") }
    if plan.isRandom, lock.seed != seed {
      reasons.append("the notebook's seed was \(lock.seed) and is \(seed)")
    }
    if lock.numericProfile != NumericProfile.current.json {
      reasons.append("the numeric libraries or the processor are not those of the last run")
    }
    return reasons + last.reads.compactMap { changed($0) }
  }

  /// What is not as it was when the cell looked; nil where it is.
  private func changed(_ read: NotebookLock.Read) -> String? {
    let path = Path.absolute(read.subject, from: folder)
    do throws(SystemError) {
      switch read.kind {
      case "file":
        guard Disk.real.exists(path) else { return "\(read.subject) is gone" }
        return try Self.digest(path) == read.digest ? nil : "\(read.subject) was changed"
      case "absence": return Disk.real.exists(path) ? "\(read.subject) is there now" : nil
      case "listing":
        guard Disk.real.exists(path) else { return "the folder \(read.subject) is gone" }
        let names = try Disk.real.list(path).map { "\($0)\n" }.joined()
        return SHA256.hash(names) == read.digest
          ? nil : "the folder \(read.subject) holds other files"
      case "now": return nil
      default:
        return "it looks at what can change unseen: \(read.subject)"
      }
    } catch {
      return "\(read.subject) cannot be read: \(error.message)"
    }
  }

  private static func digest(_ path: String) throws(SystemError) -> Digest {
    let file = try FileHandle.open(path, .read)
    var hash = SHA256()
    while true {
      let bytes = try file.read(count: 1 << 20)
      if bytes.isEmpty { return hash.finalize() }
      hash.update(bytes)
    }
  }

  /// A cell and all cells whose values reach it.
  func chain(to index: Int) -> Set<Int> {
    var found: Set<Int> = []
    var next = [index]
    while let place = next.popLast() {
      guard found.insert(place).inserted else { continue }
      next += lines.first { $0.cell.index == place }?.above ?? []
    }
    return found
  }
}
