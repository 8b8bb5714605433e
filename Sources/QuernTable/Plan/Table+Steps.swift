/// One step on the way to a table: what it is, and what it did to the rows.
package struct TableStep: Hashable, Sendable {
  /// As the language writes it: `filter(.a > 1)`.
  package let text: String
  /// Nil of a source, and where it was not counted.
  package let rowsIn: Int?
  package let rowsOut: Int?
  /// `11 dropped: .tenure is null`
  package let remarks: [String]
}

extension Table {
  /// The steps from the sources to this table, in the order in which they work; each one is run
  /// to be counted. Columns alone change no row: steps that only choose them are left out.
  package func steps(_ context: TableContext) throws(TableError) -> [TableStep] {
    let execution = Execution(context, recounts: true)
    _ = try execution.rows(self, columns: Array(schema.fields.indices))
    var steps: [TableStep] = []
    var seen: Set<ObjectIdentifier> = []
    collect(into: &steps, &seen, execution)
    return steps
  }

  private func collect(
    into steps: inout [TableStep], _ seen: inout Set<ObjectIdentifier>, _ execution: Execution
  ) {
    guard seen.insert(ObjectIdentifier(self)).inserted else { return }
    for input in plan.inputs { input.collect(into: &steps, &seen, execution) }
    switch plan {
    case .select, .rename, .placeholder: return
    case .data, .source, .filter, .derive, .sort, .distinct, .append, .head, .tail, .sample,
      .dropNull, .summarise, .join, .asofJoin, .reshape, .part:
      break
    }
    steps.append(
      TableStep(
        text: planLine, rowsIn: plan.inputs.first.flatMap { $0.counted(execution) },
        rowsOut: counted(execution), remarks: execution.remarks(of: self).map(\.text)))
  }

  /// Rows that it gave; a step that only chooses columns gives those of the step before.
  private func counted(_ execution: Execution) -> Int? {
    if let count = execution.rowCount(of: self) { return count }
    switch plan {
    case .select(let input, _), .rename(let input), .derive(let input, _, _, _):
      return input.counted(execution)
    case .data(let data): return data.rowCount
    case .source(let source): return source.rowCountIfKnown
    case .placeholder, .filter, .sort, .distinct, .append, .head, .tail, .sample, .dropNull,
      .summarise, .join, .asofJoin, .reshape, .part:
      return nil
    }
  }
}
