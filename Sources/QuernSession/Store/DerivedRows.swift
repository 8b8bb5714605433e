internal import Glibc
internal import QuernSystem
internal import QuernTable
internal import QuernText
internal import QuernValue

/// Rows of derived tables that took long to compute, for whoever comes after: `cache/tables`.
///
/// A table is its plan; its rows are kept once they were computed whole (shown, written, trained
/// on, or used by several cells) and that took longer than a file of them takes: then a session
/// that wakes, and a run that finds the cell in its cache, maps them instead. They go by the digest
/// of the plan and of its sources, the engine and the machine's numbers, and can be removed at any
/// time.
final class DerivedRows: Sendable {
  /// When rows are worth a file.
  struct Rule: Sendable {
    /// What is computed in less is computed again.
    var secondsMin = 0.2
    /// Rows that come faster than this are computed as fast as they are read.
    var bytesPerSecond = 400e6
    /// The largest file.
    var byteCountMax = 2 << 30
    /// The part of the disk's room that one file may take.
    var roomShare = 0.25
  }

  private let folder: String
  private let rule: Rule

  init(folder: String, rule: Rule = Rule()) {
    self.folder = folder
    self.rule = rule
  }

  /// Takes rows that are on disk for a table that was read back, or for what it is computed from.
  func attach(to table: Table, _ context: TableContext) {
    guard Disk.real.isDirectory(folder) else { return }
    table.attachRows { node in
      guard let name = Self.name(of: node, context) else { return nil }
      let path = self.path(name)
      // Rows that are used stay, where there is room for some alone.
      return JournalDisk.real.touch(path) ? (path, name) : nil
    }
  }

  /// Writes rows that are in memory alone and worth it.
  func keep(_ values: [Value], _ context: TableContext) {
    var seen: Set<Digest> = []
    for table in values.flatMap(\.tables) {
      for node in table.computedNodes where isWorth(node) {
        guard let name = Self.name(of: node.table, context), seen.insert(name).inserted else {
          continue
        }
        keep(node, name)
      }
    }
  }

  private func keep(_ node: ComputedNode, _ name: Digest) {
    let path = path(name)
    do {
      if !JournalDisk.real.touch(path) {
        try Disk.real.makeDirectory(Path.parent(path))
        guard Double(node.estimatedByteCount) <= rule.roomShare * Self.room(folder) else { return }
        try node.write(to: path, as: name)
      }
      try node.table.attachRows(path, as: name)
    } catch {
      // What is not kept is computed again.
    }
  }

  private func isWorth(_ node: ComputedNode) -> Bool {
    guard node.seconds >= rule.secondsMin else { return false }
    let byteCount = node.estimatedByteCount
    return byteCount <= rule.byteCountMax && Double(byteCount) <= node.seconds * rule.bytesPerSecond
  }

  /// What the rows of a table depend on.
  private static func name(of table: Table, _ context: TableContext) -> Digest? {
    do throws(TableError) {
      let digest = try table.digest(context)
      var hash = SHA256()
      hash.update("quern derived rows 1\n")
      hash.update("\(EngineVersion.current)\n")
      hash.update(NumericProfile.current.digest.bytes)
      hash.update(digest.bytes)
      return hash.finalize()
    } catch {
      return nil
    }
  }

  private func path(_ name: Digest) -> String {
    let hex = name.hex
    return "\(folder)/\(hex.prefix(2))/\(hex.dropFirst(2)).qtable"
  }

  /// Bytes that are free on the disk of a folder.
  private static func room(_ folder: String) -> Double {
    var facts = statvfs()
    guard statvfs(folder, &facts) == 0 else { return 0 }
    return Double(facts.f_bavail) * Double(facts.f_frsize)
  }
}

extension Value {
  /// The tables that it is or holds.
  fileprivate var tables: [Table] {
    switch self {
    case .table(let table): [table]
    case .list(let values): values.flatMap(\.tables)
    case .record(let record): record.fields.flatMap { $0.value.tables }
    case .null, .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration, .size,
      .range, .column, .function, .recipe, .step, .selection, .across, .algorithm, .model,
      .evaluation, .endpoint, .plot, .pattern, .secret, .constant:
      []
    }
  }
}
