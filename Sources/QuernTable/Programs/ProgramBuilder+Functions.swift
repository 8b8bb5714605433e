/// Units of the calendar in microseconds.
enum CalendarUnits {
  static let secondMicroseconds: Int64 = 1_000_000
  static let minuteMicroseconds: Int64 = 60_000_000
  static let hourMicroseconds: Int64 = 3_600_000_000
  static let dayMicroseconds: Int64 = 86_400_000_000
}

extension ScalarFunction {
  /// Whether a null first argument makes the result null, whatever the others are.
  fileprivate var isNullOfNull: Bool {
    if case .fold = self { return false }
    return self != .concat
  }
}

extension ProgramBuilder {
  mutating func call(
    _ function: ScalarFunction, _ arguments: [ColumnExpression]
  ) throws(TableError) -> Value {
    if case .field = function, arguments.first.flatMap({ place(of: $0) }) != nil {
      return try field(function, arguments)
    }
    if function == .length, let place = arguments.first.flatMap({ place(of: $0) }),
      case .list = place.type
    {
      return emit(.lengthOfPlace(place), .int, .int)
    }
    var values: [Value] = []
    for argument in arguments { values.append(try build(argument)) }
    let types = values.map(\.type)
    let type = try function.resultType(types, arguments)
    if values[0].type == .null && function.isNullOfNull {
      return type == .null ? values[0] : constant(.null, type, type.lane ?? .int)
    }
    if let special = try special(function, values, type, arguments) { return special }
    switch function {
    case .abs:
      let lane = values[0].lane
      let operation: Instruction.Operation =
        lane == .float ? .floatFunction(.abs) : .intFunction(.abs)
      return emit(operation, type, lane, values[0])
    case .floor, .ceil:
      return type == .int ? values[0] : emit(.floatFunction(function), type, .float, values[0])
    case .sqrt, .exp, .log, .normal:
      return emit(.floatFunction(function), .float, .float, coerce(values[0], to: .float))
    case .round:
      let places = values.count > 1 ? coerce(values[1], to: .int) : constant(.int(0), .int, .int)
      let operation: Instruction.Operation = type == .int ? .roundInt : .roundFloat
      return emit(operation, type, values[0].lane, values[0], places)
    case .clip:
      return emit(
        .clip(type.lane ?? .int), type, type.lane ?? .int, coerce(values[0], to: type),
        coerce(values[1], to: type), coerce(values[2], to: type))
    case .cast(let target):
      return try cast(values[0], to: target)
    case .lower, .upper, .trim, .replace, .startsWith, .endsWith, .contains, .slice, .length:
      return try textCall(function, values, type, arguments)
    case .concat:
      var parts: [Int] = []
      for value in values { parts.append(try cast(value, to: .string).register) }
      return emit(.concat(parts), .string, .text)
    case .levels(let levels, let other):
      return emit(.levels(levels, other: other), type, .text, values[0])
    case .cut(let spec):
      let breaks = Scalar.commonType(spec.breaks) ?? .float
      let value = breaks == .float ? coerce(values[0], to: .float) : values[0]
      return emit(.cut(spec, value.lane), type, .text, value)
    case .year, .month, .day, .hour, .minute, .second, .weekday, .date, .time, .quarter, .week:
      if types[0] == type && (function == .date || function == .time) { return values[0] }
      return emit(.calendar(function, types[0]), type, .int, values[0])
    case .descending: return values[0]
    case .compose, .truncate, .atZone, .parse, .pad, .pattern, .split, .joinText, .element, .field,
      .map, .fold, .attempt:
      preconditionFailure("\(function.name) is emitted elsewhere.")
    }
  }

  private mutating func field(
    _ function: ScalarFunction, _ arguments: [ColumnExpression]
  ) throws(TableError) -> Value {
    let expression = ColumnExpression.function(function, arguments)
    let type = try expression.type(in: schema)
    if type == .null { return constant(.null, .null, .int) }
    guard let place = place(of: expression) else {
      throw unsupported("a field of what is no column", type)
    }
    // A list or struct is only ever asked whether it is null: any lane will do.
    return masked(emit(.loadField(place), type, type.lane ?? .bool))
  }

  private mutating func textCall(
    _ function: ScalarFunction, _ values: [Value], _ type: DataType, _ arguments: [ColumnExpression]
  ) throws(TableError) -> Value {
    if case .list(let element) = values[0].type {
      guard function == .contains else { return emit(.lengthOfList, .int, .int, values[0]) }
      let common = DataType.common(element, values[1].type) ?? element
      return emit(
        .listContains(common.lane ?? .int), .bool, .bool, values[0],
        coerce(values[1], to: common))
    }
    var operands: [Value] = []
    for (index, value) in values.enumerated() {
      let isPlace = function == .slice && index > 0
      operands.append(coerce(value, to: isPlace ? .int : .string))
    }
    if function == .slice && operands.count == 2 {
      operands.append(constant(.int(.max), .int, .int))
    }
    return emit(
      .text(function), type, type.lane ?? .text, operands[0],
      operands.count > 1 ? operands[1] : nil, operands.count > 2 ? operands[2] : nil)
  }

  /// `value` read as `target`.
  mutating func cast(_ value: Value, to target: DataType) throws(TableError) -> Value {
    if value.type == .null { return constant(.null, target, target.lane ?? .int) }
    if value.type == target { return value }
    guard let lane = target.lane, lane != .nested, let own = value.type.lane, own != .nested else {
      throw unsupported("cast to \(target.name)", value.type)
    }
    if value.type.isText && target.isText {
      return Value(register: value.register, type: target, lane: .text)
    }
    switch (value.type, target) {
    case (.int, .float), (.size, .float): return emit(.intToFloat, target, .float, value)
    case (.bool, .int): return emit(.boolToInt, target, .int, value)
    case (.int, .size), (.size, .int):
      return Value(register: value.register, type: target, lane: .int)
    case (.bool, .float):
      return emit(.intToFloat, .float, .float, emit(.boolToInt, .int, .int, value))
    default: return emit(.cast(value.type, target), target, lane, value)
    }
  }
}
