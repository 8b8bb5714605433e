import QuernText

extension Table {
  /// One row for each combination of values of `by`, in order of first appearance, and one column
  /// for each label of the column `names`, which holds the value of the row with that label.
  package func pivot(_ spec: PivotSpec) throws(TableError) -> Table {
    try checkKeys(spec.by)
    let names = try field(spec.names)
    guard names.type.isOrdered else {
      throw .typeMismatch(
        what: "names:", wanted: "values that can be names", found: names.type, column: spec.names)
    }
    guard !spec.values.isEmpty else {
      throw .invalidArgument(
        word: "pivot", message: "the values are missing", hint: "pivot(t, names: .k, values: .v)")
    }
    let count = spec.by.count + spec.values.count * spec.labels.count
    guard count <= Limits.pivotColumnsMax else {
      throw .invalidArgument(
        word: "pivot",
        message: ".\(ColumnExpression.quoted(spec.names)) has "
          + "\(Numbers.grouped(Int64(spec.labels.count))) values, which would be as many columns",
        hint: "at most \(Numbers.grouped(Int64(Limits.pivotColumnsMax))); "
          + "lump rare ones first, or choose some with columns: […]")
    }
    var fields = spec.by.compactMap { schema[$0] }
    for name in spec.values {
      let field = try field(name)
      if let fill = spec.fill, !fill.isNull, DataType.common(field.type, fill.type) != field.type {
        throw .typeMismatch(
          what: "fill:", wanted: "a value of the column's type, \(field.type.name)",
          found: fill.type, column: nil)
      }
    }
    for cell in spec.cells {
      let type = schema[spec.values[cell.value]]?.type ?? .null
      fields.append(Field(name: spec.name(value: cell.value, label: cell.label), type: type))
    }
    return Table(
      schema: try Table.checked(fields, verb: "pivot"), plan: .reshape(self, .pivot(spec)))
  }

  /// The values of a column in order of first appearance, or of its levels.
  package func labels(_ name: String, _ context: TableContext) throws(TableError) -> [Scalar] {
    let field = try field(name)
    try checkKeys([name])
    let rows = try select([name]).distinct(on: [name]).collect(context)
    let found = rows.scalars(0)
    guard case .category(let levels?) = field.type else { return found }
    let seen = Set(found)
    let ordered = levels.map { Scalar.string($0) }.filter { seen.contains($0) }
    let known = Set(ordered)
    return ordered + found.filter { !known.contains($0) }
  }

  /// One row for each row and each of some columns: the column's name, and its value.
  package func unpivot(_ spec: UnpivotSpec) throws(TableError) -> Table {
    guard !spec.columns.isEmpty else {
      throw .invalidArgument(
        word: "unpivot", message: "the columns are missing", hint: "unpivot(t, .a, .b)")
    }
    try Table.checkUnique(spec.columns, verb: "unpivot")
    var type = DataType.null
    for name in spec.columns {
      let field = try field(name)
      guard let common = DataType.common(type, field.type) else {
        let first = spec.columns[0]
        throw .invalidArgument(
          word: "unpivot",
          message: "one column cannot hold .\(ColumnExpression.quoted(first)) (\(type.name)) and "
            + ".\(ColumnExpression.quoted(name)) (\(field.type.name))",
          hint: "cast them to one type first: "
            + "update(across([.\(ColumnExpression.quoted(first)), …], c => cast(c, str)))")
      }
      type = common
    }
    let gone = Set(spec.columns.map(NameKey.init))
    var fields = schema.fields.filter { !gone.contains(NameKey($0.name)) }
    fields.append(Field(name: spec.namesTo, type: .string))
    fields.append(Field(name: spec.valuesTo, type: type))
    return Table(
      schema: try Table.checked(fields, verb: "unpivot"), plan: .reshape(self, .unpivot(spec)))
  }

  /// One row for each element of the lists; with several columns their lists are as long as each
  /// other in every row.
  package func explode(_ names: [String], keepsEmpty: Bool) throws(TableError) -> Table {
    guard !names.isEmpty else {
      throw .invalidArgument(
        word: "explode", message: "the list columns are missing", hint: "explode(t, .items)")
    }
    try Table.checkUnique(names, verb: "explode")
    var types: [NameKey: DataType] = [:]
    for name in names {
      let field = try field(name)
      guard case .list(let element) = field.type else {
        throw .typeMismatch(what: "explode", wanted: "lists", found: field.type, column: name)
      }
      types[NameKey(name)] = element
    }
    let fields = schema.fields.map { field in
      Field(name: field.name, type: types[NameKey(field.name)] ?? field.type)
    }
    return Table(
      schema: Schema(fields: fields), plan: .reshape(self, .explode(names, keepsEmpty: keepsEmpty)))
  }

  /// The fields of struct columns as columns, in the place of the struct's.
  ///
  /// `prefix` puts the struct's name and an underscore before each field's.
  package func unnest(_ names: [String], prefix: Bool) throws(TableError) -> Table {
    try Table.checkUnique(names, verb: "unnest")
    var table = self
    for name in names { table = try table.unnest(name, prefix: prefix) }
    return table
  }

  private func unnest(_ name: String, prefix: Bool) throws(TableError) -> Table {
    let field = try field(name)
    guard case .structure(let fields) = field.type else {
      throw .typeMismatch(what: "unnest", wanted: "structs", found: field.type, column: name)
    }
    let new = fields.map { prefix ? "\(name)_\($0.name)" : $0.name }
    try Table.checkUnique(new, verb: "unnest")
    let clashes = new.filter { schema[$0] != nil && NameKey($0) != NameKey(name) }
    guard clashes.isEmpty else {
      throw .invalidArgument(
        word: "unnest",
        message: "the table has a column "
          + clashes.map { "." + ColumnExpression.quoted($0) }.joined(separator: ", ") + " already",
        hint: "prefix: true calls the new ones \(name)_…, or rename the old one first")
    }
    // A field of the struct's own name replaces it, after all others were taken from it.
    var own: [(name: String, expression: ColumnExpression)] = []
    var others: [(name: String, expression: ColumnExpression)] = []
    for (label, member) in zip(new, fields) {
      let part = ColumnExpression.function(.field(member.name), [.column(name)])
      if NameKey(label) == NameKey(name) { own.append((label, part)) } else {
        others.append((label, part))
      }
    }
    var table = try others.isEmpty ? self : derive(others)
    if !own.isEmpty { table = try table.update(own) }
    let order = schema.names.flatMap { NameKey($0) == NameKey(name) ? new : [$0] }
    return try table.select(order)
  }

  /// Rare labels of a column become one.
  package func lump(_ spec: LumpSpec) throws(TableError) -> Table {
    let field = try field(spec.column)
    guard field.type.isText else {
      throw .typeMismatch(
        what: "lump", wanted: "labels (str or category)", found: field.type, column: spec.column)
    }
    if let share = spec.shareMin, !(share > 0 && share <= 1) {
      throw .invalidArgument(
        word: "lump", message: "the share is above 0 and at most 1, not \(Numbers.shortest(share))",
        hint: "share: 0.05 keeps labels of at least 5 % of the rows")
    }
    let type: DataType = field.type == .string ? .string : .category(levels: nil)
    let fields = schema.fields.map { other in
      NameKey(other.name) == NameKey(spec.column) ? Field(name: other.name, type: type) : other
    }
    return Table(schema: Schema(fields: fields), plan: .reshape(self, .lump(spec)))
  }
}
