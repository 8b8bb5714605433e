/// Which token closes which, found once for the whole text, so that recovery can step over what is
/// in brackets without looking twice.
struct BracketPairs {
  /// For each token that opens something: the index of the one that closes it, else -1.
  private(set) var closers: [Int]
  /// Indices of the openers that nothing closes, in order.
  private(set) var unclosed: [Int] = []

  /// Indices of the closing tokens that close nothing.
  private(set) var stray: Set<Int> = []

  private enum Sort: Int, CaseIterable {
    case parenthesis, bracket, brace, words, string, interpolation
  }

  private struct Open {
    var sort: Sort
    var index: Int
  }

  /// What is open at the token looked at.
  private var open: [Open] = []
  private var counts = [Int](repeating: 0, count: Sort.allCases.count)

  init(_ tokens: [Token]) {
    closers = [Int](repeating: -1, count: tokens.count)
    for index in tokens.indices {
      if let sort = Self.opens(tokens, index) {
        open.append(Open(sort: sort, index: index))
        counts[sort.rawValue] += 1
      } else if let sort = Self.closes(tokens, index) {
        close(sort, at: index)
      } else if Self.beginsStatement(tokens, index) {
        // No bracket spans the beginning of a statement, except where a block is between them.
        while let last = open.last, last.sort != .words { abandon(last) }
      }
    }
    while let last = open.last { abandon(last) }
    unclosed.sort()
  }

  /// The index of the token that closes the one at `index`, nil where none does.
  func closer(of index: Int) -> Int? {
    closers[index] < 0 ? nil : closers[index]
  }

  private mutating func close(_ sort: Sort, at index: Int) {
    guard counts[sort.rawValue] > 0 else {
      stray.insert(index)
      return
    }
    while let last = open.last {
      if last.sort == sort {
        open.removeLast()
        counts[sort.rawValue] -= 1
        closers[last.index] = index
        return
      }
      abandon(last)
    }
  }

  private mutating func abandon(_ last: Open) {
    open.removeLast()
    counts[last.sort.rawValue] -= 1
    unclosed.append(last.index)
  }

  private static func opens(_ tokens: [Token], _ index: Int) -> Sort? {
    switch tokens[index].kind {
    case .sign(.openParenthesis): .parenthesis
    case .sign(.openBracket): .bracket
    case .sign(.openBrace): .brace
    case .keyword(.do), .keyword(.case): tokens.isLabel(index) ? nil : .words
    case .stringOpen: .string
    case .interpolationOpen: .interpolation
    default: nil
    }
  }

  private static func closes(_ tokens: [Token], _ index: Int) -> Sort? {
    switch tokens[index].kind {
    case .sign(.closeParenthesis): .parenthesis
    case .sign(.closeBracket): .bracket
    case .sign(.closeBrace): .brace
    case .keyword(.end): tokens.isLabel(index) ? nil : .words
    case .stringClose: .string
    case .interpolationClose: .interpolation
    default: nil
    }
  }

  static func beginsStatement(_ tokens: [Token], _ index: Int) -> Bool {
    guard case .keyword(let keyword) = tokens[index].kind, keyword.beginsStatement else {
      return false
    }
    return tokens[index].startsLine && !tokens.isLabel(index)
  }
}

extension [Token] {
  /// Whether the token is followed by `:` or `=` and stands first in brackets or after a comma, so
  /// that a keyword there is a name.
  func isLabel(_ index: Int) -> Bool {
    guard index + 1 < count,
      self[index + 1].kind == .sign(.colon) || self[index + 1].kind == .sign(.assign)
    else { return false }
    var before = index - 1
    while before >= 0, self[before].kind == .newline { before -= 1 }
    guard before >= 0, case .sign(let sign) = self[before].kind else { return false }
    return sign == .comma || sign.opens
  }
}
