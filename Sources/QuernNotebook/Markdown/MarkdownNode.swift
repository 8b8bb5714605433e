/// A block that is being read: open until a line does not go on with it.
final class MarkdownNode {
  enum Kind: Hashable {
    case document
    case quote
    case list(MarkdownMarker)
    case item(MarkdownMarker)
    case paragraph
    case heading(Int)
    case fencedCode(mark: UInt8, length: Int, indent: Int, info: String)
    case indentedCode
    /// The condition under which it ends: 1 to 7 in CommonMark §4.6.
    case html(Int)
    case rule
  }

  var kind: Kind
  private(set) weak var parent: MarkdownNode?
  var children: [MarkdownNode] = []
  var lines: [[UInt8]] = []
  var isOpen = true
  var endsInBlankLine = false
  /// The number of the line that it begins on.
  let line: Int

  init(_ kind: Kind, line: Int) {
    self.kind = kind
    self.line = line
  }

  func append(_ child: MarkdownNode) {
    child.parent = self
    children.append(child)
  }

  /// Whether blocks of this kind can stand in it.
  func takes(_ child: Kind) -> Bool {
    switch kind {
    case .document, .quote, .item:
      if case .item = child { return false }
      return true
    case .list:
      if case .item = child { return true }
      return false
    case .paragraph, .heading, .fencedCode, .indentedCode, .html, .rule: return false
    }
  }

  var takesLines: Bool {
    switch kind {
    case .paragraph, .fencedCode, .indentedCode, .html: true
    case .document, .quote, .list, .item, .heading, .rule: false
    }
  }

  var isParagraph: Bool { kind == .paragraph }

  /// Whether it, or the last block in it, ends in a blank line.
  var trailsOff: Bool {
    var node = self
    while true {
      if node.endsInBlankLine { return true }
      switch node.kind {
      case .list, .item:
        guard let last = node.children.last else { return false }
        node = last
      case .document, .quote, .paragraph, .heading, .fencedCode, .indentedCode, .html, .rule:
        return false
      }
    }
  }

  /// Whether a list has no blank lines between what it holds.
  var isTight: Bool {
    for (place, item) in children.enumerated() {
      let isLast = place == children.count - 1
      if !isLast, item.trailsOff { return false }
      for (inner, child) in item.children.enumerated() {
        if child.trailsOff, !isLast || inner < item.children.count - 1 { return false }
      }
    }
    return true
  }
}

/// What stands before an item of a list.
struct MarkdownMarker: Hashable {
  /// Nil for bullets.
  var start: Int?
  /// `-`, `+`, `*`, `.` or `)`.
  var mark: UInt8
  /// Columns before the marker.
  var offset: Int
  /// Columns of the marker and the blanks behind it.
  var padding: Int

  func isSameList(_ other: MarkdownMarker) -> Bool {
    (start == nil) == (other.start == nil) && mark == other.mark
  }
}
