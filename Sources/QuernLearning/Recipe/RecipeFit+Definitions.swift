import QuernTable
import QuernText

/// Steps whose definitions are settled by the columns, or the values, of the training part.
extension RecipeFit {
  /// One definition for each column that an `across` selects, in their places.
  func defined(
    _ definitions: [StepDefinition], replaces: Bool
  ) throws(LearningError) -> FittedStep? {
    var all: [(name: String, expression: ColumnExpression)] = []
    for definition in definitions {
      switch definition {
      case .one(let name, let expression): all.append((name, expression))
      case .across(let across):
        let columns = try across.selection.resolve(in: table.schema, reserved: reserved)
        all += across.definitions(for: columns)
      }
    }
    try refuseAggregates(replaces ? "update" : "derive", all)
    guard !all.isEmpty else { return nil }
    return replaces ? .update(all) : .derive(all)
  }

  /// The names that are given, and all others in snake case; reserved columns keep theirs.
  func renamed(
    _ given: [(new: String, old: String)]
  ) throws(LearningError) -> FittedStep? {
    var pairs = given
    for pair in given where reserved.contains(pair.old) { throw .reservedColumn(pair.old) }
    let named = Set(given.map(\.old))
    for name in table.schema.names where !named.contains(name) && !reserved.contains(name) {
      let snake = SnakeCase.name(name)
      if snake != name { pairs.append((new: snake, old: name)) }
    }
    return pairs.isEmpty ? nil : .rename(pairs)
  }

  /// Classes of a column between breaks that its values give.
  func fitCut(_ name: String, _ options: CutOptions) throws(LearningError) -> FittedStep? {
    if reserved.contains(name) { throw .reservedColumn(name) }
    guard let field = table.schema[name] else {
      throw .table(.unknownColumn(name: name, schema: table.schema))
    }
    guard field.type.isNumeric else { throw .stepType("cut", column: name, type: field.type) }
    do throws(TableError) {
      let breaks = try table.cutBreaks(
        of: name, count: options.count, isQuantile: options.isQuantile, context)
      guard !breaks.isEmpty else { throw TableError.nothingToCut(name) }
      let labels =
        options.labels ?? CutSpec.intervals(breaks, closesRight: options.closesRight)
      if let mistake = CutSpec.mistake(breaks: breaks, labels: labels) {
        throw TableError.invalidArgument(
          word: "cut", message: mistake,
          hint: "leave labels: out, or give breaks: cut(.x, [18, 65])")
      }
      guard let spec = CutSpec(breaks: breaks, labels: labels, closesRight: options.closesRight)
      else { return nil }
      return .update([(name: name, expression: .function(.cut(spec), [.column(name)]))])
    } catch {
      throw LearningError(error)
    }
  }
}
