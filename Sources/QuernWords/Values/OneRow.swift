import QuernPlan
import QuernTable
import QuernValue

/// Values put through the kernels of columns, as a table of one row: a value and a column with
/// this value never differ.
enum OneRow {
  /// What an expression over the columns `names` is, when they hold `values`.
  static func value(
    _ expression: ColumnExpression, _ names: [String], _ values: [Scalar], _ call: WordCall
  ) throws -> Value {
    let fields = zip(names, values).map { Field(name: $0, type: $1.type) }
    let row = Table(data: try TableData.build(Schema(fields: fields), rows: [values]))
    do throws(TableError) {
      let result = try row.derive([(name: "result", expression: expression)], by: [])
        .collect(call.tableContext)
      return Value(result.scalar(row: 0, column: names.count))
    } catch {
      throw error.ofValues
    }
  }
}
