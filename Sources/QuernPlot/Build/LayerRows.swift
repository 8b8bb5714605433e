import QuernSystem
import QuernTable
import QuernText

/// The rows that a layer draws: its expressions, computed.
struct LayerRows {
  var x: Channel?
  var y: Channel?
  var color: Channel?
  var facet: Channel?
  var count: Int
  /// Rows of the table, where `count` is a sample of them; nil where all are there.
  var sampledFrom: Int?

  enum Role: String, CaseIterable {
    case x, y, color, facet

    /// No column of a user has this name.
    var column: String { "\u{2}\(rawValue)" }
  }

  /// Computes expressions: row by row, or where one is an aggregate, by the values of the others.
  static func of(
    _ table: Table, _ wanted: [(role: Role, expression: ColumnExpression)], sample: Int? = nil,
    _ context: TableContext
  ) throws(PlotError) -> LayerRows {
    do throws(TableError) {
      let keys = wanted.filter { !$0.expression.hasAggregate }
      let aggregates = wanted.filter { $0.expression.hasAggregate }
      var plan = table
      let definitions = keys.map { (name: $0.role.column, expression: $0.expression) }
      if !definitions.isEmpty { plan = try plan.derive(definitions) }
      var total: Int?
      if aggregates.isEmpty {
        plan = try plan.select(keys.map(\.role.column))
        if let sample {
          let rowCount = try table.rowCount(context)
          if rowCount > sample {
            total = rowCount
            let draws = RandomStream(seed: 0, word: "plot", ordinal: 0)
            plan = try plan.sample(.count(sample), draws)
          }
        }
      } else {
        plan = try plan.summarise(
          aggregates.map { (name: $0.role.column, expression: $0.expression) },
          by: keys.map(\.role.column))
      }
      let data = try plan.collect(context)
      var rows = LayerRows(count: data.rowCount, sampledFrom: total)
      for (role, expression) in wanted {
        guard let column = data.schema.index(of: role.column) else { continue }
        rows.set(role, Channel(title: expression.plotTitle, column: column, of: data))
      }
      return rows
    } catch {
      throw .table(error)
    }
  }

  private mutating func set(_ role: Role, _ channel: Channel) {
    switch role {
    case .x: x = channel
    case .y: y = channel
    case .color: color = channel
    case .facet: facet = channel
    }
  }

  /// Only the rows whose positions are known; how many were left out.
  func complete() -> (rows: LayerRows, missing: Int) {
    var kept: [Int] = []
    kept.reserveCapacity(count)
    let (x, y) = (x?.values, y?.values)
    for row in 0..<count {
      if let x, x[row].isNaN { continue }
      if let y, y[row].isNaN { continue }
      kept.append(row)
    }
    guard kept.count < count else { return (self, 0) }
    return (picking(kept), count - kept.count)
  }

  /// The rows at these places.
  func picking(_ rows: [Int]) -> LayerRows {
    LayerRows(
      x: x?.picking(rows), y: y?.picking(rows), color: color?.picking(rows),
      facet: facet?.picking(rows), count: rows.count, sampledFrom: sampledFrom)
  }
}

extension TableContext {
  /// Called at least every few milliseconds of a long computation.
  func checkPlot() throws(PlotError) {
    do throws(Interrupted) {
      try interrupt.check()
    } catch {
      switch error {
      case .interrupted: throw .table(.interrupted)
      case .timeout: throw .table(.timedOut)
      }
    }
  }
}
