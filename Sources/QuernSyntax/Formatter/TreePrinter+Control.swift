extension TreePrinter {
  /// `if a then b else c`; where it is too long, `else if` and `else` on lines of their own.
  mutating func conditional(_ expression: Expression) -> Doc {
    var parts: [Doc] = []
    var rest: [Doc] = []
    var word = "if "
    var current = expression
    while case .conditional(let condition, let value, let other) = current.kind {
      let arm = Doc.sequence([
        .text(word), doc(condition, .lowest), .text(" then"),
        Doc.sequence([.line, doc(value, .lowest)]).indented,
      ]).group
      if parts.isEmpty { parts.append(arm) } else { rest += [.line, arm] }
      word = "else if "
      current = other
    }
    let last = "else" + Doc.sequence([.line, doc(current, .lowest)]).indented
    rest += [.line, last.group]
    return Doc.sequence(parts + [Doc.sequence(rest).indented]).group
  }

  /// `for x in xs if c: body`
  mutating func loop(
    _ pattern: Pattern, _ source: Expression, _ condition: Expression?, _ body: Expression
  ) -> Doc {
    var head: [Doc] = [.text("for "), doc(pattern), .text(" in "), doc(source, .pipe)]
    if let condition { head += [.text(" if "), doc(condition, .pipe)] }
    head.append(.text(":"))
    if case .block = body.kind { return .sequence(head + [.text(" "), doc(body, .lowest)]) }
    return Doc.sequence(head + [Doc.sequence([.line, doc(body, .lowest)]).indented]).group
  }

  /// `case when a then b else c end`, an arm a line where it is too long.
  mutating func cases(
    _ arms: [CaseArm], _ otherwise: Expression, in range: SourceRange
  ) -> Doc {
    var inner: [Doc] = []
    for arm in arms {
      let armRange = arm.condition.range.union(arm.value.range)
      inner.append(.line)
      inner.append(
        element(armRange) { printer in
          Doc.sequence([
            .text("when "), printer.doc(arm.condition, .lowest), .text(" then"),
            Doc.sequence([.line, printer.doc(arm.value, .lowest)]).indented,
          ]).group
        })
    }
    inner.append(.line)
    inner.append(
      element(otherwise.range) { printer in
        ("else" + Doc.sequence([.line, printer.doc(otherwise, .lowest)]).indented).group
      })
    let last = source == nil ? Doc.empty : ownLines(before: range.upper)
    return Doc.sequence([
      .text("case"), Doc.sequence(inner + [last]).indented, .line, .text("end"),
    ]).group
  }

  /// `do`, its statements a line each, `end`.
  mutating func block(
    _ statements: [Statement], _ result: Expression, in range: SourceRange
  ) -> Doc {
    let inner = self.statements(
      statements + [.expression(result)], from: range.lower, upTo: range.upper)
    return .sequence([
      .text("do"), Doc.sequence([.hardLine] + inner).indented, .hardLine, .text("end"),
    ])
  }
}
