package import QuernSyntax

extension CallSite {
  /// The site of a call in the text of its cell.
  package init(
    _ call: Call, matching: Matching, piped: Expression?, ordinal: Int
  ) {
    let ranges = matching.bound.map { sources in
      sources.map { source in
        switch source {
        case .piped: piped?.range ?? call.range
        case .argument(let index): call.arguments[index].value.range
        }
      }
    }
    let table = piped ?? call.arguments.first { $0.label == .none }?.value
    self.init(
      range: call.range, argumentRanges: ranges,
      columns: call.arguments.flatMap { Self.columns(of: $0) },
      tableName: table.flatMap { Self.name(of: $0) }, ordinal: ordinal)
  }

  /// What the cell calls the table at the start of a chain of pipes.
  private static func name(of expression: Expression) -> String? {
    switch expression.kind {
    case .name(let name): name == "_" ? nil : name
    case .pipe, .null, .bool, .int, .float, .string, .date, .duration, .size, .column, .list,
      .record, .call, .field, .index, .unary, .binary, .isNull, .lambda, .conditional, .loop,
      .cases, .block, .error:
      nil
    }
  }

  private static func columns(of argument: Argument) -> [Name] {
    var found = ColumnMentions.of(argument.value)
    if case .definition(let name) = argument.label { found.append(name) }
    return found
  }
}

/// The columns that an expression mentions, and where.
package enum ColumnMentions {
  package static func of(_ expression: Expression) -> [Name] {
    var found: [Name] = []
    collect(expression, &found)
    return found
  }

  private static func collect(_ expression: Expression, _ found: inout [Name]) {
    switch expression.kind {
    case .column(let name): found.append(Name(name, expression.range))
    case .null, .bool, .int, .float, .date, .duration, .size, .name, .error, .block, .loop: break
    case .string(let parts):
      for case .expression(let part) in parts { collect(part, &found) }
    case .list(let elements): for element in elements { collect(element, &found) }
    case .record(let fields): for field in fields { collect(field.value, &found) }
    case .call(let call): for argument in call.arguments { collect(argument.value, &found) }
    case .field(let base, _), .unary(_, let base), .isNull(let base, _): collect(base, &found)
    case .index(let left, let right), .binary(_, let left, let right):
      collect(left, &found)
      collect(right, &found)
    case .pipe(let left, let call):
      collect(left, &found)
      for argument in call.arguments { collect(argument.value, &found) }
    case .lambda(_, let body): collect(body, &found)
    case .conditional(let condition, let yes, let no):
      for part in [condition, yes, no] { collect(part, &found) }
    case .cases(let arms, let otherwise):
      for arm in arms {
        collect(arm.condition, &found)
        collect(arm.value, &found)
      }
      collect(otherwise, &found)
    }
  }
}
