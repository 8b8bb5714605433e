extension Table {
  /// These columns, in this order.
  package func select(_ names: [String]) throws(TableError) -> Table {
    var fields: [Field] = []
    for name in names { fields.append(try field(name)) }
    let schema = try Table.checked(fields, verb: "select")
    return Table(schema: schema, plan: .select(self, names))
  }

  /// All columns but these.
  package func drop(_ names: [String]) throws(TableError) -> Table {
    for name in names { _ = try field(name) }
    let dropped = Set(names.map(NameKey.init))
    return try select(schema.names.filter { !dropped.contains(NameKey($0)) })
  }

  /// The same columns, some under new names.
  package func rename(_ pairs: [(new: String, old: String)]) throws(TableError) -> Table {
    var names = schema.names
    var renamed: Set<Int> = []
    for pair in pairs {
      guard let place = schema.index(of: pair.old) else {
        throw .unknownColumn(name: pair.old, schema: schema)
      }
      guard renamed.insert(place).inserted else {
        throw .invalidArgument(
          word: "rename", message: ".\(ColumnExpression.quoted(pair.old)) is renamed twice",
          hint: nil)
      }
      names[place] = pair.new
    }
    let fields = zip(names, schema.fields).map { Field(name: $0, type: $1.type) }
    return Table(schema: try Table.checked(fields, verb: "rename"), plan: .rename(self))
  }

  /// Adds columns, left to right; a later definition sees earlier ones. An aggregate is over the
  /// whole table, or over the rows with the same values in `by`.
  package func derive(
    _ definitions: [(name: String, expression: ColumnExpression)], by: [String] = []
  ) throws(TableError) -> Table {
    for definition in definitions where schema[definition.name] != nil {
      throw .columnExists(name: definition.name)
    }
    return try defining(definitions, by: by, replaces: false)
  }

  /// Replaces columns, left to right; a later definition sees earlier ones.
  package func update(
    _ definitions: [(name: String, expression: ColumnExpression)], by: [String] = []
  ) throws(TableError) -> Table {
    for definition in definitions where schema[definition.name] == nil {
      throw .absentForUpdate(name: definition.name, schema: schema)
    }
    return try defining(definitions, by: by, replaces: true)
  }

  /// Puts a value in place of the nulls of each column.
  package func fill(_ values: [(name: String, value: Scalar)]) throws(TableError) -> Table {
    var definitions: [(name: String, expression: ColumnExpression)] = []
    for (name, value) in values {
      let field = try field(name)
      let isText = field.type.isText && value.type == .string
      guard isText || DataType.common(field.type, value.type) == field.type else {
        throw .typeMismatch(
          what: "fill", wanted: "a value of the column's type, \(field.type.name)",
          found: value.type, column: nil)
      }
      definitions.append((name, .binary(.coalesce, .column(name), .literal(value))))
    }
    return try update(definitions)
  }

  /// With hidden columns, for the engine while it runs.
  func hiding(
    _ definitions: [(name: String, expression: ColumnExpression)], by: [String] = []
  ) throws(TableError) -> Table {
    try defining(definitions, by: by, replaces: true, isPassing: true)
  }

  private func defining(
    _ definitions: [(name: String, expression: ColumnExpression)], by: [String], replaces: Bool,
    isPassing: Bool = false
  ) throws(TableError) -> Table {
    try checkKeys(by)
    var fields = schema.fields
    var seen = schema
    for (place, definition) in definitions.enumerated() {
      let earlier = definitions[..<place].contains { NameKey($0.name) == NameKey(definition.name) }
      if earlier {
        let verb = replaces ? "update" : "derive"
        throw .duplicateColumn(name: definition.name, verb: verb)
      }
      if !by.isEmpty, definition.expression.drawsByRow {
        throw .invalidArgument(
          word: "normal", message: "draws for the rows of a whole table, not within `by:`",
          hint: "derive the draws first, without by:")
      }
      let type = try definition.expression.type(in: seen)
      let field = Field(name: definition.name, type: type)
      if let place = seen.index(of: definition.name) {
        fields[place] = field
      } else {
        fields.append(field)
      }
      seen = Schema(fields: fields)
    }
    let list = definitions.map { Definition(name: $0.name, expression: $0.expression) }
    return Table(
      schema: seen, plan: .derive(self, list, by: by, replaces: replaces), isPassing: isPassing)
  }

  /// The column called `name`, or an error that knows the others.
  func field(_ name: String) throws(TableError) -> Field {
    guard let field = schema[name] else { throw .unknownColumn(name: name, schema: schema) }
    return field
  }

  /// Checks that each of `by` is a column that rows can be grouped by.
  func checkKeys(_ by: [String]) throws(TableError) {
    for name in by {
      let field = try field(name)
      guard field.type.isOrdered else {
        throw .typeMismatch(
          what: "by:", wanted: "values that can be compared", found: field.type, column: name)
      }
    }
    try Table.checkUnique(by, verb: "by:")
  }

  static func checkUnique(_ names: [String], verb: String) throws(TableError) {
    var seen: Set<NameKey> = []
    for name in names where !seen.insert(NameKey(name)).inserted {
      throw .duplicateColumn(name: name, verb: verb)
    }
  }

  /// A schema of these fields, none of them twice.
  static func checked(_ fields: [Field], verb: String) throws(TableError) -> Schema {
    try checkUnique(fields.map(\.name), verb: verb)
    return Schema(fields: fields)
  }
}
