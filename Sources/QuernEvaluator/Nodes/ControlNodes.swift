import QuernPlan
import QuernSyntax
import QuernValue

/// `if`: a null condition takes the `else`; over columns it is an expression.
final class ConditionalNode: Node {
  private let condition: Node
  private let yes: Node
  private let no: Node

  init(_ condition: Node, _ yes: Node, _ no: Node, _ range: SourceRange) {
    self.condition = condition
    self.yes = yes
    self.no = no
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    let test = try condition.evaluate(frame)
    switch test {
    case .bool(true): return try yes.evaluate(frame)
    case .bool(false), .null: return try no.evaluate(frame)
    case .column:
      let first = try yes.evaluate(frame)
      let second = try no.evaluate(frame)
      guard let expression = Lifting.conditional(test, first, second) else {
        throw RuntimeError(
          .notInColumn(
            first.scalar == nil && first.type != .column
              ? first.type.nameWithArticle : second.type.nameWithArticle, at: range))
      }
      return .column(expression)
    default:
      throw RuntimeError(.conditionType(test.type.nameWithArticle, at: condition.range))
    }
  }
}

/// `for`: a list of the body's values.
final class LoopNode: Node {
  private let source: Node
  private let binding: PatternBinding
  private let condition: Node?
  private let body: Node

  init(
    _ source: Node, _ binding: PatternBinding, _ condition: Node?, _ body: Node,
    _ range: SourceRange
  ) {
    self.source = source
    self.binding = binding
    self.condition = condition
    self.body = body
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    let machine = frame.machine
    machine.announced = nil
    let list = try source.evaluate(frame)
    let meter = machine.announced.flatMap { LoopMeter($0, over: list, machine) }
    machine.announced = nil
    machine.loop.append(0)
    defer { machine.loop.removeLast() }
    guard let meter else { return try go(over: list, nil, frame) }
    let result: Value
    do throws(RuntimeError) {
      result = try go(over: list, meter, frame)
    } catch {
      meter.stop()
      throw error
    }
    try meter.finish()
    return result
  }

  private func go(
    over list: Value, _ meter: LoopMeter?, _ frame: Frame
  ) throws(RuntimeError) -> Value {
    switch list {
    case .list(let values): return try go(over: values, meter, frame)
    case .range(.int(let lower), .int(let upper)):
      return try go(from: lower, through: upper, meter, frame) { .int($0) }
    case .range(.date(let lower), .date(let upper)):
      return try go(from: lower, through: upper, meter, frame) { .date($0) }
    case .null: return .null
    case .range(let lower, _):
      throw RuntimeError(.notIterable("a range of type \(lower.type.name)", at: source.range))
    default:
      throw RuntimeError(.notIterable(list.type.nameWithArticle, at: source.range))
    }
  }

  private func go(
    over values: [Value], _ meter: LoopMeter?, _ frame: Frame
  ) throws(RuntimeError) -> Value {
    var results: [Value] = []
    if condition == nil { results.reserveCapacity(values.count) }
    for (index, value) in values.enumerated() {
      try turn(index, value, frame, &results)
      meter?.done(index + 1)
    }
    return .list(results)
  }

  private func go(
    from lower: Int64, through upper: Int64, _ meter: LoopMeter?, _ frame: Frame,
    _ make: (Int64) -> Value
  ) throws(RuntimeError) -> Value {
    var results: [Value] = []
    guard lower <= upper else { return .list(results) }
    let count = upper.subtractingReportingOverflow(lower)
    if condition == nil {
      guard !count.overflow, count.partialValue < Int64(frame.machine.limits.listCountMax) else {
        throw RuntimeError(.listTooLong(at: range), .limit)
      }
      results.reserveCapacity(Int(count.partialValue) + 1)
    }
    var number = lower
    while true {
      try turn(Int(number &- lower), make(number), frame, &results)
      meter?.done(Int(number &- lower) + 1)
      if number == upper { return .list(results) }
      number += 1
    }
  }

  /// One turn: poll, bind, test, evaluate.
  @inline(__always)
  private func turn(
    _ index: Int, _ value: Value, _ frame: Frame, _ results: inout [Value]
  ) throws(RuntimeError) {
    let machine = frame.machine
    try machine.poll()
    machine.loop[machine.loop.count - 1] = index
    try binding.bind(value, frame)
    if let condition {
      switch try condition.evaluate(frame) {
      case .bool(true): break
      case .bool(false), .null: return
      case let other:
        throw RuntimeError(.conditionType(other.type.nameWithArticle, at: condition.range))
      }
    }
    results.append(try body.evaluate(frame))
    if results.count > machine.limits.listCountMax {
      throw RuntimeError(.listTooLong(at: range), .limit)
    }
  }
}

/// The slots that a pattern fills.
struct PatternBinding {
  let slots: [Int?]
  let isTuple: Bool
  let range: SourceRange

  @inline(__always)
  func bind(_ value: Value, _ frame: Frame) throws(RuntimeError) {
    if !isTuple {
      if let slot = slots[0] { frame.slots[slot] = value }
      return
    }
    try takeApart(value, frame)
  }

  private func takeApart(_ value: Value, _ frame: Frame) throws(RuntimeError) {
    guard case .list(let parts) = value else {
      throw RuntimeError(.patternType(value.type.nameWithArticle, at: range))
    }
    guard parts.count == slots.count else {
      throw RuntimeError(
        .patternCount(names: slots.count, values: parts.count, at: range))
    }
    for (slot, part) in zip(slots, parts) {
      if let slot { frame.slots[slot] = part }
    }
  }
}

/// `do … end`.
final class BlockNode: Node {
  enum Step {
    case bind(PatternBinding, Node)
    case evaluate(Node)
  }

  private let steps: [Step]
  private let result: Node

  init(_ steps: [Step], _ result: Node, _ range: SourceRange) {
    self.steps = steps
    self.result = result
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    for step in steps {
      switch step {
      case .bind(let binding, let node): try binding.bind(node.evaluate(frame), frame)
      case .evaluate(let node): _ = try node.evaluate(frame)
      }
    }
    return try result.evaluate(frame)
  }
}
