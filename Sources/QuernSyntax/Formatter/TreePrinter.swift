/// Makes the layout of a tree. Comments are put back beside the statement, argument, field, pipe
/// step or arm at which they stood; one that stood in the middle of an operator's operands comes
/// before what holds it.
struct TreePrinter {
  /// Nil for the canonical spelling, in which literals are not as they were written.
  let source: SourceText?
  private let comments: [Comment]
  private var nextComment = 0

  init(source: SourceText?, comments: [Comment]) {
    self.source = source
    self.comments = comments
  }

  mutating func doc(_ program: Program) -> Doc {
    let end = source?.count ?? Int.max
    return .sequence(statements(program.statements, from: 0, upTo: end))
  }

  // MARK: Comments

  /// The comments that begin before an offset and were not put back yet.
  private mutating func takeComments(before offset: Int) -> [Comment] {
    var taken: [Comment] = []
    while nextComment < comments.count, comments[nextComment].range.lower < offset {
      taken.append(comments[nextComment])
      nextComment += 1
    }
    return taken
  }

  /// The comment that stands after an offset on its line, with nothing but the given sign and
  /// blanks between.
  private mutating func takeTrailingComment(after offset: Int, past sign: StaticString) -> Doc {
    guard let source, nextComment < comments.count else { return .empty }
    let comment = comments[nextComment]
    guard comment.range.lower >= offset else { return .empty }
    var between = source.utf8[offset..<comment.range.lower].filter { !$0.isBlank }[...]
    let signBytes = UnsafeBufferPointer(start: sign.utf8Start, count: sign.utf8CodeUnitCount)
    if between.starts(with: signBytes) { between = between.dropFirst(signBytes.count) }
    guard between.isEmpty else { return .empty }
    nextComment += 1
    return .comment(comment.text)
  }

  func hasComments(in range: SourceRange) -> Bool {
    guard source != nil else { return false }
    return comments[nextComment...].contains { range.contains($0.range.lower) }
  }

  /// Whether two or more line breaks stand between, with nothing else but blanks before the second.
  private func hasBlankLine(between lower: Int, and upper: Int) -> Bool {
    guard let source, lower < upper else { return false }
    return source.utf8[lower..<upper].count { $0 == UInt8(ascii: "\n") } > 1
  }

  /// Whether the source has a line break there.
  func hasLineBreak(between lower: Int, and upper: Int) -> Bool {
    guard let source, lower < upper else { return false }
    return source.utf8[lower..<upper].contains(UInt8(ascii: "\n"))
  }

  // MARK: Elements

  /// Comments, each on its line, then the element and the comment on its line. What is left of the
  /// comments within the element comes before it.
  mutating func element(
    _ range: SourceRange, past sign: StaticString = ",", _ make: (inout TreePrinter) -> Doc
  ) -> Doc {
    var before = takeComments(before: range.lower)
    let doc = make(&self)
    before += takeComments(before: range.upper)
    let trailing = takeTrailingComment(after: range.upper, past: sign)
    let leading = before.flatMap { [Doc.text($0.text), Doc.hardLine] }
    return .sequence(leading + [doc, trailing])
  }

  /// The comments before an offset, each on a line of its own, a line break before each.
  mutating func ownLines(before offset: Int) -> Doc {
    .sequence(takeComments(before: offset).flatMap { [Doc.hardLine, Doc.text($0.text)] })
  }

  /// Elements between brackets, one a line where they do not fit on one.
  mutating func list<Item>(
    _ open: String, _ items: [Item], _ close: String, in range: SourceRange,
    itemRange: (Item) -> SourceRange, _ make: (inout TreePrinter, Item) -> Doc
  ) -> Doc {
    var inner: [Doc] = [.softLine]
    var end = range.lower
    for (index, item) in items.enumerated() {
      if index > 0 {
        inner += [.text(","), .line]
        let next = nextComment < comments.count ? comments[nextComment].range.lower : Int.max
        let lower = itemRange(item).lower
        if hasBlankLine(between: end, and: min(next, lower)) {
          inner[inner.count - 1] = .sequence([.blankWhenBroken, .line])
        }
      }
      inner.append(element(itemRange(item)) { make(&$0, item) })
      end = itemRange(item).upper
    }
    let last = source == nil ? Doc.empty : ownLines(before: range.upper)
    if items.isEmpty {
      if !last.forcesBreak { return .text(open + close) }
      return .sequence([.text(open), last.indented, .hardLine, .text(close)])
    }
    inner += [.comma, last]
    return Doc.sequence([
      .text(open), Doc.sequence(inner).indented, .softLine, .text(close),
    ]).group
  }

  // MARK: Statements

  /// Statements and the comments between them, a line each, with single blank lines where the
  /// source has any.
  mutating func statements(_ statements: [Statement], from start: Int, upTo end: Int) -> [Doc] {
    var docs: [Doc] = []
    var previousEnd = start
    for statement in statements {
      let range = statement.range
      let before = takeComments(before: range.lower)
      for comment in before { add(.text(comment.text), comment.range) }
      let doc = doc(statement)
      let inner = takeComments(before: range.upper)
      let trailing = takeTrailingComment(after: range.upper, past: "")
      let lifted = inner.flatMap { [Doc.text($0.text), Doc.hardLine] }
      add(.sequence(lifted + [doc, trailing]), range)
    }
    for comment in takeComments(before: end) { add(.text(comment.text), comment.range) }
    return docs

    func add(_ doc: Doc, _ range: SourceRange) {
      if !docs.isEmpty {
        docs.append(.hardLine)
        if hasBlankLine(between: previousEnd, and: range.lower) { docs.append(.hardLine) }
      }
      docs.append(doc)
      previousEnd = range.upper
    }
  }

  mutating func doc(_ statement: Statement) -> Doc {
    switch statement {
    case .letting(let statement):
      "let " + doc(statement.pattern) + " = " + doc(statement.value, .lowest)
    case .param(let statement): doc(statement)
    case .function(let statement): doc(statement)
    case .use(let statement):
      .text("use \(spelled(statement)) as \(statement.name.text)")
    case .expression(let expression): doc(expression, .lowest)
    }
  }

  private func spelled(_ statement: UseStatement) -> String {
    source.map { $0.slice(statement.pathRange) } ?? CanonicalText.string(statement.path)
  }

  func doc(_ pattern: Pattern) -> Doc {
    let names = pattern.names.map(\.text).joined(separator: ", ")
    return .text(pattern.isTuple ? "(\(names))" : names)
  }

  private mutating func doc(_ param: ParamStatement) -> Doc {
    var parts: [Doc] = [.text("param \(param.name.text): \(CanonicalText.type(param.type))")]
    if let domain = param.domain { parts.append(" in " + doc(domain, .lowest)) }
    if let value = param.value { parts.append(" = " + doc(value, .lowest)) }
    return .sequence(parts)
  }

  private mutating func doc(_ function: FunctionStatement) -> Doc {
    let upper = function.body.range.lower
    let formals = list(
      "(", function.formals, ")", in: SourceRange(function.name.range.upper, upper),
      itemRange: \.range
    ) { printer, formal in
      var parts: [Doc] = [.text(formal.name.text)]
      if let type = formal.type { parts.append(.text(": " + CanonicalText.type(type))) }
      if let value = formal.value { parts.append(" = " + printer.doc(value, .lowest)) }
      return .sequence(parts)
    }
    let isBlock = if case .block = function.body.kind { true } else { false }
    return .sequence([
      .text("fn \(function.name.text)"), formals, .text(isBlock ? " " : " = "),
      doc(function.body, .lowest),
    ])
  }
}

extension Formal {
  /// From the name to the end of the value.
  var range: SourceRange {
    var range = name.range
    if let type { range = range.union(type.range) }
    if let value { range = range.union(value.range) }
    return range
  }
}
