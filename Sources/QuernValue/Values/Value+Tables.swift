import QuernPlot
import QuernTable

extension Value {
  /// Says that the tables in the value come from an earlier cell; see `Table.markOld`.
  package func markTablesOld() {
    switch self {
    case .table(let table): table.markOld()
    case .list(let values): for value in values { value.markTablesOld() }
    case .record(let record): for value in record.values { value.markTablesOld() }
    case .function(let function):
      for captured in function.captured { captured.value.markTablesOld() }
    case .plot(let plot): for table in plot.tables { table.markOld() }
    case .null, .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration, .size,
      .range, .column, .recipe, .step, .selection, .across, .algorithm, .model, .evaluation,
      .endpoint, .pattern, .secret, .constant:
      break
    }
  }
}
