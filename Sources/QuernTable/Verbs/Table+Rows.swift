package import QuernText

extension Table {
  /// The rows in which `condition` is true, in their order. An aggregate in it is over the whole
  /// table, or over the rows with the same values in `by`.
  package func filter(
    _ condition: ColumnExpression, by: [String] = []
  ) throws(TableError) -> Table {
    try checkKeys(by)
    let type = try condition.type(in: schema)
    guard type == .bool || type == .null else {
      throw .typeMismatch(
        what: "filter", wanted: "a condition (bool)", found: type, column: condition.columnName)
    }
    return Table(schema: schema, plan: .filter(self, condition, by: by))
  }

  /// The rows in the order of the keys; equal ones keep their order, nulls come last.
  package func sort(_ keys: [SortKey]) throws(TableError) -> Table {
    guard !keys.isEmpty else {
      throw .invalidArgument(word: "sort", message: "what to sort by is missing", hint: nil)
    }
    for key in keys {
      let type = try key.expression.type(in: schema)
      guard type.isOrdered else {
        throw .typeMismatch(
          what: "sort", wanted: "values with an order", found: type,
          column: key.expression.columnName)
      }
    }
    return Table(schema: schema, plan: .sort(self, keys))
  }

  /// One row for each combination of values of these columns; of all columns when empty.
  package func distinct(
    on names: [String], keep: DistinctRows = .first
  ) throws(TableError) -> Table {
    let keys = names.isEmpty ? schema.names : names
    try checkKeys(keys)
    return Table(schema: schema, plan: .distinct(self, on: keys, keep: keep))
  }

  /// These rows, then the other's, whose columns are found by name.
  package func append(_ other: Table) throws(TableError) -> Table {
    var fields: [Field] = []
    var problems: [String] = []
    for field in schema.fields {
      let name = "." + ColumnExpression.quoted(field.name)
      guard let match = other.schema[field.name] else {
        problems.append("\(name) is missing on the right")
        continue
      }
      guard let type = DataType.common(field.type, match.type) else {
        problems.append(
          "\(name) is \(field.type.name) on the left, \(match.type.name) on the right")
        continue
      }
      fields.append(Field(name: field.name, type: type))
    }
    for field in other.schema.fields where schema[field.name] == nil {
      problems.append(".\(ColumnExpression.quoted(field.name)) is missing on the left")
    }
    guard problems.isEmpty else { throw .appendMismatch(problems: problems) }
    return Table(schema: Schema(fields: fields), plan: .append(self, other))
  }

  /// The first rows.
  package func head(_ count: Int) throws(TableError) -> Table {
    try Table.checkCount(count, word: "head")
    return Table(schema: schema, plan: .head(self, count))
  }

  /// The last rows.
  package func tail(_ count: Int) throws(TableError) -> Table {
    try Table.checkCount(count, word: "tail")
    return Table(schema: schema, plan: .tail(self, count))
  }

  /// The rows without a null in these columns; in any column when empty.
  package func dropNull(_ names: [String]) throws(TableError) -> Table {
    for name in names { _ = try field(name) }
    try Table.checkUnique(names, verb: "dropnull")
    return Table(schema: schema, plan: .dropNull(self, names.isEmpty ? schema.names : names))
  }

  /// That many random rows without repetition, in the table's order.
  package func sample(_ size: SampleSize, _ random: RandomStream) throws(TableError) -> Table {
    switch size {
    case .count(let count): try Table.checkCount(count, word: "sample")
    case .fraction(let share):
      guard share >= 0 && share <= 1 else {
        throw .invalidArgument(
          word: "sample", message: "the fraction must be between 0 and 1", hint: nil)
      }
    }
    return Table(schema: schema, plan: .sample(self, size, random))
  }

  /// The parts of the rows that `spec` deals out; each keeps the order of the table.
  package func split(_ spec: SplitSpec) throws(TableError) -> [Table] {
    try checkSplit(spec, word: "split")
    let assignment = SplitAssignment(spec)
    return spec.shares.indices.map { index in
      Table(schema: schema, plan: .part(self, assignment, .only(index)))
    }
  }

  /// The pairs of rows to train on and to measure on, for cross-validation.
  ///
  /// Every row is measured on once; with `order:` a pair trains on all that is earlier, and the
  /// earliest rows are never measured on.
  package func folds(
    _ count: Int, _ random: RandomStream, groups: [String] = [], order: String? = nil,
    stratify: String? = nil
  ) throws(TableError) -> [(train: Table, valid: Table)] {
    guard (2...Table.foldCountMax).contains(count) else {
      throw .invalidArgument(
        word: "folds", message: "there are 2 to \(Table.foldCountMax) folds, not \(count)",
        hint: nil)
    }
    let partCount = order == nil ? count : count + 1
    let spec = SplitSpec(
      shares: [Double](repeating: 1 / Double(partCount), count: partCount), random: random,
      groups: groups, order: order, stratify: stratify, isBalanced: true)
    try checkSplit(spec, word: "folds")
    let assignment = SplitAssignment(spec)
    func rows(_ choice: PartChoice) -> Table {
      Table(schema: schema, plan: .part(self, assignment, choice))
    }
    return (0..<count).map { fold in
      order == nil
        ? (rows(.except(fold)), rows(.only(fold)))
        : (rows(.before(fold + 1)), rows(.only(fold + 1)))
    }
  }

  private static let foldCountMax = 100

  private func checkSplit(_ spec: SplitSpec, word: String) throws(TableError) {
    let total = spec.shares.reduce(0, +)
    guard spec.shares.count >= 2, spec.shares.allSatisfy({ $0 > 0 && $0 < 1 }),
      abs(total - 1) < 1e-9
    else {
      throw .invalidArgument(
        word: "split", message: "the shares must be positive and add up to 1",
        hint: "split(t, 0.8) or split(t, [0.6, 0.2, 0.2])")
    }
    guard spec.groups.isEmpty || spec.order == nil else {
      throw .invalidArgument(
        word: word, message: "group: and order: exclude each other",
        hint: "group: keeps an id on one side, order: puts earlier rows first")
    }
    try checkKeys(spec.groups)
    try checkKeys([spec.order].compactMap { $0 })
    try checkKeys([spec.stratify].compactMap { $0 })
  }

  private static func checkCount(_ count: Int, word: String) throws(TableError) {
    guard count >= 0 else {
      throw .invalidArgument(word: word, message: "the number of rows is negative", hint: nil)
    }
  }
}
