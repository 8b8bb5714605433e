extension Table {
  /// One row for each combination of values of `by`, in the order of first appearance; one row for
  /// the whole table when `by` is empty.
  package func summarise(
    _ definitions: [(name: String, expression: ColumnExpression)], by: [String]
  ) throws(TableError) -> Table {
    try checkKeys(by)
    var fields = by.compactMap { schema[$0] }
    for definition in definitions {
      let type = try definition.expression.type(in: schema)
      try checkAggregated(definition.expression, by: by)
      fields.append(Field(name: definition.name, type: type))
    }
    let list = definitions.map { Definition(name: $0.name, expression: $0.expression) }
    return Table(
      schema: try Table.checked(fields, verb: "summarise"), plan: .summarise(self, list, by: by))
  }

  /// Checks that every column stands inside an aggregate or is one of the keys.
  private func checkAggregated(
    _ expression: ColumnExpression, by: [String]
  ) throws(TableError) {
    switch expression {
    case .aggregate: return
    case .column(let name):
      if by.contains(where: { NameKey($0) == NameKey(name) }) { return }
      throw .notAggregated(column: name, expression: expression.text)
    case .window:
      throw .notAggregated(column: nil, expression: expression.text)
    case .literal, .unary, .binary, .isNull, .member, .between, .conditional, .function:
      for child in expression.children { try checkAggregated(child, by: by) }
    }
  }

  /// The rows of both tables whose keys are equal, in the order of the left; `right` and `full` add
  /// the right's rows without a match at the end. Nulls never match.
  package func join(
    _ right: Table, on pairs: [(left: String, right: String)], kind: JoinKind = .left,
    match: JoinMatch = .manyToMany, suffix: String? = nil
  ) throws(TableError) -> Table {
    guard !pairs.isEmpty else {
      throw .invalidArgument(
        word: "join", message: "the key columns are missing", hint: "join(l, r, on: .id)")
    }
    try checkJoinKeys(right, pairs)
    let spec = JoinSpec(
      left: pairs.map(\.left), right: pairs.map(\.right), kind: kind, match: match, suffix: suffix)
    return Table(schema: try joinSchema(right, spec), plan: .join(self, right, spec))
  }

  /// Checks that the key columns exist and can be compared.
  func checkJoinKeys(
    _ right: Table, _ pairs: [(left: String, right: String)]
  ) throws(TableError) {
    try checkKeys(pairs.map(\.left))
    for pair in pairs {
      let (l, r) = (try field(pair.left), try right.rightField(pair.right))
      guard ExpressionTypes.areComparable(l.type, r.type) else {
        throw .joinKeyTypes(left: l, right: r)
      }
    }
    try right.checkKeys(pairs.map(\.right))
  }

  /// The column of the right side of a join.
  func rightField(_ name: String) throws(TableError) -> Field {
    guard let field = schema[name] else { throw .unknownRightColumn(name: name, schema: schema) }
    return field
  }

  private func joinSchema(_ right: Table, _ spec: JoinSpec) throws(TableError) -> Schema {
    if spec.kind == .semi || spec.kind == .anti { return schema }
    var fields = schema.fields
    for (l, r) in zip(spec.left, spec.right) {
      guard let place = schema.index(of: l), let other = right.schema[r] else { continue }
      guard spec.kind == .right || spec.kind == .full,
        let type = DataType.common(fields[place].type, other.type)
      else { continue }
      fields[place] = Field(name: l, type: type)
    }
    let keys = Set(spec.right.map(NameKey.init))
    let carried = right.schema.fields.filter { !keys.contains(NameKey($0.name)) }
    let clashes = carried.map(\.name).filter { schema[$0] != nil }
    if !clashes.isEmpty && spec.suffix == nil { throw .clashingColumns(names: clashes) }
    for field in carried {
      let name = schema[field.name] == nil ? field.name : field.name + (spec.suffix ?? "")
      fields.append(Field(name: name, type: field.type))
    }
    return try Table.checked(fields, verb: "join")
  }
}
