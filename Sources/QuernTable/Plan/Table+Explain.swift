import QuernText

extension Table {
  /// The plan as a tree: verbs with their arguments, columns read, and rows per node, estimated
  /// and, with `actual`, counted by running it.
  package func explain(actual: Bool, _ context: TableContext) throws(TableError) -> String {
    var counted: Execution?
    if actual {
      let execution = Execution(context)
      _ = try execution.rows(self, columns: Array(schema.fields.indices))
      counted = execution
    }
    var lines: [String] = []
    explain(into: &lines, depth: 0, Array(schema.names), counted)
    return lines.joined(separator: "\n")
  }

  private func explain(
    into lines: inout [String], depth: Int, _ needed: [String], _ counted: Execution?
  ) {
    let indent = String(repeating: "  ", count: depth)
    var line = indent + planLine
    if hasRows, plan.inputs.isEmpty == false { line += " (kept)" }
    var facts: [String] = []
    if let estimate = estimatedRows {
      facts.append("about \(Numbers.grouped(Int64(estimate))) row\(estimate == 1 ? "" : "s")")
    }
    if let rows = counted?.rowCount(of: self) {
      facts.append("\(Numbers.grouped(Int64(rows))) row\(rows == 1 ? "" : "s") counted")
    }
    if plan.inputs.isEmpty {
      let read = needed.sorted()
      facts.append(
        "reads \(read.count) of \(schema.count) column\(schema.count == 1 ? "" : "s"): "
          + read.joined(separator: ", "))
    }
    if !facts.isEmpty { line += "  — " + facts.joined(separator: "; ") }
    lines.append(line)
    for (input, names) in zip(plan.inputs, inputColumns(needed)) {
      input.explain(into: &lines, depth: depth + 1, names, counted)
    }
  }

  /// For each input the columns that are needed of it.
  private func inputColumns(_ needed: [String]) -> [[String]] {
    func ordered(_ input: Table, _ names: Set<NameKey>) -> [String] {
      input.schema.names.filter { names.contains(NameKey($0)) }
    }
    let keys = Set(needed.map(NameKey.init))
    func with(_ input: Table, _ more: [String]) -> [String] {
      ordered(input, keys.union(more.map(NameKey.init)))
    }
    switch plan {
    case .placeholder, .data, .source: return []
    case .select(let t, _): return [ordered(t, keys)]
    case .rename(let t):
      return [zip(schema.names, t.schema.names).filter { keys.contains(NameKey($0.0)) }.map(\.1)]
    case .filter(let t, let condition, let by): return [with(t, Array(condition.columns) + by)]
    case .derive(let t, let definitions, let by, _):
      let (_, names) = Execution.wantedDefinitions(definitions, needed)
      return [ordered(t, names.union(by.map(NameKey.init)))]
    case .sort(let t, let sortKeys): return [with(t, sortKeys.flatMap { $0.expression.columns })]
    case .distinct(let t, let on, _): return [with(t, on)]
    case .append(let a, let b): return [ordered(a, keys), ordered(b, keys)]
    case .head(let t, _), .tail(let t, _), .sample(let t, _, _): return [ordered(t, keys)]
    case .dropNull(let t, let names): return [with(t, names)]
    case .summarise(let t, let definitions, let by):
      var names = Set(by.map(NameKey.init))
      for definition in definitions where keys.contains(NameKey(definition.name)) {
        names.formUnion(definition.expression.columns.map(NameKey.init))
      }
      return [ordered(t, names)]
    case .join(let l, let r, let spec):
      let suffix = spec.suffix ?? ""
      let rightNames = r.schema.names.filter {
        keys.contains(NameKey($0)) || keys.contains(NameKey($0 + suffix))
      }
      return [with(l, spec.left), ordered(r, Set((rightNames + spec.right).map(NameKey.init)))]
    case .asofJoin(let l, let r, let spec):
      let suffix = spec.suffix ?? ""
      let rightNames = r.schema.names.filter {
        keys.contains(NameKey($0)) || keys.contains(NameKey($0 + suffix))
      }
      let needed = Set((rightNames + spec.rightBy + [spec.right]).map(NameKey.init))
      return [with(l, spec.leftBy + [spec.left]), ordered(r, needed)]
    case .reshape(let t, let reshape):
      return [ordered(t, Set(reshape.inputColumns(keys).map(NameKey.init)))]
    case .part(let t, let assignment, _):
      let spec = assignment.spec
      return [with(t, spec.groups + [spec.order, spec.stratify].compactMap { $0 })]
    }
  }

  /// The verb of this node as the language writes it.
  var planLine: String {
    func names(_ list: [String]) -> String {
      list.map { "." + ColumnExpression.quoted($0) }.joined(separator: ", ")
    }
    func by(_ keys: [String]) -> String {
      keys.isEmpty ? "" : ", by: [\(names(keys))]"
    }
    func definitions(_ list: [Definition]) -> String {
      list.map { "\(ColumnExpression.quoted($0.name)) = \($0.expression.text)" }
        .joined(separator: ", ")
    }
    switch plan {
    case .placeholder: return "table"
    case .data: return "rows in memory"
    case .source(let source): return "read \(source.description)"
    case .filter(_, let condition, let keys): return "filter(\(condition.text)\(by(keys)))"
    case .derive(_, let list, let keys, let replaces):
      return "\(replaces ? "update" : "derive")(\(definitions(list))\(by(keys)))"
    case .select(_, let list): return "select(\(names(list)))"
    case .rename(let t):
      let pairs = zip(schema.names, t.schema.names).filter { NameKey($0.0) != NameKey($0.1) }
      return "rename("
        + pairs.map { "\(ColumnExpression.quoted($0.0)) = \(names([$0.1]))" }
        .joined(separator: ", ") + ")"
    case .sort(_, let keys):
      return "sort("
        + keys.map { $0.descending ? "desc(\($0.expression.text))" : $0.expression.text }
        .joined(separator: ", ") + ")"
    case .distinct(_, let on, let keep):
      return "distinct(\(names(on))\(keep == .first ? "" : ", keep: \(keep.rawValue)"))"
    case .append: return "append"
    case .head(_, let count): return "head(\(count))"
    case .tail(_, let count): return "tail(\(count))"
    case .dropNull(_, let list): return "dropnull(\(names(list)))"
    case .sample(_, .count(let count), _): return "sample(\(count))"
    case .sample(_, .fraction(let share), _): return "sample(\(Numbers.shortest(share)))"
    case .join(_, _, let spec):
      let pairs = zip(spec.left, spec.right).map {
        NameKey($0) == NameKey($1) ? $0 : "\($0): .\($1)"
      }
      return "join(on: \(pairs.joined(separator: ", ")), kind: \(spec.kind.rawValue))"
    case .asofJoin(_, _, let spec):
      let on = NameKey(spec.left) == NameKey(spec.right) ? "" : ": .\(spec.right)"
      return "asof_join(on: \(spec.left)\(on)\(by(spec.leftBy)), direction: "
        + "\(spec.direction.rawValue))"
    case .reshape(_, let reshape): return reshape.planLine
    case .summarise(_, let list, let keys): return "summarise(\(definitions(list))\(by(keys)))"
    case .part(_, let assignment, let choice):
      let shares = assignment.spec.shares.map(Numbers.shortest).joined(separator: ", ")
      switch choice {
      case .only(let index): return "part \(index + 1) of split([\(shares)])"
      case .except(let index): return "all but part \(index + 1) of split([\(shares)])"
      case .before(let index): return "parts 1 to \(index) of split([\(shares)])"
      }
    }
  }

  /// A guess at the number of rows, without running anything.
  var estimatedRows: Int? {
    if let data = materialised { return data.rowCount }
    if let stored = memo.stored { return stored.rows.rowCount }
    switch plan {
    case .placeholder: return nil
    case .data(let data): return data.rowCount
    case .source(let source): return source.rowCountIfKnown
    case .derive(let t, _, _, _), .select(let t, _), .rename(let t), .sort(let t, _):
      return t.estimatedRows
    case .filter(let t, _, _): return t.estimatedRows.map { ($0 + 1) / 2 }
    case .dropNull(let t, _): return t.estimatedRows
    case .distinct(let t, _, _), .asofJoin(let t, _, _): return t.estimatedRows
    case .reshape(let t, let reshape): return reshape.estimatedRows(t.estimatedRows)
    case .append(let a, let b):
      guard let x = a.estimatedRows, let y = b.estimatedRows else { return nil }
      return x + y
    case .head(let t, let count), .tail(let t, let count):
      return t.estimatedRows.map { min($0, count) } ?? count
    case .sample(let t, .count(let count), _):
      return t.estimatedRows.map { min($0, count) } ?? count
    case .sample(let t, .fraction(let share), _):
      return t.estimatedRows.map { Int(Double($0) * share) }
    case .join(let l, let r, let spec):
      switch spec.kind {
      case .left, .inner, .semi: return l.estimatedRows
      case .right: return r.estimatedRows
      case .full:
        guard let x = l.estimatedRows, let y = r.estimatedRows else { return nil }
        return max(x, y)
      case .anti: return l.estimatedRows.map { $0 / 10 }
      }
    case .summarise(let t, _, let by):
      return by.isEmpty ? 1 : t.estimatedRows.map { Int(Double($0).squareRoot()) }
    case .part(let t, let assignment, let choice):
      return t.estimatedRows.map { Int(Double($0) * choice.share(assignment.spec.shares)) }
    }
  }
}
