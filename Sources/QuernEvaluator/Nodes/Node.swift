import QuernPlan
import QuernSyntax
import QuernValue

/// An expression ready to run: its names are slots, its calls are matched.
class Node {
  let range: SourceRange

  init(_ range: SourceRange) {
    self.range = range
  }

  func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    preconditionFailure("a node without an evaluation")
  }
}

final class ConstantNode: Node {
  let value: Value

  init(_ value: Value, _ range: SourceRange) {
    self.value = value
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value { value }
}

/// A name of this function or cell.
final class SlotNode: Node {
  private let slot: Int

  init(_ slot: Int, _ range: SourceRange) {
    self.slot = slot
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value { frame.slots[slot] }
}

/// An expression that cannot run, with what is wrong about it: a name that nothing bears.
final class FailureNode: Node {
  private let diagnostic: Diagnostic

  init(_ diagnostic: Diagnostic, _ range: SourceRange) {
    self.diagnostic = diagnostic
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    throw RuntimeError(diagnostic)
  }
}

final class DateNode: Node {
  private let literal: DateLiteral

  init(_ literal: DateLiteral, _ range: SourceRange) {
    self.literal = literal
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    do throws(RuntimeError) {
      return try LiteralDates.value(of: literal)
    } catch {
      throw error.located(at: range)
    }
  }
}

/// `"a {b} c"`.
final class TextNode: Node {
  enum Part {
    case text(String)
    case node(Node)
  }

  private let parts: [Part]

  init(_ parts: [Part], _ range: SourceRange) {
    self.parts = parts
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    var text = ""
    var values: [Value] = []
    var hasColumn = false
    for part in parts {
      switch part {
      case .text(let piece):
        text += piece
        values.append(.string(piece))
      case .node(let node):
        let value = try node.evaluate(frame)
        values.append(value)
        if case .column = value {
          hasColumn = true
          continue
        }
        guard let piece = value.interpolated else {
          throw RuntimeError(
            .notText(value.type.nameWithArticle, at: node.range))
        }
        text += piece
      }
    }
    guard hasColumn else { return .string(text) }
    guard let expression = Lifting.text(values) else {
      let other = values.first { Lifting.operand($0) == nil } ?? .null
      throw RuntimeError(.notInColumn(other.type.nameWithArticle, at: range))
    }
    return .column(expression)
  }
}

final class ListNode: Node {
  private let elements: [Node]

  init(_ elements: [Node], _ range: SourceRange) {
    self.elements = elements
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for element in elements { values.append(try element.evaluate(frame)) }
    return .list(values)
  }
}

final class RecordNode: Node {
  private let names: [String]
  private let values: [Node]

  init(_ fields: [(String, Node)], _ range: SourceRange) {
    names = fields.map(\.0)
    values = fields.map(\.1)
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    var fields: [(String, Value)] = []
    fields.reserveCapacity(names.count)
    for (name, node) in zip(names, values) { fields.append((name, try node.evaluate(frame))) }
    return .record(Record(fields))
  }
}
