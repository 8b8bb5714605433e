import QuernText

/// Reads the nodes of a saved plan, each after its inputs; every verb checks its arguments again.
struct PlanReader {
  private let leaves: [TableLeaf]
  private let sharing: PlanSharing?
  private var tables: [Table] = []
  private var splits: [Int64: [Table]] = [:]

  static let nodeCountMax = 100_000

  init(_ leaves: [TableLeaf], _ sharing: PlanSharing? = nil) {
    self.leaves = leaves
    self.sharing = sharing
  }

  func table(_ number: Int) throws(TableError) -> Table {
    guard tables.indices.contains(number) else {
      throw .badPlan(message: "there is no node \(number)")
    }
    return tables[number]
  }

  mutating func read(_ node: JSON) throws(TableError) {
    guard let operation = node["op"]?.stringValue else { throw bad("a node without op") }
    if operation == "leaf" {
      tables.append(try leaf(node))
      return
    }
    var inputs: [Table] = []
    for number in node["inputs"]?.arrayValue ?? [] {
      inputs.append(try table(Int(number.intValue ?? -1)))
    }
    guard let input = inputs.first else { throw bad("\(operation) without inputs") }
    let key = sharing.map { _ in PlanSharing.Key(node, inputs) }
    if let key, let known = sharing?.table(key) {
      tables.append(known)
      return
    }
    let result = try verb(operation, node, input, inputs)
    guard result.depth <= Limits.planDepthMax else { throw bad("too many verbs") }
    if let key { sharing?.keep(result, key) }
    tables.append(result)
  }

  private mutating func verb(
    _ operation: String, _ node: JSON, _ input: Table, _ inputs: [Table]
  ) throws(TableError) -> Table {
    switch operation {
    case "filter":
      guard let condition = node["condition"].flatMap({ ColumnExpression(json: $0) })
      else { throw bad("filter without a condition") }
      return try input.filter(condition, by: try names(node, "by"))
    case "derive":
      return try input.derive(try definitions(node), by: try names(node, "by"))
    case "update":
      return try input.update(try definitions(node), by: try names(node, "by"))
    case "select": return try input.select(try names(node, "columns"))
    case "rename":
      let new = try names(node, "columns")
      guard new.count == input.schema.count else { throw bad("rename of other columns") }
      return try input.rename(zip(new, input.schema.names).map { (new: $0, old: $1) })
    case "sort": return try input.sort(try keys(node))
    case "distinct":
      let keep = node["keep"]?.stringValue.flatMap(DistinctRows.init) ?? .first
      return try input.distinct(on: try names(node, "columns"), keep: keep)
    case "append":
      guard inputs.count == 2 else { throw bad("append of one table") }
      return try input.append(inputs[1])
    case "head": return try input.head(try count(node))
    case "tail": return try input.tail(try count(node))
    case "dropnull": return try input.dropNull(try names(node, "columns"))
    case "sample":
      let size: SampleSize =
        if let share = node["fraction"]?.doubleValue { .fraction(share) } else {
          .count(try count(node))
        }
      return try input.sample(size, try random(node))
    case "join":
      guard inputs.count == 2 else { throw bad("join of one table") }
      return try join(node, input, inputs[1])
    case "asof":
      guard inputs.count == 2, let spec = AsofSpec(json: node) else {
        throw bad("a join that is none")
      }
      return try input.asofJoin(inputs[1], spec)
    case "pivot", "unpivot", "explode", "lump": return try reshape(node, input)
    case "summarise":
      return try input.summarise(try definitions(node), by: try names(node, "by"))
    case "part": return try part(node, input)
    default: throw bad("the verb \(operation) is not known")
    }
  }

  private func reshape(_ node: JSON, _ input: Table) throws(TableError) -> Table {
    switch Reshape(json: node) {
    case .pivot(let spec): return try input.pivot(spec)
    case .unpivot(let spec): return try input.unpivot(spec)
    case .explode(let columns, let keeps): return try input.explode(columns, keepsEmpty: keeps)
    case .lump(let spec): return try input.lump(spec)
    case nil: throw bad("a verb without its arguments")
    }
  }

  private func leaf(_ node: JSON) throws(TableError) -> Table {
    guard let number = node["leaf"]?.intValue, leaves.indices.contains(Int(number)) else {
      throw bad("a leaf is missing")
    }
    switch leaves[Int(number)] {
    case .data(let data): return Table(data: data)
    case .source(let source):
      let key = PlanSharing.Key(source)
      if let known = sharing?.table(key) { return known }
      let table = Table(source: source)
      sharing?.keep(table, key)
      return table
    case .placeholder(let schema): return .placeholder(schema)
    }
  }

  private func join(_ node: JSON, _ left: Table, _ right: Table) throws(TableError) -> Table {
    guard let kind = node["kind"]?.stringValue.flatMap(JoinKind.init),
      let match = node["match"]?.stringValue.flatMap(JoinMatch.init)
    else { throw bad("join of an unknown kind") }
    let pairs = zip(try names(node, "left"), try names(node, "right")).map { (left: $0, right: $1) }
    return try left.join(
      right, on: pairs, kind: kind, match: match, suffix: node["suffix"]?.stringValue)
  }

  private mutating func part(_ node: JSON, _ input: Table) throws(TableError) -> Table {
    guard let split = node["split"]?.intValue, let index = node["index"]?.intValue,
      let shares = node["shares"]?.arrayValue
    else { throw bad("a part without its split") }
    if splits[split] == nil {
      let spec = SplitSpec(
        shares: shares.compactMap(\.doubleValue), random: try random(node),
        groups: node["group"]?.arrayValue.map { $0.compactMap(\.stringValue) }
          ?? node["group"]?.stringValue.map { [$0] } ?? [],
        order: node["order"]?.stringValue,
        stratify: node["stratify"]?.stringValue,
        isBalanced: node["balanced"]?.boolValue ?? false)
      splits[split] = try parts(of: input, spec, node)
    }
    guard let parts = splits[split], parts.indices.contains(Int(index)) else {
      throw bad("a part beyond the split")
    }
    let part = parts[Int(index)]
    guard case .part(let input, let assignment, _) = part.plan else { return part }
    switch node["rows"]?.stringValue {
    case "except":
      return Table(schema: part.schema, plan: .part(input, assignment, .except(Int(index))))
    case "before":
      return Table(schema: part.schema, plan: .part(input, assignment, .before(Int(index))))
    default: return part
    }
  }

  /// The parts of a split, of one that is known already where it is the same.
  private func parts(
    of input: Table, _ spec: SplitSpec, _ node: JSON
  ) throws(TableError) -> [Table] {
    let key = PlanSharing.Key(split: node, input)
    if let assignment = sharing?.assignment(key) {
      return spec.shares.indices.map { index in
        Table(schema: input.schema, plan: .part(input, assignment, .only(index)))
      }
    }
    let parts = try input.split(spec)
    if case .part(_, let assignment, _)? = parts.first?.plan {
      sharing?.keep(assignment, of: input, key)
    }
    return parts
  }

  private func names(_ node: JSON, _ member: String) throws(TableError) -> [String] {
    guard let list = node[member]?.arrayValue else { throw bad("\(member) is missing") }
    let names = list.compactMap(\.stringValue)
    guard names.count == list.count else { throw bad("\(member) holds more than names") }
    return names
  }

  private func definitions(
    _ node: JSON
  ) throws(TableError) -> [(name: String, expression: ColumnExpression)] {
    guard let list = node["columns"]?.arrayValue else { throw bad("columns is missing") }
    var result: [(name: String, expression: ColumnExpression)] = []
    for entry in list {
      guard let name = entry[0]?.stringValue,
        let expression = entry[1].flatMap({ ColumnExpression(json: $0) })
      else { throw bad("a definition that is none") }
      result.append((name, expression))
    }
    return result
  }

  private func keys(_ node: JSON) throws(TableError) -> [SortKey] {
    var result: [SortKey] = []
    for entry in node["keys"]?.arrayValue ?? [] {
      guard let expression = entry[0].flatMap({ ColumnExpression(json: $0) }),
        let descending = entry[1]?.boolValue
      else { throw bad("a sort key that is none") }
      result.append(SortKey(expression: expression, descending: descending))
    }
    return result
  }

  private func count(_ node: JSON) throws(TableError) -> Int {
    guard let count = node["count"]?.intValue else { throw bad("count is missing") }
    return Int(count)
  }

  private func random(_ node: JSON) throws(TableError) -> RandomStream {
    guard let first = node["random"]?[0]?.stringValue.flatMap({ UInt64($0, radix: 16) }),
      let second = node["random"]?[1]?.stringValue.flatMap({ UInt64($0, radix: 16) })
    else { throw bad("random is missing") }
    return RandomStream(words: (first, second))
  }

  private func bad(_ message: String) -> TableError { .badPlan(message: message) }
}
