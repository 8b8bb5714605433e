import QuernSystem
import QuernText

/// Nodes of plans that were read back, so that tables that had parts in common have them in common
/// again: `fit` and `held` of one split start from one table, and its rows are computed once.
///
/// Nothing is held: a node is known as long as a table lives that has it.
package final class PlanSharing: @unchecked Sendable {
  /// What a node does, and on which objects.
  struct Key: Hashable {
    private let text: String
    private let inputs: [ObjectIdentifier]

    init(_ node: JSON, _ inputs: [Table]) {
      self.init(node, inputs, without: ["inputs", "split"])
    }

    /// Of all parts of a split.
    init(split node: JSON, _ input: Table) {
      self.init(node, [input], without: ["inputs", "split", "index", "rows"])
    }

    init(_ source: any TableSource) {
      text = ""
      inputs = [ObjectIdentifier(source)]
    }

    private init(_ node: JSON, _ inputs: [Table], without left: Set<String>) {
      let members = (node.objectValue ?? JSONObject()).members.filter { !left.contains($0.0) }
      text = JSON.object(JSONObject(members.map { ($0.0, $0.1) })).text()
      self.inputs = inputs.map { ObjectIdentifier($0) }
    }
  }

  // While a value lives its inputs do, and their identifiers are nobody else's.
  private struct WeakTable { weak var table: Table? }

  private struct WeakAssignment {
    weak var assignment: SplitAssignment?
    weak var input: Table?
  }

  private let lock = Lock()
  private var tables: [Key: WeakTable] = [:]
  private var assignments: [Key: WeakAssignment] = [:]
  private var tidyCount = 1024

  package init() {}

  func table(_ key: Key) -> Table? { lock.withLock { tables[key]?.table } }

  func keep(_ table: Table, _ key: Key) {
    lock.withLock {
      tables[key] = WeakTable(table: table)
      if tables.count > tidyCount {
        tables = tables.filter { $0.value.table != nil }
        assignments = assignments.filter { $0.value.assignment != nil && $0.value.input != nil }
        tidyCount = max(1024, 2 * tables.count)
      }
    }
  }

  func assignment(_ key: Key) -> SplitAssignment? {
    lock.withLock {
      guard let known = assignments[key], known.input != nil else { return nil }
      return known.assignment
    }
  }

  func keep(_ assignment: SplitAssignment, of input: Table, _ key: Key) {
    lock.withLock { assignments[key] = WeakAssignment(assignment: assignment, input: input) }
  }
}
