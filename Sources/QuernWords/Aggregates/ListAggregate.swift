import QuernPlan
import QuernSyntax
import QuernTable
import QuernValue

/// Aggregates over lists: the same function as over a column, on a table of one column.
enum ListAggregate {
  static func value(
    _ aggregate: Aggregate, of call: WordCall, _ parameter: String
  ) throws -> Value {
    guard let values = try call.list(parameter) else { return .null }
    if let sum = intSum(aggregate, values) { return sum }
    var scalars: [Scalar] = []
    scalars.reserveCapacity(values.count)
    for value in values {
      guard let scalar = value.scalar else { throw call.wrong(parameter, value) }
      scalars.append(scalar)
    }
    guard let type = Scalar.commonType(scalars) else {
      throw RuntimeError(
        .mixedList(word: call.word.name, at: call.range(of: parameter)))
    }
    let schema = Schema([("value", type)])
    let rows = scalars.map { [$0] }
    let data = try TableData.build(schema, rows: rows, arena: call.tableContext.arena)
    let result = try Table(data: data)
      .summarise([(name: "result", expression: .aggregate(aggregate, .column("value")))], by: [])
      .collect(call.tableContext)
    return Value(result.scalar(row: 0, column: 0))
  }

  /// A sum of ints alone needs no table; nil where it is another case, or does not fit.
  private static func intSum(_ aggregate: Aggregate, _ values: [Value]) -> Value? {
    guard aggregate == .sum else { return nil }
    var total: Int64 = 0
    for value in values {
      switch value {
      case .int(let number):
        let (next, overflow) = total.addingReportingOverflow(number)
        if overflow { return nil }
        total = next
      case .null: break
      default: return nil
      }
    }
    return .int(total)
  }
}

extension Diagnostic {
  static func mixedList(word: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "mixed-list", message: "`\(word)` needs values of one type in its list",
      range: range)
  }
}
