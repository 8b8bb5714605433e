/// The state of one reading: a place in the tokens, what counts there, and what was found wrong.
///
/// Its productions are in extensions, one file per group of the grammar.
struct TokenParser {
  let source: SourceText
  let tokens: [Token]
  let pairs: BracketPairs
  let lexed: TokenList

  /// The token to be read next. Never a newline where newlines do not count.
  private(set) var index = 0
  /// The end of the token read last.
  private(set) var lastEnd = 0
  /// Line breaks end a statement: true outside of brackets, and inside `do … end` whatever is
  /// around it.
  private(set) var countsNewlines = true
  /// Brackets around the place, whether or not there is a block between.
  var bracketDepth = 0
  var blockDepth = 0
  /// An `=` after an expression belongs to the statement, not to a mistaken comparison.
  var assignEndsExpression = true

  var diagnostics: [Diagnostic] = []
  /// Stretches in which what the lexer says is beside the point.
  var silenced: [SourceRange] = []
  /// Something was wrong and the place to go on is not reached: what else seems wrong is no news.
  var isRecovering = false
  /// The text was wrong only in that it ended too soon.
  private var endedTooSoon = false
  private var failedElsewhere = false

  private var depth = 0
  /// Upper bound of the height of what was read at the present depth.
  private var height = 0

  init(_ source: SourceText) {
    self.source = source
    lexed = Lexer.tokens(of: source)
    tokens = lexed.tokens
    pairs = BracketPairs(tokens)
  }

  // MARK: Looking

  var current: Token { tokens[index] }
  var kind: Token.Kind { tokens[index].kind }

  func isAt(_ sign: Sign) -> Bool { kind == .sign(sign) }
  func isAt(_ keyword: Keyword) -> Bool { kind == .keyword(keyword) }
  func isAt(name: String) -> Bool { kind == .name(name) }

  var isAtLineEnd: Bool { kind == .newline || kind == .endOfText }

  /// Nothing but line breaks follows.
  var isAtEnd: Bool {
    kind == .endOfText || (kind == .newline && tokens[index + 1].kind == .endOfText)
  }

  /// The index of the token after the one at `index`.
  func following(_ index: Int) -> Int {
    var next = min(index + 1, tokens.count - 1)
    if !countsNewlines {
      while tokens[next].kind == .newline { next += 1 }
    }
    return next
  }

  var next: Token { tokens[following(index)] }

  /// The present token stands on the line of the one before it.
  var isOnSameLine: Bool { !current.startsLine }

  /// Where to point: at the token, or right after the last one where a line ends.
  var here: SourceRange {
    isAtLineEnd ? SourceRange(lastEnd, lastEnd) : current.range
  }

  func range(from lower: Int) -> SourceRange { SourceRange(lower, max(lower, lastEnd)) }

  // MARK: Moving

  mutating func advance() {
    guard kind != .endOfText else { return }
    if kind != .newline { lastEnd = current.range.upper }
    index += 1
    skipNewlinesThatDoNotCount()
  }

  mutating func take(_ sign: Sign) -> Bool {
    guard isAt(sign) else { return false }
    advance()
    return true
  }

  mutating func take(_ keyword: Keyword) -> Bool {
    guard isAt(keyword) else { return false }
    advance()
    return true
  }

  /// Goes to a token further on, as if all before it had been read.
  mutating func move(to target: Int) {
    guard target > index else { return }
    lastEnd = tokens[target - 1].range.upper
    index = target
    skipNewlinesThatDoNotCount()
  }

  private mutating func skipNewlinesThatDoNotCount() {
    guard !countsNewlines else { return }
    while kind == .newline { index += 1 }
  }

  mutating func skipNewlines() {
    while kind == .newline { index += 1 }
  }

  /// Makes newlines count or not, from the present token on; gives what held before.
  mutating func setCountsNewlines(_ counts: Bool) -> Bool {
    let before = countsNewlines
    countsNewlines = counts
    if counts {
      while index > 0, tokens[index - 1].kind == .newline { index -= 1 }
    } else {
      skipNewlinesThatDoNotCount()
    }
    return before
  }

  /// Reads the token that closes a bracket or block, after which newlines count as they did before.
  mutating func close(countingNewlines counts: Bool) {
    countsNewlines = counts
    advance()
  }

  // MARK: Depth

  /// Goes one expression deeper; false, with a diagnostic, where that is too deep.
  mutating func enter() -> Bool {
    depth += 1
    guard depth <= SyntaxLimits.nestingDepthMax else {
      fail(.tooDeep(here))
      return false
    }
    return true
  }

  mutating func leave() { depth -= 1 }

  /// Starts to measure an expression; gives the height around it.
  mutating func beginMeasuring() -> Int {
    let outer = height
    height = 0
    return outer
  }

  mutating func endMeasuring(_ outer: Int) {
    height = max(outer, height + 1)
  }

  /// Counts a link of a chain; false, with a diagnostic, where the tree gets too high.
  mutating func addLink() -> Bool {
    height += 1
    guard height < SyntaxLimits.treeHeightMax else {
      fail(.tooDeep(here))
      return false
    }
    return true
  }

  // MARK: Saying

  /// Says what is wrong and goes on reading.
  mutating func complain(_ diagnostic: Diagnostic) {
    guard !isRecovering else { return }
    failedElsewhere = failedElsewhere || diagnostic.severity == .error
    append(diagnostic)
  }

  /// Says what is wrong where nothing sensible can be read before the next argument or line.
  mutating func fail(_ diagnostic: Diagnostic) {
    guard !isRecovering else { return }
    isRecovering = true
    if isAtEnd { endedTooSoon = true } else { failedElsewhere = true }
    append(diagnostic)
  }

  /// Fails without a word, where the lexer has said it.
  mutating func failSilently() {
    guard !isRecovering else { return }
    isRecovering = true
    failedElsewhere = true
  }

  private mutating func append(_ diagnostic: Diagnostic) {
    guard diagnostics.count < SyntaxLimits.diagnosticCountMax else { return }
    diagnostics.append(diagnostic)
  }

  /// Of the lexer and the parser, in the order of the text.
  func collectedDiagnostics() -> [Diagnostic] {
    let lexical = lexed.diagnostics.prefix(SyntaxLimits.diagnosticCountMax)
    let heard = silenced.isEmpty ? Array(lexical) : lexical.filter { !isSilenced($0) }
    let said = heard + diagnostics
    let order = said.enumerated().sorted { one, other in
      let (left, right) = (one.element.range?.lower ?? 0, other.element.range?.lower ?? 0)
      return left == right ? one.offset < other.offset : left < right
    }
    return order.prefix(SyntaxLimits.diagnosticCountMax).map(\.element)
  }

  private func isSilenced(_ diagnostic: Diagnostic) -> Bool {
    guard let range = diagnostic.range else { return false }
    return silenced.contains { $0.lower <= range.lower && range.upper <= $0.upper }
  }

  /// The text is wrong only in that it ends too soon.
  var wantsMore: Bool {
    if lexed.isUnfinished { return lexed.diagnostics.count == 1 && diagnostics.isEmpty }
    return endedTooSoon && !failedElsewhere && lexed.diagnostics.isEmpty
  }
}
