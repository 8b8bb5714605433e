import QuernSystem

/// Expressions whose aggregates and windows became hidden columns.
struct ExtractedAggregates {
  /// The aggregates' arguments that are no plain columns, as hidden columns of the rows.
  var arguments: [(name: String, expression: ColumnExpression)] = []
  /// The aggregates, and the hidden columns that hold their values.
  var found: [(name: String, aggregate: Aggregate, argument: String?)] = []
  /// The windows, the columns they read, and the hidden columns that hold their values.
  var windows: [(name: String, window: Window, inputs: [String])] = []

  /// The expression with a hidden column in place of each of its outermost aggregates and windows.
  mutating func extract(_ expression: ColumnExpression) -> ColumnExpression {
    if case .window(let window, let parts) = expression { return extract(window, parts) }
    guard case .aggregate(let aggregate, let argument) = expression else {
      return expression.replacing(children: expression.children.map { extract($0) })
    }
    let place = argument.map { input($0) }
    if let known = found.first(where: { $0.aggregate == aggregate && $0.argument == place }) {
      return .column(known.name)
    }
    let name = "\u{1}aggregate \(found.count)"
    found.append((name, aggregate, place))
    return .column(name)
  }

  private mutating func extract(_ window: Window, _ parts: [ColumnExpression]) -> ColumnExpression {
    let inputs = parts.map { input($0) }
    if let known = windows.first(where: { $0.window == window && $0.inputs == inputs }) {
      return .column(known.name)
    }
    let name = "\u{1}window \(windows.count)"
    windows.append((name, window, inputs))
    return .column(name)
  }

  /// The column that holds an argument.
  private mutating func input(_ argument: ColumnExpression) -> String {
    if case .column(let name) = argument { return name }
    if let known = arguments.first(where: { $0.expression == argument }) { return known.name }
    let name = "\u{1}argument \(arguments.count)"
    arguments.append((name, argument))
    return name
  }
}

extension Execution {
  /// Rows in memory with names, while a verb works on them.
  private struct Frame {
    let schema: Schema
    let groups: [RowGroup]
  }

  /// The rows of `input` with hidden columns for arguments, and only the columns named.
  private func frame(
    _ input: Table, _ extracted: ExtractedAggregates, by: [String], _ names: Set<NameKey>
  ) throws(TableError) -> Frame {
    var table = input
    if !extracted.arguments.isEmpty { table = try input.hiding(extracted.arguments, by: by) }
    var wanted = names.union(by.map(NameKey.init))
    for argument in extracted.found.compactMap(\.argument) { wanted.insert(NameKey(argument)) }
    for input in extracted.windows.flatMap(\.inputs) { wanted.insert(NameKey(input)) }
    let places = table.schema.fields.indices.filter {
      wanted.contains(NameKey(table.schema.fields[$0].name))
    }
    return Frame(
      schema: table.schema.selecting(places), groups: try rows(table, columns: places))
  }

  private func grouping(_ frame: Frame, by: [String]) throws(TableError) -> Grouping {
    let places = by.compactMap { frame.schema.index(of: $0) }
    return try Grouper.group(
      self, frame.groups, columns: places, types: places.map { frame.schema.fields[$0].type })
  }

  /// The aggregates' values per group: one list of chunks each.
  private func values(
    _ extracted: ExtractedAggregates, _ frame: Frame, _ grouping: Grouping
  ) throws(TableError) -> (fields: [Field], chunks: [[ColumnChunk]]) {
    let aggregation = Aggregation(self, frame.groups, grouping)
    var fields: [Field] = []
    var chunks: [[ColumnChunk]] = []
    for entry in extracted.found {
      let argument = entry.argument.flatMap { name in
        frame.schema.index(of: name).map { ($0, frame.schema.fields[$0].type) }
      }
      let type = entry.aggregate.resultType(argument?.1) ?? .int
      let request = AggregateRequest(
        aggregate: entry.aggregate, argument: argument.map { (place: $0.0, type: $0.1) },
        resultType: type)
      fields.append(Field(name: entry.name, type: type))
      chunks.append(try aggregation.compute(request))
    }
    return (fields, chunks)
  }

  /// The windows' values: one list of chunks each, one chunk a row group.
  private func windows(
    _ extracted: ExtractedAggregates, _ frame: Frame, _ grouping: Grouping
  ) throws(TableError) -> (fields: [Field], chunks: [[ColumnChunk]]) {
    var fields: [Field] = []
    var requests: [WindowRequest] = []
    for entry in extracted.windows {
      let inputs = entry.inputs.compactMap { name in
        frame.schema.index(of: name).map {
          WindowRequest.Input(place: $0, type: frame.schema.fields[$0].type)
        }
      }
      let type = try entry.window.resultType(
        entry.inputs.map { .column($0) }, inputs.map(\.type))
      fields.append(Field(name: entry.name, type: type))
      requests.append(
        WindowRequest(
          window: entry.window,
          argument: entry.window.hasArgument(inputs.count) ? inputs.first : nil,
          order: entry.window.order == nil ? nil : inputs.last, resultType: type))
    }
    return (fields, try windows(requests, frame.groups, grouping))
  }

  func summarise(
    _ table: Table, _ input: Table, _ definitions: [Definition], _ by: [String], _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    var extracted = ExtractedAggregates()
    var rewritten: [Definition] = []
    for place in columns where place >= by.count {
      let definition = definitions[place - by.count]
      rewritten.append(
        Definition(name: definition.name, expression: extracted.extract(definition.expression)))
    }
    let frame = try frame(input, extracted, by: by, [])
    let grouping = try grouping(frame, by: by)
    let (fields, chunks) = try values(extracted, frame, grouping)
    let keys = try keyChunks(frame, grouping, by)
    let schema = Schema(fields: by.compactMap { frame.schema[$0] } + fields)
    let blocks = GroupBlocks(grouping.groupCount)
    let all = keys + chunks
    let groups = (0..<blocks.count).map { block in
      RowGroup(rowCount: blocks.range(block).count, columns: all.map { $0[block] })
    }
    return try define(rewritten, schema, groups, columns.map { table.schema.fields[$0].name })
  }

  /// The keys of each group.
  private func keyChunks(
    _ frame: Frame, _ grouping: Grouping, _ by: [String]
  ) throws(TableError) -> [[ColumnChunk]] {
    guard !by.isEmpty else { return [] }
    let firsts = try orOutOfMemory { () throws(OutOfMemory) in
      try grouping.firstRows(arena: arena)
    }
    let aggregation = Aggregation(self, frame.groups, grouping)
    var result: [[ColumnChunk]] = []
    for name in by {
      guard let place = frame.schema.index(of: name) else { continue }
      let input = GroupInput(
        frame.groups.map { $0.columns[place] }, frame.schema.fields[place].type)
      result.append(try aggregation.gathered(input, firsts))
    }
    return result
  }

  /// Computes definitions over row groups of `schema`, and gives the columns called `names`.
  private func define(
    _ definitions: [Definition], _ schema: Schema, _ groups: [RowGroup], _ names: [String]
  ) throws(TableError) -> [RowGroup] {
    var schema = schema
    var entries: [ComputeStep.Entry] = []
    for definition in definitions {
      let program = try Program.bind(definition.expression, schema)
      entries.append(
        ComputeStep.Entry(
          name: definition.name, pool: StatePool(program, arena: arena),
          place: schema.index(of: definition.name)))
      schema = schema.defining(Field(name: definition.name, type: program.type))
    }
    let pipeline = Pipeline(self)
    pipeline.add(
      .compute(ComputeStep(entries, outgoing: names.compactMap { schema.index(of: $0) })), nil)
    let result: [RowGroup]
    do throws(TableError) {
      result = try parallelMap(groups.count) { try pipeline.apply(groups[$0], index: $0) }
    } catch {
      throw pipeline.located(error)
    }
    pipeline.finish()
    return result
  }

  // MARK: Aggregates beside rows

  /// `derive` or `update` with aggregates: in stages, none of which uses a column it defines.
  func deriveAggregates(
    _ table: Table, _ input: Table, _ definitions: [Definition], _ by: [String], _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    let (wanted, _) = Execution.wantedDefinitions(
      definitions, columns.map { table.schema.fields[$0].name })
    let names = columns.map { table.schema.fields[$0].name }
    var stages: [[Definition]] = []
    var defined: Set<NameKey> = []
    for definition in wanted {
      let uses = definition.expression.columns.map(NameKey.init)
      let changesKey = by.contains { defined.contains(NameKey($0)) }
      if stages.isEmpty || changesKey || uses.contains(where: defined.contains) {
        stages.append([])
        defined = []
      }
      stages[stages.count - 1].append(definition)
      defined.insert(NameKey(definition.name))
    }
    guard stages.count > 1 else { return try deriveStage(input, stages.first ?? [], by, names) }
    // Earlier stages become tables of their own, under the last.
    var current = input
    for stage in stages.dropLast() {
      var schema = current.schema
      for definition in stage {
        let type = try definition.expression.type(in: schema)
        schema = schema.defining(Field(name: definition.name, type: type))
      }
      current = Table(
        schema: schema, plan: .derive(current, stage, by: by, replaces: true), isPassing: true)
    }
    return try deriveStage(current, stages[stages.count - 1], by, names)
  }

  private func deriveStage(
    _ input: Table, _ definitions: [Definition], _ by: [String], _ names: [String]
  ) throws(TableError) -> [RowGroup] {
    var extracted = ExtractedAggregates()
    let rewritten = definitions.map { definition in
      Definition(name: definition.name, expression: extracted.extract(definition.expression))
    }
    let defined = Set(definitions.map { NameKey($0.name) })
    var needed = Set(names.map(NameKey.init)).subtracting(defined)
    for definition in rewritten {
      needed.formUnion(definition.expression.columns.map(NameKey.init))
    }
    let frame = try frame(input, extracted, by: by, needed)
    let grouping = try grouping(frame, by: by)
    let (fields, chunks) = try values(extracted, frame, grouping)
    var gathers: [ColumnGather] = []
    for (field, parts) in zip(fields, chunks) {
      gathers.append(
        try orOutOfMemory { () throws(OutOfMemory) in
          try ColumnGather(parts, type: field.type, arena: arena)
        })
    }
    // A group's number is also the reference of its value among chunks of 65 536.
    let beside = gathers
    let (windowFields, windowChunks) = try windows(extracted, frame, grouping)
    let groups = try parallelMap(frame.groups.count) { index -> RowGroup in
      let group = frame.groups[index]
      var columns = group.columns
      for gather in beside {
        columns.append(try gather.take(grouping.ids(index), count: group.rowCount))
      }
      for chunks in windowChunks { columns.append(chunks[index]) }
      return RowGroup(rowCount: group.rowCount, columns: columns)
    }
    let schema = Schema(fields: frame.schema.fields + fields + windowFields)
    return try define(rewritten, schema, groups, names)
  }

  func filterByAggregate(
    _ table: Table, _ input: Table, _ condition: ColumnExpression, _ by: [String], _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    let name = "\u{1}condition"
    let names = columns.map { table.schema.fields[$0].name }
    let frame = try deriveStage(
      input, [Definition(name: name, expression: condition)], by, names + [name])
    let fields = columns.map { table.schema.fields[$0] } + [Field(name: name, type: .bool)]
    let schema = Schema(fields: fields)
    let test = ColumnExpression.column(name)
    let step = FilterStep(
      try Program.condition(test, schema), test, schema: schema,
      outgoing: Array(columns.indices), arena: arena, written: condition)
    let pipeline = Pipeline(self)
    pipeline.add(.filter(step), table)
    let groups = try parallelMap(frame.count) { try pipeline.apply(frame[$0], index: $0) }
    pipeline.finish()
    return groups
  }

  func distinct(
    _ input: Table, _ names: [String], _ keep: DistinctRows, _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    let keys = names.compactMap { input.schema.index(of: $0) }
    let places = columns.union(keys)
    let groups = try rows(input, columns: places)
    let grouping = try Grouper.group(
      self, groups, columns: keys.compactMap { places.firstIndex(of: $0) },
      types: keys.map { input.schema.fields[$0].type })
    let picked = try distinctRows(grouping, groups, keep)
    let outgoing = Array(columns.indices)
    return try parallelMap(groups.count) { index in
      let selection = RowSelection(rows: picked[index], rowCount: groups[index].rowCount)
      return try groups[index].selecting(outgoing).filtered(selection, arena: self.arena)
    }
  }

  /// For each row group the rows that `distinct` keeps, in their order.
  private func distinctRows(
    _ grouping: Grouping, _ groups: [RowGroup], _ keep: DistinctRows
  ) throws(TableError) -> [[UInt32]] {
    // How many rows of each kind were seen so far.
    var seen = [UInt32](repeating: 0, count: grouping.groupCount)
    var chosen: [[UInt32]] = Array(repeating: [], count: groups.count)
    if keep != .first {
      for group in groups.indices {
        try context.checkInterrupt()
        let ids = grouping.ids(group)
        for row in 0..<groups[group].rowCount { seen[Int(ids[row])] += 1 }
      }
    }
    for group in groups.indices {
      try context.checkInterrupt()
      let ids = grouping.ids(group)
      for row in 0..<groups[group].rowCount {
        let id = Int(ids[row])
        let isKept: Bool
        switch keep {
        case .first:
          isKept = seen[id] == 0
          seen[id] = 1
        case .last:
          seen[id] -= 1
          isKept = seen[id] == 0
        case .none: isKept = seen[id] == 1
        }
        if isKept { chosen[group].append(UInt32(row)) }
      }
    }
    return chosen
  }
}
