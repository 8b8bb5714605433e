import QuernSystem

/// The lowest row at which something failed, from any thread.
final class LowestRow: @unchecked Sendable {
  private let lock = Lock()
  private var lowest: Int?

  func note(_ row: Int) {
    lock.withLock { lowest = Swift.min(row, lowest ?? row) }
  }

  var row: Int? { lock.withLock { lowest } }
}

extension WindowFrame {
  /// What has piled up to each row; a null row gives null and adds nothing.
  func cumulated(
    _ request: WindowRequest, _ kind: Cumulation
  ) throws(TableError) -> [ColumnChunk] {
    guard let argument = request.argument else { return [] }
    let rows = try order(request)
    if argument.type.isText { return try cumulatedTexts(argument, rows, kind) }
    let values = try WindowValues(self, chunks(argument), rows)
    let out = try WindowValues(self)
    if argument.type == .float {
      try cumulateFloats(values, out, kind)
    } else {
      try cumulateInts(values, out, rows, kind)
    }
    return try out.chunks(self, rows, request.resultType)
  }

  private func cumulateFloats(
    _ values: WindowValues, _ out: WindowValues, _ kind: Cumulation
  ) throws(TableError) {
    try forEachGroup { range in
      var total: Double
      switch kind {
      case .sum: total = 0
      case .product: total = 1
      case .min: total = .infinity
      case .max: total = -.infinity
      }
      for place in range {
        if place & 0xffff == 0 { try execution.context.interrupt.check() }
        guard values.known[place] != 0 else { continue }
        let value = values.floats[place]
        switch kind {
        case .sum: total += value
        case .product: total *= value
        case .min: total = Swift.min(total, value)
        case .max: total = Swift.max(total, value)
        }
        guard !total.isNaN else { continue }
        out.floats[place] = total
        out.known[place] = 1
      }
    }
  }

  private func cumulateInts(
    _ values: WindowValues, _ out: WindowValues, _ rows: WindowRows, _ kind: Cumulation
  ) throws(TableError) {
    let failed = LowestRow()
    try forEachGroup { range in
      var total: Int64
      switch kind {
      case .sum: total = 0
      case .product: total = 1
      case .min: total = .max
      case .max: total = .min
      }
      for place in range {
        if place & 0xffff == 0 { try execution.context.interrupt.check() }
        guard values.known[place] != 0 else { continue }
        let value = values.ints[place]
        var overflow = false
        switch kind {
        case .sum: (total, overflow) = total.addingReportingOverflow(value)
        case .product: (total, overflow) = total.multipliedReportingOverflow(by: value)
        case .min: total = Swift.min(total, value)
        case .max: total = Swift.max(total, value)
        }
        if overflow { return failed.note(rowNumber(rows.rows[place])) }
        out.ints[place] = total
        out.known[place] = 1
      }
    }
    if let row = failed.row { throw .integerOverflow(operation: kind.name, row: row) }
  }

  private func cumulatedTexts(
    _ argument: WindowRequest.Input, _ rows: WindowRows, _ kind: Cumulation
  ) throws(TableError) -> [ColumnChunk] {
    let chunks = chunks(argument)
    let order = ValueOrder(GroupInput(chunks, argument.type))
    let out = try WindowReferences(self)
    try forEachGroup { range in
      var best = RowReference.none
      for place in range {
        if place & 0xfff == 0 { try execution.context.interrupt.check() }
        let row = rows.rows[place]
        guard !chunks[row.group].isNull(row.row) else { continue }
        if best == .none || (kind == .min ? order.isLess(row, best) : order.isLess(best, row)) {
          best = row
        }
        out.rows[place] = best
      }
    }
    return try out.chunks(self, rows, of: chunks, argument.type)
  }
}
