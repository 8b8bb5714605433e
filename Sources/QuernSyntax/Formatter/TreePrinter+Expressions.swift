/// How tightly an expression holds together, from the loosest: what may stand where without
/// parentheses.
enum Binding: Int, Comparable {
  case lowest, pipe, or, and, not, comparison, coalesce, range, sum, product, sign, power
  case postfix, primary

  static func < (left: Binding, right: Binding) -> Bool { left.rawValue < right.rawValue }

  var tighter: Binding { Binding(rawValue: rawValue + 1) ?? .primary }
}

extension Expression {
  var binding: Binding {
    switch kind {
    case .lambda, .conditional, .loop: .lowest
    case .pipe: .pipe
    case .binary(let operation, _, _): operation.binding
    case .isNull: .comparison
    case .unary(.not, _): .not
    case .unary(.negate, _): .sign
    case .int(let value): value < 0 ? .sign : .primary
    case .float(let value): value.sign == .minus ? .sign : .primary
    case .duration(let literal):
      literal.months < 0 || literal.microseconds < 0 ? .sign : .primary
    case .call, .field, .index: .postfix
    case .null, .bool, .string, .date, .size, .column, .name, .list, .record, .cases, .block,
      .error:
      .primary
    }
  }
}

extension BinaryOperator {
  var binding: Binding {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn:
      .comparison
    case .coalesce: .coalesce
    case .range: .range
    case .add, .subtract: .sum
    case .multiply, .divide, .floorDivide, .remainder: .product
    case .power: .power
    }
  }

  var leftBinding: Binding {
    if isComparison { return .coalesce }
    switch self {
    case .range: return .sum
    case .power: return .postfix
    default: return binding
    }
  }

  var rightBinding: Binding {
    if isComparison { return .coalesce }
    switch self {
    case .range: return .sum
    case .power: return .sign
    default: return binding.tighter
    }
  }

  /// `a + b + c` is one chain, broken at every operator or at none.
  var chains: Bool { !isComparison && self != .range && self != .power }
}

extension TreePrinter {
  /// An expression where nothing looser than `least` may stand without parentheses.
  mutating func doc(_ expression: Expression, _ least: Binding) -> Doc {
    guard expression.binding < least else { return bare(expression) }
    let inner = bare(expression)
    return Doc.sequence([
      .text("("), Doc.sequence([.softLine, inner]).indented, .softLine, .text(")"),
    ]).group
  }

  private mutating func bare(_ expression: Expression) -> Doc {
    switch expression.kind {
    case .null, .bool, .int, .float, .string, .date, .duration, .size:
      return .text(literal(expression))
    case .column(let name): return .text("." + CanonicalName.spelled(name))
    case .name(let name): return .text(name)
    case .list(let items):
      return list("[", items, "]", in: expression.range, itemRange: \.range) {
        $0.doc($1, .lowest)
      }
    case .record(let fields): return record(fields, in: expression.range)
    case .call(let call): return doc(call)
    case .field(let value, let name):
      return doc(value, .postfix) + ("." + CanonicalName.spelled(name.text))
    case .index(let value, let index):
      return subscripted(value) + "[" + doc(index, .lowest) + "]"
    case .unary(.negate, let value): return "-" + doc(value, .power)
    case .unary(.not, let value): return "not " + doc(value, .not)
    case .binary(let operation, let left, let right): return binary(operation, left, right)
    case .isNull(let value, let negated):
      return doc(value, .coalesce) + (negated ? " is not null" : " is null")
    case .pipe: return pipe(expression)
    case .lambda(let names, let body):
      let single = names.count == 1
      let head = names.map(\.text).joined(separator: ", ")
      return (single ? head : "(\(head))") + " => " + doc(body, .lowest)
    case .conditional: return conditional(expression)
    case .loop(let pattern, let source, let condition, let body):
      return loop(pattern, source, condition, body)
    case .cases(let arms, let otherwise): return cases(arms, otherwise, in: expression.range)
    case .block(let statements, let result):
      return block(statements, result, in: expression.range)
    case .error: return .text("<error>")
    }
  }

  /// A bracket glued to a time would be its zone.
  private mutating func subscripted(_ value: Expression) -> Doc {
    if case .date(let literal) = value.kind, literal.time != nil, literal.zone == nil {
      return "(" + doc(value, .lowest) + ")"
    }
    return doc(value, .postfix)
  }

  private func literal(_ expression: Expression) -> String {
    guard let source, !expression.range.isEmpty else {
      return CanonicalText.literal(expression.kind)
    }
    return source.slice(expression.range)
  }

  private mutating func record(_ fields: [RecordField], in range: SourceRange) -> Doc {
    list(
      "{", fields, "}", in: range, itemRange: { $0.name.range.union($0.value.range) }
    ) { printer, field in
      (CanonicalName.spelled(field.name.text) + ": ") + printer.doc(field.value, .lowest)
    }
  }

  // MARK: Calls

  mutating func doc(_ call: Call) -> Doc {
    let target = doc(call.callee)
    guard call.hasParentheses else { return target }
    let range = SourceRange(call.callee.range.upper, call.range.upper)
    if let last = call.arguments.last, hugs(last, call.arguments, in: range) {
      var inner: [Doc] = []
      for (index, argument) in call.arguments.enumerated() {
        if index > 0 { inner.append(.text(", ")) }
        inner.append(doc(argument))
      }
      return target + "(" + .sequence(inner) + ")"
    }
    return target
      + list("(", call.arguments, ")", in: range, itemRange: \.range) { $0.doc($1) }
  }

  private mutating func doc(_ target: CallTarget) -> Doc {
    switch target {
    case .name(let name): return .text(name.text)
    case .path(let names):
      let rest = names.dropFirst().map { "." + CanonicalName.spelled($0.text) }.joined()
      return .text((names.first?.text ?? "") + rest)
    case .expression(let expression):
      switch expression.kind {
      case .call, .index: return doc(expression, .postfix)
      default:
        return "(" + doc(expression, .lowest) + ")"
      }
    }
  }

  private mutating func doc(_ argument: Argument) -> Doc {
    switch argument.label {
    case .none: doc(argument.value, .lowest)
    case .option(let name):
      (CanonicalName.spelled(name.text) + ": ") + doc(argument.value, .lowest)
    case .definition(let name):
      (CanonicalName.spelled(name.text) + " = ") + doc(argument.value, .lowest)
    }
  }

  /// A last argument that is a block, or an only one that is a list or record, begins on the line
  /// of its call, and its end closes the call.
  private func hugs(_ last: Argument, _ arguments: [Argument], in range: SourceRange) -> Bool {
    guard source != nil else { return false }
    if hasComments(in: SourceRange(range.lower, last.range.lower)) { return false }
    if hasComments(in: SourceRange(last.range.upper, range.upper)) { return false }
    switch last.value.kind {
    case .list(let items): return arguments.count == 1 && !items.isEmpty
    case .record(let fields): return arguments.count == 1 && !fields.isEmpty
    case .block, .lambda: break
    default: return false
    }
    guard last.value.endsInBlock else { return false }
    return arguments.dropLast().allSatisfy { argument in
      let text = Formatter.print(argument.value)
      return !text.contains("\n") && text.utf8.count < 40
    }
  }

  // MARK: Pipes

  private mutating func pipe(_ expression: Expression) -> Doc {
    var steps: [Call] = []
    var first = expression
    while case .pipe(let value, let call) = first.kind {
      steps.append(call)
      first = value
    }
    steps.reverse()
    let isLeading = first.kind == .name("_") && first.range.isEmpty && source != nil
    var end = first.range.upper
    var isBroken = false
    let start =
      isLeading ? Doc.empty : element(first.range, past: "|>") { $0.doc(first, .or) }
    var rest: [Doc] = []
    for (index, call) in steps.enumerated() {
      let wasBroken = hasLineBreak(between: end, and: call.range.lower)
      if index > 0 || !isLeading {
        isBroken = isBroken || wasBroken
        rest += [ownLines(before: call.range.lower), .line]
      }
      // The comment after the last step belongs to what holds the pipe.
      let isLast = index == steps.count - 1
      rest.append(
        "|> " + (isLast ? doc(call) : element(call.range, past: "|>") { $0.doc(call) }))
      end = call.range.upper
    }
    // A pipe that was written in lines stays in lines.
    if isBroken { rest.append(.forcedBreak) }
    return Doc.sequence([start, Doc.sequence(rest).indented]).group
  }

  // MARK: Operators

  private mutating func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression
  ) -> Doc {
    if operation == .range { return range(left, right) }
    if operation == .power {
      return doc(left, .postfix) + " ^ " + doc(right, .sign)
    }
    guard operation.chains else {
      let first = doc(left, operation.leftBinding)
      let second = doc(right, operation.rightBinding)
      return Doc.sequence([
        first, .text(" \(operation.spelling)"), Doc.sequence([.line, second]).indented,
      ]).group
    }
    var links: [(BinaryOperator, Expression)] = [(operation, right)]
    var first = left
    while case .binary(let inner, let before, let after) = first.kind,
      inner.binding == operation.binding
    {
      links.append((inner, after))
      first = before
    }
    var docs = [doc(first, operation.binding)]
    var rest: [Doc] = []
    for (link, operand) in links.reversed() {
      rest += [.text(" \(link.spelling)"), .line, doc(operand, link.rightBinding)]
    }
    docs.append(Doc.sequence(rest).indented)
    return Doc.sequence(docs).group
  }

  private mutating func range(_ left: Expression, _ right: Expression) -> Doc {
    let sign = left.isSimpleBound && right.isSimpleBound ? ".." : " .. "
    return doc(left, .sum) + sign + doc(right, .sum)
  }
}

extension Expression {
  /// Short enough that a range of it needs no blanks.
  fileprivate var isSimpleBound: Bool {
    switch kind {
    case .int, .float, .name, .date, .duration, .size: true
    case .unary(.negate, let value): value.isSimpleBound
    default: false
    }
  }

  /// A block, or a function whose body is one.
  fileprivate var endsInBlock: Bool {
    switch kind {
    case .block: true
    case .lambda(_, let body): body.endsInBlock
    default: false
    }
  }
}
