import QuernText

extension Window {
  /// The type of the window's values, from the types of its parts.
  func resultType(
    _ parts: [ColumnExpression], _ types: [DataType]
  ) throws(TableError) -> DataType {
    let argument = hasArgument(parts.count) ? types[0] : nil
    try checkOrder(parts, types)
    switch function {
    case .rowNumber: return .int
    case .rank(let ties, _):
      try need("values with an order", parts, types) { $0.isOrdered }
      return ties == .mean ? .float : .int
    case .ntile(let count, _):
      guard count >= 1 else {
        throw .invalidArgument(
          word: "ntile", message: "the number of buckets must be positive", hint: nil)
      }
      try need("values with an order", parts, types) { $0.isOrdered }
      return .int
    case .shift, .shiftTime: return argument ?? .null
    case .cumulate(let kind): return try cumulated(kind, parts, types)
    case .rolling(let aggregate, _, let least), .rollingTime(let aggregate, _, let least):
      guard least >= 0 else {
        throw .invalidArgument(word: "rolling", message: "min: must not be negative", hint: nil)
      }
      let inner = ColumnExpression.aggregate(aggregate, argument == nil ? nil : parts[0])
      if case .aggregate(_, let part?) = inner, let argument,
        aggregate.resultType(argument) == nil
      {
        throw .typeMismatch(
          what: "rolling(\(aggregate.name)(…))", wanted: "values that \(aggregate.name) takes",
          found: argument, column: part.columnName)
      }
      return aggregate.resultType(argument) ?? .int
    }
  }

  /// Whether the first part is the argument, not the order.
  func hasArgument(_ count: Int) -> Bool { count > (order == nil ? 0 : 1) }

  private func need(
    _ wanted: String, _ parts: [ColumnExpression], _ types: [DataType], _ holds: (DataType) -> Bool
  ) throws(TableError) {
    guard let type = types.first, type != .null, !holds(type) else { return }
    throw .typeMismatch(what: name, wanted: wanted, found: type, column: parts[0].columnName)
  }

  private func cumulated(
    _ kind: Cumulation, _ parts: [ColumnExpression], _ types: [DataType]
  ) throws(TableError) -> DataType {
    switch kind {
    case .sum:
      try need("numbers", parts, types) {
        $0.isNumeric || $0 == .bool || $0 == .duration || $0 == .size
      }
    case .product: try need("numbers", parts, types) { $0.isNumeric || $0 == .bool }
    case .min, .max:
      try need("values with an order", parts, types) { $0.isOrdered }
      return types.first ?? .null
    }
    let type = types.first ?? .null
    return type == .bool ? .int : type
  }

  private func checkOrder(_ parts: [ColumnExpression], _ types: [DataType]) throws(TableError) {
    guard let order, let type = types.last, let key = parts.last else {
      guard goesByTime else { return }
      throw .invalidArgument(
        word: name, message: "a duration goes by time, and over: is missing",
        hint: "name the column with the time: \(name)(…, over: .t)")
    }
    guard type.isOrdered else {
      throw .typeMismatch(
        what: "over:", wanted: "values with an order", found: type, column: key.columnName)
    }
    guard goesByTime else { return }
    guard type.isMoment || type == .null else {
      throw .invalidArgument(
        word: name,
        message: "over: with a duration needs a date, datetime or instant, and \(key.text) is "
          + type.name,
        hint: type.isText ? "cast(\(key.text), date) reads the text as dates" : nil)
    }
    guard order == .ascending else {
      throw .invalidArgument(
        word: name, message: "a duration goes by time, which has one direction",
        hint: name == "rolling" ? "leave desc(…) out" : "use lag for earlier and lead for later")
    }
  }
}

extension Window {
  /// The call as the language writes it, from the texts of its parts.
  func text(_ parts: [String]) -> String {
    var arguments: [String] = []
    let argument = hasArgument(parts.count) ? parts[0] : nil
    switch function {
    case .rowNumber: break
    case .rank(let ties, let descending):
      arguments.append(Window.directed(argument ?? "", descending))
      if ties != .min { arguments.append("ties: \(ties.rawValue)") }
    case .ntile(let count, let descending):
      arguments += [Window.directed(argument ?? "", descending), "\(count)"]
    case .shift(let rows): arguments += [argument ?? "", "\(rows.magnitude)"]
    case .shiftTime(let span, let tolerance, _):
      arguments += [argument ?? "", span.description]
      if tolerance != .zero { arguments.append("tolerance: \(tolerance.description)") }
    case .cumulate: arguments.append(argument ?? "")
    case .rolling(let aggregate, let rows, _):
      arguments += [Window.aggregated(aggregate, argument), "\(rows)"]
    case .rollingTime(let aggregate, let span, _):
      arguments += [Window.aggregated(aggregate, argument), span.description]
    }
    if let order, let key = parts.last {
      arguments.append("over: " + Window.directed(key, order == .descending))
    }
    return "\(name)(\(arguments.joined(separator: ", ")))"
  }

  private static func directed(_ text: String, _ descending: Bool) -> String {
    descending ? "desc(\(text))" : text
  }

  private static func aggregated(_ aggregate: Aggregate, _ argument: String?) -> String {
    if case .quantile(let share) = aggregate {
      return "quantile(\(argument ?? ""), \(Numbers.shortest(share)))"
    }
    return "\(aggregate.name)(\(argument ?? ""))"
  }
}
