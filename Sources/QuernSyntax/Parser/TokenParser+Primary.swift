extension TokenParser {
  /// primary = literal | column | NAME | "(" expr ")" | list | record | block | case
  mutating func primary() -> Expression {
    switch kind {
    case .int(let value): return leaf(.int(value))
    case .float(let value): return leaf(.float(value))
    case .date(let literal): return leaf(.date(literal))
    case .duration(let literal): return leaf(.duration(literal))
    case .size(let bytes): return leaf(.size(bytes))
    case .rawString(let text): return leaf(.string(text.isEmpty ? [] : [.text(text)]))
    case .stringOpen: return string()
    case .column(let name): return leaf(.column(name))
    case .name(let name): return named(name)
    case .quotedName(let name): return columnWithoutDot(name)
    case .intMinimumMagnitude: return intTooLarge()
    case .keyword(let keyword): return keywordOperand(keyword)
    case .sign(.openParenthesis): return parenthesised()
    case .sign(.openBracket): return list()
    case .sign(.openBrace): return record()
    case .invalid: return leaf(.error)
    case .sign, .fieldName, .stringText, .interpolationOpen, .interpolationClose, .stringClose,
      .newline, .endOfText:
      return noOperand()
    }
  }

  private mutating func leaf(_ kind: Expression.Kind) -> Expression {
    let range = current.range
    advance()
    return Expression(kind, range)
  }

  private mutating func columnWithoutDot(_ name: String) -> Expression {
    complain(.quotedColumn(name, current.range))
    return leaf(.column(name))
  }

  private mutating func intTooLarge() -> Expression {
    complain(.numberTooLarge(.int, current.range))
    return leaf(.error)
  }

  private mutating func noOperand() -> Expression {
    if case .sign(let sign) = kind, sign.closes, pairs.stray.contains(index) {
      fail(.unmatched(sign.rawValue, opener: sign.openerSpelling, current.range))
      return Expression(.error, here)
    }
    let previous = index > 0 ? source.slice(lastTokenRange) : nil
    let isCutOff = isAtLineEnd || (index > 0 && !isOnSameLine)
    if isCutOff, let previous {
      let place = SourceRange(lastEnd, lastEnd)
      fail(.missingOperand(after: previous, found: foundText, place))
    } else {
      fail(.expressionExpected(found: foundText, here))
    }
    return Expression(.error, here)
  }

  private var lastTokenRange: SourceRange {
    var before = index - 1
    while before > 0, tokens[before].kind == .newline { before -= 1 }
    return tokens[before].range
  }

  private mutating func named(_ name: String) -> Expression {
    if isAtPythonLambda { return pythonLambda() }
    if let meant = ForeignConstant.meaning(of: name) {
      complain(.foreignConstant(name, meant: meant.spelling, current.range))
      return leaf(meant.kind)
    }
    return leaf(.name(name))
  }

  private mutating func keywordOperand(_ keyword: Keyword) -> Expression {
    switch keyword {
    case .null: return leaf(.null)
    case .true: return leaf(.bool(true))
    case .false: return leaf(.bool(false))
    case .case: return nested { $0.cases() }
    case .do: return nested { $0.block() }
    case .if, .for:
      complain(.needsParentheses("`\(keyword.rawValue)`", current.range))
      return expression()
    case .fn:
      fail(.functionInExpression(current.range))
      return errorHere()
    case .let, .param, .use:
      // The next statement begins where this one wants a value.
      if !isOnSameLine { return noOperand() }
      fail(.statementInExpression(keyword.rawValue, current.range))
      return errorHere()
    case .end where blockDepth == 0:
      fail(.unmatched("end", opener: "do", current.range))
      return errorHere()
    case .as, .end, .then, .else, .in, .when, .and, .or, .not, .is:
      return noOperand()
    }
  }

  private mutating func nested(_ read: (inout TokenParser) -> Expression) -> Expression {
    guard enter() else {
      leave()
      return errorHere()
    }
    let outer = beginMeasuring()
    defer {
      leave()
      endMeasuring(outer)
    }
    return read(&self)
  }

  /// "(" expr ")"; the range is with the parentheses.
  private mutating func parenthesised() -> Expression {
    if isAtLambda {
      complain(.needsParentheses("a function", current.range))
      return expression()
    }
    let lower = current.range.lower
    let opener = index
    advance()
    var items: [Expression] = []
    let isClosed = elements(closedBy: .closeParenthesis, opener: opener) { parser in
      items.append(parser.expression())
    }
    return inParentheses(items, range(from: lower), opener: isClosed ? opener : nil)
  }

  private mutating func inParentheses(
    _ items: [Expression], _ range: SourceRange, opener: Int?
  ) -> Expression {
    if let opener, !isRecovering {
      if items.isEmpty { complain(.emptyParentheses(range)) }
      if items.count > 1 || (items.count == 1 && endsInComma(opener)) {
        let inner = source.slice(SourceRange(range.lower + 1, range.upper - 1))
        complain(.tuple(inner, range))
        return Expression(.list(items), range)
      }
    }
    guard items.count == 1 else { return Expression(.error, range) }
    // A literal keeps the range of its spelling, which the formatter writes again.
    return items[0].isLiteral ? items[0] : Expression(items[0].kind, range)
  }

  /// A comma stands right before the closing bracket.
  private func endsInComma(_ opener: Int) -> Bool {
    guard var before = pairs.closer(of: opener) else { return false }
    repeat { before -= 1 } while before > opener && tokens[before].kind == .newline
    return tokens[before].kind == .sign(.comma)
  }

  // MARK: Strings

  private mutating func string() -> Expression {
    let lower = current.range.lower
    var parts: [StringPart] = []
    advance()
    while kind != .stringClose, kind != .endOfText {
      switch kind {
      case .stringText(let text):
        if case .text(let before) = parts.last {
          parts[parts.count - 1] = .text(before + text)
        } else {
          parts.append(.text(text))
        }
        advance()
      case .interpolationOpen: parts.append(.expression(interpolation()))
      default: advance()
      }
    }
    advance()
    return Expression(.string(parts), range(from: lower))
  }

  private mutating func interpolation() -> Expression {
    let opener = index
    let closer = pairs.closer(of: opener) ?? opener + 1
    advance()
    let counted = setCountsNewlines(false)
    let assignEnded = assignEndsExpression
    assignEndsExpression = false
    defer { assignEndsExpression = assignEnded }
    let wasRecovering = isRecovering
    var value = errorHere()
    if index == closer {
      complain(.emptyInterpolation(tokens[opener].range.union(tokens[closer].range)))
    } else {
      value = expression()
      if !isRecovering, index < closer {
        let rest = SourceRange(current.range.lower, tokens[closer].range.lower)
        if isAt(.colon) || source.slice(rest).hasPrefix("!") {
          silenced.append(rest)
          complain(.formatSpecification(source.slice(rest), rest))
        } else if kind == .invalid {
          failSilently()
        } else {
          fail(.unexpected(foundText, here, expected: "`}`"))
        }
      }
    }
    move(to: closer)
    isRecovering = wasRecovering
    close(countingNewlines: counted)
    return value
  }
}

/// How other languages spell what has a literal here.
enum ForeignConstant {
  static func meaning(of name: String) -> (kind: Expression.Kind, spelling: String)? {
    switch name {
    case "True", "TRUE": (.bool(true), "true")
    case "False", "FALSE": (.bool(false), "false")
    case "None", "NULL", "Null", "nil", "NaN", "NA", "nan", "NaT", "undefined": (.null, "null")
    default: nil
    }
  }
}
