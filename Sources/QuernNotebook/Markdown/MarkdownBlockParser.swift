/// Lines to blocks, by the algorithm in CommonMark's appendix: each line goes on with the open
/// blocks that it can, opens new ones, and gives the rest of its text to the last.
struct MarkdownBlockParser {
  /// Blocks nest so deep; deeper ones are text.
  private static let depthMax = 60

  private let document = MarkdownNode(.document, line: 0)
  private var tip: MarkdownNode
  private var bytes: [UInt8] = []
  private var offset = 0
  private var lineNumber = 0
  /// Whether a heading, rule or fence has taken the whole line.
  private var isTaken = false
  private var references = MarkdownReferences()

  init() { tip = document }

  private var indent: Int {
    var count = 0
    while offset + count < bytes.count, bytes[offset + count] == 32 { count += 1 }
    return count
  }

  private var isBlank: Bool { offset + indent == bytes.count }
  private var isIndented: Bool { indent >= 4 }
  private var next: UInt8? {
    let place = offset + indent
    return place < bytes.count ? bytes[place] : nil
  }
  private var rest: ArraySlice<UInt8> { bytes[(offset + indent)...] }

  mutating func take(_ line: Substring.UTF8View) {
    bytes = Self.expanded(line)
    offset = 0
    lineNumber += 1
    isTaken = false
    var container = document
    while let last = container.children.last, last.isOpen {
      switch goesOn(last) {
      case .yes: container = last
      case .no: break
      case .closed:
        close(upTo: container)
        return
      }
      if container !== last { break }
    }
    let matched = container
    let isLazy = openBlocks(&container, matched: matched)
    if isLazy {
      tip.lines.append(Array(rest))
      return
    }
    noteBlank(container)
    addText(container)
  }

  mutating func finish() -> [MarkdownBlock] {
    close(upTo: nil)
    let references = references
    return document.blocks(references)
  }

  /// Tabs among what shapes the structure as blanks up to the next stop of four.
  private static func expanded(_ line: Substring.UTF8View) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(line.count)
    var isStructure = true
    for byte in line {
      if byte == 9, isStructure {
        bytes += Array(repeating: 32, count: 4 - bytes.count % 4)
        continue
      }
      isStructure = isStructure && (" >-+*.)".utf8.contains(byte) || (48...57).contains(byte))
      // NUL is U+FFFD in Markdown.
      bytes += byte == 0 ? [0xEF, 0xBF, 0xBD] : [byte]
    }
    return bytes
  }

  private mutating func takeLine() {
    offset = bytes.count
    isTaken = true
  }

  private enum Continuation { case yes, no, closed }

  /// Whether the line goes on with an open block; takes what belongs to the block's own sign.
  private mutating func goesOn(_ node: MarkdownNode) -> Continuation {
    switch node.kind {
    case .document, .list: return .yes
    case .quote:
      guard !isIndented, next == UInt8(ascii: ">") else { return .no }
      offset += indent + 1
      if offset < bytes.count, bytes[offset] == 32 { offset += 1 }
      return .yes
    case .item(let marker):
      if isBlank {
        guard !node.children.isEmpty else { return .no }
        offset += indent
        return .yes
      }
      guard indent >= marker.offset + marker.padding else { return .no }
      offset += marker.offset + marker.padding
      return .yes
    case .heading, .rule: return .no
    case .fencedCode(let mark, let length, let inset, _):
      if !isIndented, isClosingFence(mark, length) {
        close(node)
        tip = node.parent ?? document
        return .closed
      }
      offset += min(inset, indent)
      return .yes
    case .indentedCode:
      guard isIndented || isBlank else { return .no }
      offset += min(4, indent)
      return .yes
    case .html(let type): return isBlank && type >= 6 ? .no : .yes
    case .paragraph: return isBlank ? .no : .yes
    }
  }

  private func isClosingFence(_ mark: UInt8, _ length: Int) -> Bool {
    let run = rest.prefix { $0 == mark }.count
    return run >= length && rest.dropFirst(run).allSatisfy { $0 == 32 || $0 == 9 }
  }

  /// Opens the blocks that the line begins; true where the line goes on with a paragraph though its
  /// containers' signs are missing.
  private mutating func openBlocks(
    _ container: inout MarkdownNode, matched: MarkdownNode
  ) -> Bool {
    var isClosed = tip === matched
    var depth = 0
    while true {
      switch container.kind {
      case .fencedCode, .indentedCode, .html: return false
      case .document, .quote, .list, .item, .paragraph, .heading, .rule: break
      }
      depth += 1
      guard depth < Self.depthMax, let kind = opening(container) else { break }
      if !isClosed {
        close(upTo: matched)
        isClosed = true
      }
      if case .setext(let level) = kind {
        container.kind = .heading(level)
        close(container)
        tip = container.parent ?? document
        takeLine()
        return false
      }
      guard case .block(let node) = kind else { break }
      if case .item(let marker) = node { openList(marker, &container) }
      container = add(node, to: container)
      switch node {
      case .heading:
        container.lines = [Array(rest)]
        takeLine()
        return false
      case .fencedCode, .rule:
        takeLine()
        return false
      case .indentedCode, .html: return false
      case .document, .quote, .list, .item, .paragraph: break
      }
    }
    if !isClosed, !isBlank, tip.isParagraph { return true }
    if !isClosed { close(upTo: matched) }
    return false
  }

  private mutating func openList(_ marker: MarkdownMarker, _ container: inout MarkdownNode) {
    if case .list(let old) = container.kind, old.isSameList(marker) { return }
    container = add(.list(marker), to: container)
  }

  private mutating func add(_ kind: MarkdownNode.Kind, to container: MarkdownNode) -> MarkdownNode {
    var parent = container
    while !parent.takes(kind) {
      close(parent)
      parent = parent.parent ?? document
    }
    if let last = parent.children.last, last.isOpen { close(last) }
    let node = MarkdownNode(kind, line: lineNumber)
    parent.append(node)
    tip = node
    return node
  }

  private func noteBlank(_ container: MarkdownNode) {
    let isBlank = isBlank && !isTaken
    if isBlank, let last = container.children.last { last.endsInBlankLine = true }
    let isOwn: Bool =
      switch container.kind {
      case .quote, .fencedCode: true
      case .item: container.children.isEmpty && container.line == lineNumber
      case .document, .list, .paragraph, .heading, .indentedCode, .html, .rule: false
      }
    var node: MarkdownNode? = container
    while let current = node {
      current.endsInBlankLine = isBlank && !isOwn
      node = current.parent
    }
  }

  private mutating func addText(_ container: MarkdownNode) {
    if container.takesLines, container.isOpen {
      let text = container.isParagraph ? Array(rest) : Array(bytes[offset...])
      if case .fencedCode = container.kind, container.line == lineNumber { return }
      container.lines.append(text)
      if case .html(let type) = container.kind, MarkdownHTMLBlock.ends(type, text) {
        close(container)
        tip = container.parent ?? document
      }
    } else if offset < bytes.count, !isBlank {
      let paragraph = add(.paragraph, to: container)
      paragraph.lines.append(Array(rest))
    }
  }

  /// Closes what is open below a block; everything for nil.
  private mutating func close(upTo node: MarkdownNode?) {
    while tip !== node {
      close(tip)
      guard let parent = tip.parent else { return }
      tip = parent
    }
  }

  private mutating func close(_ node: MarkdownNode) {
    guard node.isOpen else { return }
    node.isOpen = false
    for child in node.children where child.isOpen { close(child) }
    if node.isParagraph { references.takeDefinitions(from: &node.lines) }
  }
}

extension MarkdownBlockParser {
  private enum Opening {
    case block(MarkdownNode.Kind)
    /// The paragraph above is a heading.
    case setext(Int)
  }

  /// The block that begins here, its sign taken.
  private mutating func opening(_ container: MarkdownNode) -> Opening? {
    if isIndented {
      guard !tip.isParagraph, !isBlank else { return nil }
      offset += 4
      return .block(.indentedCode)
    }
    guard let first = next else { return nil }
    switch first {
    case UInt8(ascii: ">"):
      offset += indent + 1
      if offset < bytes.count, bytes[offset] == 32 { offset += 1 }
      return .block(.quote)
    case UInt8(ascii: "#"): return heading().map { .block($0) }
    case UInt8(ascii: "`"), UInt8(ascii: "~"):
      if let fence = fence(first) { return .block(fence) }
    case UInt8(ascii: "<"):
      if let type = MarkdownHTMLBlock.type(rest, interrupts: interrupted(container)) {
        return .block(.html(type))
      }
    default: break
    }
    if container.isParagraph, let level = underline(first) {
      references.takeDefinitions(from: &container.lines)
      if !container.lines.isEmpty { return .setext(level) }
    }
    if isRule(first) {
      takeLine()
      return .block(.rule)
    }
    return marker(container).map { .block(.item($0)) }
  }

  private func interrupted(_ container: MarkdownNode) -> Bool {
    container.isParagraph || (tip.isParagraph && tip !== container)
  }

  private mutating func heading() -> MarkdownNode.Kind? {
    let level = rest.prefix { $0 == UInt8(ascii: "#") }.count
    let after = rest.dropFirst(level)
    guard level <= 6, after.isEmpty || after.first == 32 || after.first == 9 else { return nil }
    var text = MarkdownBytes.trimmed(after)
    let closing = text.reversed().prefix { $0 == UInt8(ascii: "#") }.count
    let before = text.dropLast(closing)
    if before.isEmpty || before.last == 32 || before.last == 9 {
      text = MarkdownBytes.trimmed(before)
    }
    bytes = Array(text)
    offset = 0
    return .heading(level)
  }

  private func fence(_ mark: UInt8) -> MarkdownNode.Kind? {
    let length = rest.prefix { $0 == mark }.count
    let info = MarkdownBytes.trimmed(rest.dropFirst(length))
    guard length >= 3, mark == UInt8(ascii: "~") || !info.contains(mark) else { return nil }
    return .fencedCode(
      mark: mark, length: length, indent: indent,
      info: MarkdownBytes.unescaped(Array(info)))
  }

  private func underline(_ mark: UInt8) -> Int? {
    guard mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") else { return nil }
    let after = rest.drop { $0 == mark }
    guard after.allSatisfy({ $0 == 32 || $0 == 9 }) else { return nil }
    return mark == UInt8(ascii: "=") ? 1 : 2
  }

  private func isRule(_ mark: UInt8) -> Bool {
    guard "*-_".utf8.contains(mark) else { return false }
    return rest.allSatisfy { $0 == mark || $0 == 32 || $0 == 9 }
      && rest.count { $0 == mark } >= 3
  }

  /// A list's marker; takes it, and the blanks behind it.
  private mutating func marker(_ container: MarkdownNode) -> MarkdownMarker? {
    let text = rest
    guard let first = text.first else { return nil }
    var marker = MarkdownMarker(start: nil, mark: first, offset: indent, padding: 1)
    if !"-+*".utf8.contains(first) {
      let digits = text.prefix { (48...57).contains($0) }
      guard (1...9).contains(digits.count), let mark = text.dropFirst(digits.count).first,
        mark == UInt8(ascii: ".") || mark == UInt8(ascii: ")"),
        let start = Int(String(decoding: digits, as: UTF8.self))
      else { return nil }
      marker.start = start
      marker.mark = mark
      marker.padding = digits.count + 1
    }
    let after = text.dropFirst(marker.padding)
    guard after.isEmpty || after.first == 32 || after.first == 9 else { return nil }
    let isEmpty = after.allSatisfy { $0 == 32 || $0 == 9 }
    // In a paragraph only what is surely meant begins a list.
    if container.isParagraph, isEmpty || marker.start ?? 1 != 1 { return nil }
    let blanks = after.prefix { $0 == 32 }.count
    offset += indent + marker.padding
    if isEmpty || blanks >= 5 {
      offset += min(blanks, 1)
      marker.padding += 1
    } else {
      offset += blanks
      marker.padding += blanks
    }
    return marker
  }
}
