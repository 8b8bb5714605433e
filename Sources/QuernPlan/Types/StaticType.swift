package import QuernTable
package import QuernValue

/// What the checker knows of a value before it exists.
///
/// Every scalar may be `null` at run time: nullability is not tracked.
package indirect enum StaticType: Hashable, Sendable {
  case unknown
  /// A type without parts that are known: scalars, handles, recipes.
  case plain(ValueType)
  case list(StaticType)
  /// A list whose elements are known one by one: what `split` gives.
  case tuple([StaticType])
  case record([Member])
  case range(StaticType)
  /// Captured names stand in the expression as literals of their type; nil: not known.
  case column(ColumnExpression?)
  /// Nil: the schema is not known before the run.
  case table(Schema?)
  case function(FunctionShape?)
  case model(ModelShape?)

  package struct Member: Hashable, Sendable {
    package var name: String
    package var type: StaticType

    package init(_ name: String, _ type: StaticType) {
      self.name = name
      self.type = type
    }
  }

  package static let null = StaticType.plain(.null)
  package static let bool = StaticType.plain(.bool)
  package static let int = StaticType.plain(.int)
  package static let float = StaticType.plain(.float)
  package static let string = StaticType.plain(.string)
  package static let anyTable = StaticType.table(nil)

  /// The kind of value; nil where it is not known.
  package var valueType: ValueType? {
    switch self {
    case .unknown: nil
    case .plain(let type): type
    case .list, .tuple: .list
    case .record: .record
    case .range: .range
    case .column: .column
    case .table: .table
    case .function: .function
    case .model: .model
    }
  }

  /// As messages say it: `int`, `list[str]`.
  package var name: String {
    switch self {
    case .unknown: "value"
    case .plain(let type): type.name
    case .list(.unknown), .tuple: "list"
    case .list(let element): "list[\(element.name)]"
    case .record: "record"
    case .range: "range"
    case .column: "column expression"
    case .table: "table"
    case .function: "function"
    case .model: "model"
    }
  }

  package var isUnknown: Bool { self == .unknown }

  /// The schema, where this is a table whose schema is known.
  package var schema: Schema? {
    if case .table(let schema) = self { return schema }
    return nil
  }

  package var isColumn: Bool {
    if case .column = self { return true }
    return false
  }
}

/// What is known of a function before it is called.
package struct FunctionShape: Hashable, Sendable {
  package var name: String?
  package var formals: [String]
  package var requiredCount: Int

  package init(name: String?, formals: [String], requiredCount: Int) {
    self.name = name
    self.formals = formals
    self.requiredCount = requiredCount
  }
}

/// What is known of a model before it is trained: enough to type what it predicts.
package struct ModelShape: Hashable, Sendable {
  package var inputs: Schema
  /// The columns that `predict` appends.
  package var predicted: [Field]

  package init(inputs: Schema, predicted: [Field]) {
    self.inputs = inputs
    self.predicted = predicted
  }
}
