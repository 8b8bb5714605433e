import QuernText

/// Text with places at which a line may be broken, after Wadler's "A prettier printer".
struct Doc: Sendable {
  fileprivate indirect enum Node: Sendable {
    case text(String)
    /// A blank, or a line break in a group that is broken.
    case line
    /// Nothing, or a line break in a group that is broken.
    case softLine
    case hardLine
    /// Text in a group that is broken, else nothing.
    case whenBroken(String)
    /// Goes to the end of the line on which it stands.
    case lineEnd(String)
    case sequence([Doc])
    case indented(Doc)
    case group(Doc)
  }

  fileprivate let node: Node
  /// The groups around it are broken.
  let forcesBreak: Bool

  private init(_ node: Node, forcesBreak: Bool = false) {
    self.node = node
    self.forcesBreak = forcesBreak
  }

  static let empty = Doc(.sequence([]))
  static let line = Doc(.line)
  static let softLine = Doc(.softLine)
  static let hardLine = Doc(.hardLine, forcesBreak: true)
  /// Nothing, but the groups around it are broken.
  static let forcedBreak = Doc(.sequence([]), forcesBreak: true)
  /// A blank line, in a group that is broken anyway.
  static let blankWhenBroken = Doc(.whenBroken("\n"))
  static let comma = Doc(.whenBroken(","))

  static func text(_ text: String) -> Doc { Doc(.text(text)) }
  static func comment(_ text: String) -> Doc { Doc(.lineEnd(text), forcesBreak: true) }

  static func sequence(_ docs: [Doc]) -> Doc {
    Doc(.sequence(docs), forcesBreak: docs.contains(where: \.forcesBreak))
  }

  var indented: Doc { Doc(.indented(self), forcesBreak: forcesBreak) }
  var group: Doc { Doc(.group(self), forcesBreak: forcesBreak) }

  static func + (left: Doc, right: Doc) -> Doc { .sequence([left, right]) }
  static func + (left: String, right: Doc) -> Doc { .sequence([.text(left), right]) }
  static func + (left: Doc, right: String) -> Doc { .sequence([left, .text(right)]) }
}

/// Lays a `Doc` out in lines.
struct DocLayout {
  enum Width {
    case columns(Int)
    /// No group is broken, whatever its length.
    case unlimited
  }

  private struct Item {
    var doc: Doc
    var indent: Int
    var isBroken: Bool
  }

  private let width: Width
  private var result = ""
  private var column = 0
  /// Comments that wait for the end of the line.
  private var lineEnds: [String] = []

  private init(_ width: Width) {
    self.width = width
  }

  static func text(of doc: Doc, width: Width) -> String {
    var layout = DocLayout(width)
    layout.run(doc)
    return layout.result
  }

  private mutating func run(_ doc: Doc) {
    var stack = [Item(doc: doc, indent: 0, isBroken: true)]
    while let item = stack.popLast() {
      switch item.doc.node {
      case .text(let text): put(text)
      case .line: if item.isBroken { breakLine(item.indent) } else { put(" ") }
      case .softLine: if item.isBroken { breakLine(item.indent) }
      case .hardLine: breakLine(item.indent)
      case .whenBroken(let text):
        if item.isBroken { text == "\n" ? breakLine(0) : put(text) }
      case .lineEnd(let text): lineEnds.append(text)
      case .sequence(let docs):
        for doc in docs.reversed() {
          stack.append(Item(doc: doc, indent: item.indent, isBroken: item.isBroken))
        }
      case .indented(let doc):
        stack.append(Item(doc: doc, indent: item.indent + 2, isBroken: item.isBroken))
      case .group(let doc):
        let flat = Item(doc: doc, indent: item.indent, isBroken: false)
        let isBroken = breaks(flat, before: stack)
        stack.append(Item(doc: doc, indent: item.indent, isBroken: isBroken))
      }
    }
    flushLineEnds()
  }

  private mutating func put(_ text: String) {
    result += text
    if let last = text.lastIndex(of: "\n") {
      column = TerminalText.width(String(text[text.index(after: last)...]))
    } else {
      column += TerminalText.width(text)
    }
  }

  private mutating func breakLine(_ indent: Int) {
    flushLineEnds()
    while result.hasSuffix(" ") { result.removeLast() }
    result += "\n"
    result += String(repeating: " ", count: indent)
    column = indent
  }

  private mutating func flushLineEnds() {
    for comment in lineEnds { result += (column == 0 ? "" : "  ") + comment }
    lineEnds = []
  }

  private func breaks(_ group: Item, before rest: [Item]) -> Bool {
    switch width {
    case .unlimited: return false
    case .columns(let columns):
      return group.doc.forcesBreak || !fits(group, before: rest, room: columns - column)
    }
  }

  /// Whether a group that is not broken, and what follows it up to the next possible break, fits.
  private func fits(_ group: Item, before rest: [Item], room: Int) -> Bool {
    var room = room
    var stack = [group]
    var restIndex = rest.count
    while room >= 0 {
      guard let item = stack.popLast() else {
        guard restIndex > 0 else { return true }
        restIndex -= 1
        stack.append(rest[restIndex])
        continue
      }
      switch item.doc.node {
      case .text(let text):
        if let end = text.firstIndex(of: "\n") {
          return room >= TerminalText.width(String(text[..<end]))
        }
        room -= TerminalText.width(text)
      case .line:
        if item.isBroken { return true }
        room -= 1
      case .softLine: if item.isBroken { return true }
      case .hardLine: return true
      case .whenBroken(let text): if item.isBroken { room -= TerminalText.width(text) }
      case .lineEnd: break
      case .sequence(let docs):
        for doc in docs.reversed() {
          stack.append(Item(doc: doc, indent: 0, isBroken: item.isBroken))
        }
      case .indented(let doc):
        stack.append(Item(doc: doc, indent: 0, isBroken: item.isBroken))
      case .group(let doc):
        // A group behind the one in question may still be broken, at its first place for it.
        stack.append(Item(doc: doc, indent: 0, isBroken: item.isBroken))
      }
    }
    return false
  }
}
