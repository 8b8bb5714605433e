/// Decides how dates of three numbers are read where a column does not show it.
struct CSVDateOrders {
  let path: String
  let name: String
  let findings: [CSVColumnFinding]
  let layout: CSVLayout

  /// Takes the order over from the file's other columns, or refuses with the reason.
  func settle(_ plans: inout [CSVColumnPlan], notes: Notes) throws(TableError) {
    var shown = Set<CSVDateOrder>()
    for plan in plans where !plan.kind.isAmbiguous {
      if let order = plan.kind.order { shown.insert(order) }
    }
    for column in plans.indices where plans[column].kind.isAmbiguous {
      let name = ColumnExpression.quoted(plans[column].name)
      guard shown.count == 1, let order = shown.first else { throw ambiguous(column, name) }
      plans[column].kind.order = order
      plans[column].kind.isAmbiguous = false
      notes.add(
        Note(
          code: "csv-dates",
          text: "\(self.name): .\(name) could be read either way; \(order.text), as in the "
            + "other columns"))
    }
  }

  private func ambiguous(_ column: Int, _ name: String) -> TableError {
    let finding = findings[column]
    let example =
      finding.example(.orderedDate)?.text ?? finding.example(.orderedDatetime)?.text
      ?? layout.findings[column].example(.orderedDate)?.text
      ?? layout.findings[column].example(.orderedDatetime)?.text ?? ""
    return .parse(
      path: path, line: 2, column: layout.names[column],
      message: "dates such as `\(example)` can be read in two ways: no day is over 12",
      hint: "say date_order: mdy or date_order: dmy, or types: {\(name): str}")
  }
}

extension CSVDateOrder {
  /// How people call it.
  var text: String {
    switch self {
    case .monthFirst: "month/day/year"
    case .dayFirst: "day/month/year"
    case .yearFirst: "year/month/day"
    }
  }
}
