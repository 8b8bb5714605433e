extension Table {
  /// The inner ends of so many classes of a column: of equal width, or of about equally many rows;
  /// fewer where values repeat, none where there are no two.
  package func cutBreaks(
    of column: String, count: Int, isQuantile: Bool, _ context: TableContext
  ) throws(TableError) -> [Scalar] {
    var definitions: [(name: String, expression: ColumnExpression)] = [
      ("low", .aggregate(.min, .column(column))), ("high", .aggregate(.max, .column(column))),
    ]
    if isQuantile {
      definitions = (1..<count).map { place in
        let share = Double(place) / Double(count)
        return ("\(place)", .aggregate(.quantile(share), .column(column)))
      }
    }
    let row = try summarise(definitions, by: []).collect(context).row(0)
    if isQuantile {
      var breaks: [Scalar] = []
      for value in row where !value.isNull && breaks.last != value { breaks.append(value) }
      return breaks
    }
    guard let low = row[0].doubleValue, let high = row[1].doubleValue else { return [] }
    return CutSpec.equalWidth(low, high, count: count)
  }
}

extension TableError {
  /// A column of one value, or of none.
  package static func nothingToCut(_ column: String) -> TableError {
    .invalidArgument(
      word: "cut",
      message: ".\(ColumnExpression.quoted(column)) has no two values to cut between", hint: nil)
  }
}
