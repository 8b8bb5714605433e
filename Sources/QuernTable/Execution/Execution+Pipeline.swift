import QuernSystem

extension Execution {
  /// Runs the row-wise verbs that end in `table` as one pass over what they start from.
  func runPipeline(_ table: Table, _ columns: [Int]) throws(TableError) -> [RowGroup] {
    let pipeline = Pipeline(self)
    let (leaf, needed) = try plan(pipeline, table, columns, isRoot: true)
    let groups: [RowGroup]
    if leaf.materialised == nil, leaf === table || !isKept(leaf),
      case .source(let source) = leaf.plan
    {
      groups = try scan(source, leaf, needed, pipeline, rowsWanted: .max)
    } else {
      let input = try rows(leaf, columns: needed)
      do throws(TableError) {
        groups = try parallelMap(input.count) { try pipeline.apply(input[$0], index: $0) }
      } catch {
        throw pipeline.located(error)
      }
    }
    pipeline.finish()
    return groups
  }

  /// Row groups that hold the first `count` rows of a table.
  ///
  /// A source is read no further than needed. How far that is depends on the threads: so the verbs
  /// on the way add no notes, and what fails further down does not matter.
  func firstRows(_ table: Table, _ count: Int, _ columns: [Int]) throws(TableError) -> [RowGroup] {
    let pipeline = Pipeline(self)
    let (leaf, needed) = try plan(pipeline, table, columns)
    guard leaf.materialised == nil else { return try rows(table, columns: columns) }
    if let stored = leaf.memo.stored {
      do throws(TableError) {
        return try scan(stored.rows, leaf, needed, pipeline, rowsWanted: count)
      } catch {
        guard stored.isDamage(error) else { throw error }
        return try rows(table, columns: columns)
      }
    }
    guard !isKept(leaf), case .source(let source) = leaf.plan else {
      return try rows(table, columns: columns)
    }
    return try scan(source, leaf, needed, pipeline, rowsWanted: count)
  }

  /// Adds the steps from the leaf up to `table` to the pipeline, and gives the leaf and the columns
  /// needed of it.
  private func plan(
    _ pipeline: Pipeline, _ table: Table, _ columns: [Int], isRoot: Bool = false
  ) throws(TableError) -> (Table, [Int]) {
    if !isRoot, table.hasRows || isKept(table) { return (table, columns) }
    switch table.plan {
    case .select(let input, let names):
      let places = columns.compactMap { input.schema.index(of: names[$0]) }
      return try plan(pipeline, input, places)
    case .rename(let input):
      return try plan(pipeline, input, columns)
    case .filter(let input, let condition, _) where !condition.hasAggregate:
      let incoming = columns.union(places(condition.columns, input.schema))
      let found = try plan(pipeline, input, incoming)
      let schema = input.schema.selecting(incoming)
      let program = try Program.condition(condition, schema)
      let outgoing = columns.compactMap { incoming.firstIndex(of: $0) }
      let step = FilterStep(
        program, condition, schema: schema, outgoing: outgoing, arena: arena)
      pipeline.add(.filter(step), table)
      return found
    case .dropNull(let input, let names):
      let checked = names.compactMap { input.schema.index(of: $0) }
      let incoming = columns.union(checked)
      let found = try plan(pipeline, input, incoming)
      let read = zip(checked, names).map { (incoming.firstIndex(of: $0.0) ?? 0, $0.1) }
      let outgoing = columns.compactMap { incoming.firstIndex(of: $0) }
      pipeline.add(.dropNull(DropNullStep(read, outgoing: outgoing)), table)
      return found
    case .derive(let input, let definitions, _, _)
    where !definitions.contains(where: { $0.expression.hasAggregate }):
      return try planCompute(pipeline, table, input, definitions, columns)
    case .placeholder, .data, .source, .filter, .derive, .sort, .distinct, .append, .head, .tail,
      .sample, .join, .asofJoin, .summarise, .part, .reshape:
      return (table, columns)
    }
  }

  private func planCompute(
    _ pipeline: Pipeline, _ table: Table, _ input: Table, _ definitions: [Definition],
    _ columns: [Int]
  ) throws(TableError) -> (Table, [Int]) {
    let (wanted, incomingNames) = Execution.wantedDefinitions(
      definitions, columns.map { table.schema.fields[$0].name })
    let incoming = input.schema.fields.indices.filter {
      incomingNames.contains(NameKey(input.schema.fields[$0].name))
    }
    let found = try plan(pipeline, input, incoming)
    var schema = input.schema.selecting(incoming)
    var entries: [ComputeStep.Entry] = []
    for definition in wanted {
      let program = try Program.bind(definition.expression, schema)
      let place = schema.index(of: definition.name)
      entries.append(
        ComputeStep.Entry(
          name: definition.name, pool: StatePool(program, arena: arena), place: place))
      schema = schema.defining(Field(name: definition.name, type: program.type))
    }
    let outgoing = columns.compactMap { schema.index(of: table.schema.fields[$0].name) }
    pipeline.add(.compute(ComputeStep(entries, outgoing: outgoing)), table)
    return found
  }

  /// The definitions that the columns `names` depend on, and the input columns they need.
  static func wantedDefinitions(
    _ definitions: [Definition], _ names: [String]
  ) -> ([Definition], Set<NameKey>) {
    var needed = Set(names.map(NameKey.init))
    var wanted: [Definition] = []
    for definition in definitions.reversed() where needed.contains(NameKey(definition.name)) {
      wanted.append(definition)
      needed.remove(NameKey(definition.name))
      needed.formUnion(definition.expression.columns.map(NameKey.init))
    }
    return (wanted.reversed(), needed)
  }

  /// Reads a source through the pipeline, a first filter pushed into it where it takes one, until
  /// the first groups hold as many rows as are wanted.
  private func scan(
    _ source: any TableSource, _ leaf: Table, _ columns: [Int], _ pipeline: Pipeline,
    rowsWanted: Int
  ) throws(TableError) -> [RowGroup] {
    let results = GroupCollector()
    let isLimited = rowsWanted < .max
    var wanted = columns
    var filter: ScanFilter?
    if source.appliesFilters, !isLimited, case .filter(let step)? = pipeline.steps.first?.step {
      filter = try push(step, leaf.schema, pipeline, results)
      wanted = step.outgoing.map { columns[$0] }
    }
    let isPushed = filter != nil
    do throws(TableError) {
      try source.scan(columns: wanted, filter: filter, context: context) {
        (index, group) throws(TableError) in
        if isPushed { pipeline.leave(0, group.rowCount) } else { results.scan(group.rowCount) }
        do throws(TableError) {
          results.add(index, try pipeline.apply(group, index: index, from: isPushed ? 1 : 0))
        } catch {
          // Of a limited scan only a group that is needed may fail, which is known at the end.
          guard isLimited && error.isOfData else { throw error }
        }
        return results.rowsWithoutGap >= rowsWanted ? .enough : .more
      }
    } catch {
      throw pipeline.located(error)
    }
    record(leaf, results.scannedRows)
    guard isLimited else { return results.groups }
    if results.rowsWithoutGap < rowsWanted, let failure = pipeline.firstFailure { throw failure }
    return results.groupsWithoutGap
  }

  /// The pipeline's first filter as a filter of the source, over the columns it reads alone.
  private func push(
    _ step: FilterStep, _ schema: Schema, _ pipeline: Pipeline, _ results: GroupCollector
  ) throws(TableError) -> ScanFilter {
    let columns = places(step.condition.columns, schema)
    let own = schema.selecting(columns)
    let pushed = FilterStep(
      try Program.condition(step.condition, own), step.condition, schema: own, outgoing: [],
      arena: arena)
    pipeline.replaceFirst(.filter(pushed))
    return ScanFilter(columns: columns) { (index, group) throws(TableError) in
      pipeline.note(0, index, group.rowCount)
      results.scan(group.rowCount)
      do throws(TableError) { return try pushed.select(group) } catch {
        pipeline.fail(index, 0, error)
        throw error
      }
    }
  }

  func places(_ names: Set<String>, _ schema: Schema) -> [Int] {
    names.compactMap { schema.index(of: $0) }.sorted()
  }
}

/// Row groups by their index, from any thread.
final class GroupCollector: @unchecked Sendable {
  private let lock = Lock()
  private var found: [Int: RowGroup] = [:]
  private var scanned = 0
  /// The first index whose group is not there yet, and the rows before it.
  private var frontier = 0
  private var frontierRows = 0

  /// Counts rows that were read.
  func scan(_ rows: Int) { lock.withLock { scanned += rows } }

  func add(_ index: Int, _ group: RowGroup) {
    lock.withLock {
      found[index] = group
      while let next = found[frontier] {
        frontierRows += next.rowCount
        frontier += 1
      }
    }
  }

  var scannedRows: Int { lock.withLock { scanned } }

  /// Rows of the groups 0, 1, … without a gap.
  var rowsWithoutGap: Int { lock.withLock { frontierRows } }

  /// The groups 0, 1, … without a gap.
  var groupsWithoutGap: [RowGroup] {
    lock.withLock { (0..<frontier).compactMap { found[$0] } }
  }

  /// All groups, in the order of their indices.
  var groups: [RowGroup] {
    lock.withLock { found.keys.sorted().compactMap { found[$0] } }
  }
}

extension [Int] {
  /// These places, then those of `others` that are not among them.
  func union(_ others: [Int]) -> [Int] { self + others.filter { !contains($0) } }
}

extension Schema {
  func selecting(_ places: [Int]) -> Schema { Schema(fields: places.map { fields[$0] }) }

  /// With `field` in the place of the column of its name, else at the end.
  func defining(_ field: Field) -> Schema {
    var fields = self.fields
    if let place = index(of: field.name) { fields[place] = field } else { fields.append(field) }
    return Schema(fields: fields)
  }
}
