import QuernPlan
import QuernSyntax
import QuernTable
import QuernText
import QuernValue

extension Compiler {
  func compile(_ expression: Expression) -> Node {
    let range = expression.range
    switch expression.kind {
    case .null: return ConstantNode(.null, range)
    case .bool(let value): return ConstantNode(.bool(value), range)
    case .int(let value): return ConstantNode(.int(value), range)
    case .float(let value): return ConstantNode(.number(value), range)
    case .size(let value): return ConstantNode(.size(value), range)
    case .duration(let literal):
      return ConstantNode(
        .duration(months: literal.months, microseconds: literal.microseconds), range)
    case .date(let literal): return DateNode(literal, range)
    case .string(let parts): return compile(parts, range)
    case .column(let name): return ConstantNode(.column(.column(name)), range)
    case .name(let name): return compile(name: name, range)
    case .list(let elements): return compile(list: elements, range)
    case .record(let fields):
      return RecordNode(fields.map { ($0.name.text, compile($0.value)) }, range)
    case .call(let call): return compile(call, piped: nil, range)
    case .pipe(let left, let call): return compile(call, piped: left, range)
    case .lambda(let formals, let body): return compile(lambda: formals, body, expression)
    case .field(let base, let name):
      return FieldNode(compile(base), name, baseName: base.plainName, range)
    case .index(let base, let index):
      return IndexNode(compile(base), compile(index), baseName: base.plainName, range)
    case .unary(let operation, let operand): return compile(operation, operand, range)
    case .binary(let operation, let left, let right):
      return compile(operation, left, right, range)
    case .isNull(let operand, let negated):
      return IsNullNode(compile(operand), negated: negated, range)
    case .conditional, .loop, .cases, .block: return compile(compound: expression)
    case .error:
      return FailureNode(.internalMistake("an expression that could not be read"), range)
    }
  }

  private func compile(_ parts: [StringPart], _ range: SourceRange) -> Node {
    let isPlain = parts.allSatisfy { part in
      if case .text = part { return true }
      return false
    }
    if isPlain {
      let text = parts.map { part in
        if case .text(let piece) = part { return piece }
        return ""
      }
      return ConstantNode(.string(text.joined()), range)
    }
    let compiled = parts.map { part in
      switch part {
      case .text(let piece): TextNode.Part.text(piece)
      case .expression(let expression): TextNode.Part.node(compile(expression))
      }
    }
    return TextNode(compiled, range)
  }

  private func compile(list elements: [Expression], _ range: SourceRange) -> Node {
    let nodes = elements.map { compile($0) }
    return ListNode(nodes, range)
  }

  private func compile(name: String, _ range: SourceRange) -> Node {
    switch meaning(of: name) {
    case .slot(let slot): return SlotNode(slot, range)
    case .constant(let value): return ConstantNode(value, range)
    case .word(let word):
      return ConstantNode(
        .function(
          FunctionValue(
            origin: .word, source: word.name, formals: word.parameters.map(\.name),
            requiredCount: word.parameters.prefix { $0.isRequired }.count)),
        range)
    case nil:
      let near = Suggestion.nearest(
        name, in: bindings.keys.sorted() + registry.names)
      return FailureNode(
        name == "_"
          ? .noResultYet(at: range)
          : .unknownName(name, suggestion: near.map { .name($0) }, at: range), range)
    }
  }

  private func compile(
    lambda formals: [Name], _ body: Expression, _ expression: Expression
  ) -> Node {
    functionNode(
      origin: .lambda, source: Formatter.print(expression), formals: formals.map(\.text),
      requiredCount: formals.count, expression.range
    ) { () throws(RuntimeError) in try lambda(formals, body) }
  }

  /// A node that makes a function; what could not be compiled fails when it is reached.
  func functionNode(
    origin: FunctionValue.Origin, source: String, formals: [String], requiredCount: Int,
    _ range: SourceRange, _ compile: () throws(RuntimeError) -> Compiled
  ) -> Node {
    do throws(RuntimeError) {
      let (code, captures) = try compile()
      return FunctionNode(
        origin: origin, source: source, formals: formals, requiredCount: requiredCount,
        captures: captures, code: code, range)
    } catch {
      return FailureNode(error.diagnostic, range)
    }
  }

  private func compile(
    _ operation: UnaryOperator, _ operand: Expression, _ range: SourceRange
  ) -> Node {
    let node = compile(operand)
    if operation == .negate, let constant = node as? ConstantNode {
      switch constant.value {
      case .int(let value) where value != .min: return ConstantNode(.int(-value), range)
      case .float(let value): return ConstantNode(.float(-value), range)
      default: break
      }
    }
    return UnaryNode(operation, node, range)
  }

  private func compile(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ range: SourceRange
  ) -> Node {
    let (a, b) = (compile(left), compile(right))
    switch operation {
    case .and: return LogicNode(isAnd: true, a, b, range)
    case .or: return LogicNode(isAnd: false, a, b, range)
    case .coalesce: return CoalesceNode(a, b, range)
    case .add, .subtract, .multiply, .divide, .floorDivide, .remainder, .power, .equal,
      .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .range:
      return BinaryNode(operation, a, b, range)
    }
  }

  private func compile(compound expression: Expression) -> Node {
    switch expression.kind {
    case .conditional(let condition, let yes, let no):
      return ConditionalNode(compile(condition), compile(yes), compile(no), expression.range)
    case .cases(let arms, let otherwise):
      var node = compile(otherwise)
      // From the last to the first: but ordinals count in reading order, so arms come first.
      let compiled = arms.map { (compile($0.condition), compile($0.value), $0) }
      for (condition, value, arm) in compiled.reversed() {
        node = ConditionalNode(
          condition, value, node, arm.condition.range.union(arm.value.range))
      }
      return node
    case .loop(let pattern, let source, let condition, let body):
      let list = compile(source)
      scope.enter()
      defer { scope.leave() }
      let binding = self.pattern(pattern)
      return LoopNode(
        list, binding, condition.map { compile($0) }, compile(body), expression.range)
    case .block(let statements, let result):
      scope.enter()
      defer { scope.leave() }
      let steps = statements.compactMap { step($0) }
      return BlockNode(steps, compile(result), expression.range)
    default: return FailureNode(.internalMistake("no compound"), expression.range)
    }
  }

  private func step(_ statement: Statement) -> BlockNode.Step? {
    switch statement {
    case .letting(let statement):
      let value = compile(statement.value)
      return .bind(pattern(statement.pattern), value)
    case .expression(let expression): return .evaluate(compile(expression))
    case .param, .function, .use: return nil
    }
  }
}

extension Expression {
  /// The name that the expression is, if it is nothing else.
  var plainName: String? {
    if case .name(let name) = kind { return name }
    return nil
  }
}
