/// Turns a checked expression into a program.
struct ProgramBuilder {
  let schema: Schema
  private var instructions: [Instruction] = []
  private var lanes: [Lane] = []
  private var constants: [Program.Constant] = []
  private var loaded: [Int: Value] = [:]
  /// The rows at which the part being built counts; nil for all.
  private var rows: Value?

  /// A register and the type of what it holds.
  struct Value {
    let register: Int
    let type: DataType
    var lane: Lane
  }

  init(schema: Schema) { self.schema = schema }

  mutating func finish(
    _ expression: ColumnExpression, passesColumns: Bool
  ) throws(TableError) -> Program {
    let type = passesColumns ? try expression.type(in: schema) : .bool
    if passesColumns, let passed = place(of: expression) {
      return Program(
        instructions: [], registerLanes: [], constants: [], result: 0, type: type,
        passed: passed, text: expression.text)
    }
    let value = coerce(try build(expression), to: type)
    return Program(
      instructions: instructions, registerLanes: lanes, constants: constants,
      result: value.register, type: type, passed: nil, text: expression.text)
  }

  /// Where the values lie, if the expression is a column or a field of one.
  func place(of expression: ColumnExpression) -> ColumnPlace? {
    switch expression {
    case .column(let name):
      return schema.index(of: name).map { ColumnPlace(slot: $0, type: schema.fields[$0].type) }
    case .function(.field(let name), let arguments):
      guard let argument = arguments.first, var place = place(of: argument),
        case .structure(let fields) = place.type,
        let index = fields.firstIndex(where: { NameKey($0.name) == NameKey(name) })
      else { return nil }
      place.path.append(index)
      place.type = fields[index].type
      return place
    case .literal, .unary, .binary, .isNull, .member, .between, .conditional, .function,
      .aggregate, .window:
      return nil
    }
  }

  // MARK: Registers

  mutating func emit(
    _ operation: Instruction.Operation, _ type: DataType, _ lane: Lane, _ a: Value? = nil,
    _ b: Value? = nil, _ c: Value? = nil
  ) -> Value {
    let out = lanes.count
    lanes.append(lane)
    instructions.append(
      Instruction(
        operation: operation, a: a?.register ?? 0, b: b?.register ?? 0, c: c?.register ?? 0,
        out: out))
    return Value(register: out, type: type, lane: lane)
  }

  mutating func constant(_ scalar: Scalar, _ type: DataType, _ lane: Lane) -> Value {
    let register = lanes.count
    lanes.append(lane)
    var bytes: UnsafeMutableBufferPointer<UInt8>?
    if case .string(let text) = scalar {
      let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, text.utf8.count))
      _ = buffer.initialize(from: text.utf8)
      bytes = buffer
    }
    constants.append(Program.Constant(register: register, value: scalar, bytes: bytes))
    return Value(register: register, type: type, lane: lane)
  }

  /// The value as `type`: null takes any lane, an int becomes a float.
  mutating func coerce(_ value: Value, to type: DataType) -> Value {
    if value.type == .null { return constant(.null, type, type.lane ?? .int) }
    if type == .float && value.type == .int { return emit(.intToFloat, .float, .float, value) }
    return Value(register: value.register, type: type, lane: value.lane)
  }

  // MARK: Expressions

  mutating func build(_ expression: ColumnExpression) throws(TableError) -> Value {
    switch expression {
    case .column(let name):
      return masked(try load(name))
    case .literal(let scalar):
      return masked(try literal(scalar))
    case .unary(let operation, let a):
      let value = try build(a)
      switch operation {
      case .not: return emit(.not, .bool, .bool, coerce(value, to: .bool))
      case .negate:
        if value.type == .null { return value }
        let operation: Instruction.Operation = value.lane == .float ? .negateFloat : .negateInt
        return emit(operation, value.type, value.lane, value)
      }
    case .binary(let operation, let a, let b):
      return try binary(operation, a, b)
    case .isNull(let a, let negated):
      let value = try build(a)
      return emit(.isNull(negated: negated), .bool, .bool, value)
    case .member(let a, let values, let negated):
      let found = try member(a, values)
      return negated ? emit(.not, .bool, .bool, found) : found
    case .between(let a, let low, let high):
      let value = try build(a)
      let above = compare(.greaterEqual, value, try build(low))
      let below = compare(.lessEqual, value, try build(high))
      return emit(.and, .bool, .bool, above, below)
    case .conditional(let condition, let yes, let no):
      let test = coerce(try build(condition), to: .bool)
      let x = try build(yes, at: .taken, of: test)
      let y = try build(no, at: .notTaken, of: test)
      let type = DataType.common(x.type, y.type) ?? x.type
      guard let lane = type.lane, lane != .nested else {
        if type == .null { return x }
        throw unsupported("if", type)
      }
      return emit(.choose(lane), type, lane, test, coerce(x, to: type), coerce(y, to: type))
    case .function(.attempt, let arguments): return try attempt(arguments)
    case .function(let function, let arguments):
      return try call(function, arguments)
    case .aggregate, .window:
      throw .aggregateNotAllowed(place: "an expression over single rows")
    }
  }

  /// `try`: its expression by a program of its own, and the default at the rows where that fails.
  private mutating func attempt(_ arguments: [ColumnExpression]) throws(TableError) -> Value {
    let type = try ColumnExpression.function(.attempt, arguments).type(in: schema)
    guard arguments[0].canFail else { return coerce(try build(arguments[0]), to: type) }
    guard let lane = type.lane, lane != .nested else {
      if type == .null { return constant(.null, .null, .int) }
      throw unsupported("try", type)
    }
    let program = try Program.bind(arguments[0], schema)
    let failed = Value(register: lanes.count, type: .bool, lane: .bool)
    lanes.append(.bool)
    guard let own = program.type.lane else { return coerce(try build(arguments[1]), to: type) }
    let found = emit(.attempt(program, failed: failed.register), program.type, own)
    let other = try build(arguments[1], at: .taken, of: failed)
    return emit(
      .choose(lane), type, lane, failed, coerce(other, to: type), coerce(found, to: type))
  }

  /// A part that counts at some rows only: what would fail at others must not.
  private mutating func build(
    _ expression: ColumnExpression, at kind: Instruction.Guard, of test: Value
  ) throws(TableError) -> Value {
    guard expression.canFail, test.type != .null else { return try build(expression) }
    let outer = rows
    defer { rows = outer }
    let own = emit(.guardRows(kind), .bool, .bool, test)
    rows = outer.map { emit(.and, .bool, .bool, $0, own) } ?? own
    return try build(expression)
  }

  mutating func masked(_ value: Value) -> Value {
    guard let rows, value.type != .null else { return value }
    return emit(.mask, value.type, value.lane, value, rows)
  }

  private mutating func load(_ name: String) throws(TableError) -> Value {
    guard let slot = schema.index(of: name) else {
      throw .unknownColumn(name: name, schema: schema)
    }
    if let value = loaded[slot] { return value }
    let type = schema.fields[slot].type
    if type == .null { return constant(.null, .null, .int) }
    let value = emit(.load(slot: slot), type, type.lane ?? .bool)
    loaded[slot] = value
    return value
  }

  private mutating func literal(_ scalar: Scalar) throws(TableError) -> Value {
    let type = scalar.type
    if type == .null { return constant(.null, .null, .int) }
    guard let lane = type.lane, lane != .nested else {
      throw .typeMismatch(
        what: "a column", wanted: "one value for each row", found: type, column: nil)
    }
    return constant(scalar, type, lane)
  }

  func unsupported(_ word: String, _ type: DataType) -> TableError {
    .typeMismatch(what: word, wanted: "a plain value", found: type, column: nil)
  }

  private mutating func binary(
    _ operation: ColumnExpression.BinaryOperation, _ a: ColumnExpression, _ b: ColumnExpression
  ) throws(TableError) -> Value {
    let x = try build(a)
    let y: Value
    switch operation {
    case .and: y = try build(b, at: .undecidedAnd, of: coerce(x, to: .bool))
    case .or: y = try build(b, at: .undecidedOr, of: coerce(x, to: .bool))
    case .coalesce: y = try build(b, at: .missing, of: x)
    case .add, .subtract, .multiply, .divide, .floorDivide, .modulo, .power, .equal, .notEqual,
      .less, .lessEqual, .greater, .greaterEqual:
      y = try build(b)
    }
    switch operation {
    case .and: return emit(.and, .bool, .bool, coerce(x, to: .bool), coerce(y, to: .bool))
    case .or: return emit(.or, .bool, .bool, coerce(x, to: .bool), coerce(y, to: .bool))
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
      return compare(operation, x, y)
    case .coalesce:
      let type = DataType.common(x.type, y.type) ?? x.type
      if x.type == .null { return y }
      if y.type == .null { return x }
      guard let lane = type.lane, lane != .nested else { throw unsupported("??", type) }
      return emit(.coalesce(lane), type, lane, coerce(x, to: type), coerce(y, to: type))
    case .add, .subtract, .multiply, .divide, .floorDivide, .modulo, .power:
      let type = ExpressionTypes.arithmetic(operation, x.type, y.type, b) ?? .null
      if x.type == .null || y.type == .null {
        return type == .null ? x : constant(.null, type, type.lane ?? .int)
      }
      return try arithmetic(operation, x, y, type, b)
    }
  }

  mutating func compare(
    _ operation: ColumnExpression.BinaryOperation, _ x: Value, _ y: Value
  ) -> Value {
    let type = DataType.common(x.type, y.type) ?? x.type
    guard let lane = type.lane else { return constant(.null, .bool, .bool) }
    // Labels of an ordered category compare by their place among the levels.
    if operation != .equal, operation != .notEqual, type.isText,
      let levels = x.type.levels ?? y.type.levels
    {
      let (a, b) = (coerce(x, to: .string), coerce(y, to: .string))
      return emit(
        .compare(operation, .int), .bool, .bool, emit(.rank(levels), .int, .int, a),
        emit(.rank(levels), .int, .int, b))
    }
    return emit(
      .compare(operation, lane), .bool, .bool, coerce(x, to: type), coerce(y, to: type))
  }

  private mutating func member(
    _ a: ColumnExpression, _ values: [Scalar]
  ) throws(TableError) -> Value {
    let value = try build(a)
    let hasNull = values.contains(where: \.isNull)
    let list = values.filter { !$0.isNull }
    let listType = DataType.common(Scalar.commonType(list) ?? value.type, value.type) ?? value.type
    guard value.type != .null, let lane = listType.lane else {
      return constant(.null, .bool, .bool)
    }
    var registers: [Int] = []
    for scalar in list {
      let literal = try literal(scalar)
      registers.append(coerce(literal, to: listType).register)
    }
    return emit(
      .member(lane, list: registers, hasNull: hasNull), .bool, .bool, coerce(value, to: listType))
  }

  private mutating func arithmetic(
    _ operation: ColumnExpression.BinaryOperation, _ x: Value, _ y: Value, _ type: DataType,
    _ b: ColumnExpression
  ) throws(TableError) -> Value {
    if type == .string { return emit(.concat([x.register, y.register]), .string, .text) }
    if y.type == .duration && x.type != .duration && x.type != .int {
      return try calendarSum(operation, x, y, type, b)
    }
    if x.type.isNumeric && y.type.isNumeric {
      if type == .float {
        if operation == .divide && x.type == .int && y.type == .int {
          return emit(.divideInts, .float, .float, x, y)
        }
        return emit(
          .floatArithmetic(operation), .float, .float, coerce(x, to: .float),
          coerce(y, to: .float))
      }
      return emit(.intArithmetic(operation), .int, .int, x, y)
    }
    if type == .float { return emit(.divideInts, .float, .float, x, y) }
    if x.type == .date && y.type == .date {
      let days = emit(.intArithmetic(.subtract), .duration, .int, x, y)
      let day = constant(.int(CalendarUnits.dayMicroseconds), .int, .int)
      return emit(.intArithmetic(.multiply), .duration, .int, days, day)
    }
    return emit(.intArithmetic(operation), type, .int, x, y)
  }

  private mutating func calendarSum(
    _ operation: ColumnExpression.BinaryOperation, _ x: Value, _ y: Value, _ type: DataType,
    _ b: ColumnExpression
  ) throws(TableError) -> Value {
    if x.type == .time {
      return emit(.addTime(subtract: operation == .subtract), .time, .int, x, y)
    }
    var months: Int64 = 0
    if case .literal(.duration(let literal, _)) = b { months = literal }
    return emit(
      .addSpan(
        x.type, subtract: operation == .subtract, months: months, toDate: type == .date),
      type, .int, x, y)
  }
}

extension ColumnExpression {
  /// Whether computing it can fail, or make a value null, at single rows.
  fileprivate var canFail: Bool {
    switch self {
    case .column, .literal: false
    case .unary(.negate, _), .function: true
    case .binary(let operation, let a, let b):
      !(operation.isComparison || operation == .and || operation == .or || operation == .coalesce)
        || a.canFail || b.canFail
    case .unary, .isNull, .member, .between, .conditional, .aggregate, .window:
      children.contains(where: \.canFail)
    }
  }
}
