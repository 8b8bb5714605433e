/// Where the values of a column come from.
package enum ColumnOrigin: Hashable, Sendable {
  /// They were read.
  case read
  /// Made row by row from what was read: the step of a recipe that makes it, as it is written.
  case rowWise(step: String)
  /// Made of several rows, or of another table: by what.
  case rows(how: String)
}

extension Table {
  /// Where a column's values come from; nil where there is no such column.
  package func origin(of name: String) -> ColumnOrigin? {
    guard schema.index(of: name) != nil else { return nil }
    if case .derive(let input, let definitions, _, let replaces) = plan {
      guard let made = definitions.last(where: { NameKey($0.name) == NameKey(name) }) else {
        return input.origin(of: name)
      }
      let column = ColumnExpression.quoted(name)
      let text = "\(replaces ? "update" : "derive")(\(column) = \(made.expression.text))"
      if made.expression.hasAggregate { return .rows(how: text) }
      return input.origin(of: made.expression, beside: definitions) ?? .rowWise(step: text)
    }
    if case .rename(let input) = plan, let place = schema.index(of: name) {
      let old = input.schema.fields[place].name
      guard NameKey(old) != NameKey(name), input.origin(of: old) == .read else {
        return input.origin(of: old)
      }
      let (new, before) = (ColumnExpression.quoted(name), ColumnExpression.quoted(old))
      return .rowWise(step: "rename(\(new) = .\(before))")
    }
    if case .reshape(_, .lump(let spec)) = plan, NameKey(spec.column) == NameKey(name) {
      return .rowWise(step: spec.stepText)
    }
    if case .summarise(let input, _, let by) = plan {
      return by.contains { NameKey($0) == NameKey(name) }
        ? input.origin(of: name) : .rows(how: "summarise")
    }
    guard let input = plan.inputs.first else { return .read }
    if let origin = input.origin(of: name) { return origin }
    if case .join = plan { return .rows(how: "join") }
    return .rows(how: "a verb that makes rows of others")
  }

  /// Of an expression over columns of which one is made of several rows; nil where none is.
  private func origin(
    of expression: ColumnExpression, beside definitions: [Definition]
  ) -> ColumnOrigin? {
    for name in expression.columns.sorted() {
      if case .rows(let how)? = origin(of: name) { return .rows(how: how) }
      let beside = definitions.first { NameKey($0.name) == NameKey(name) }
      if schema.index(of: name) == nil, let beside, beside.expression.hasAggregate {
        return .rows(how: beside.expression.text)
      }
    }
    return nil
  }
}

extension LumpSpec {
  /// The same as a step of a recipe, which learns the labels of the training part.
  fileprivate var stepText: String {
    var parts = [".\(ColumnExpression.quoted(column))"]
    if let countMax { parts.append("n: \(countMax)") }
    if let shareMin { parts.append("share: \(Scalar.float(shareMin).literalText)") }
    if other != "other" { parts.append("other: \(Scalar.quoted(other))") }
    return "lump(\(parts.joined(separator: ", ")))"
  }
}
