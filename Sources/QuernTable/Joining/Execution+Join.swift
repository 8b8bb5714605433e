import Glibc
import QuernSystem

extension Execution {
  func join(
    _ table: Table, _ left: Table, _ right: Table, _ spec: JoinSpec, _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    var run = try JoinRun(self, table, left, right, spec, columns)
    return try run.execute()
  }
}

/// One side of a join: its rows, and where its keys and carried columns stand in them.
struct JoinSide: Sendable {
  let groups: [RowGroup]
  let schema: Schema
  /// Places of the keys, with the types that both sides share.
  let keys: [Int]

  init(
    _ execution: Execution, _ table: Table, _ keys: [(name: String, type: DataType)],
    _ names: [String]
  ) throws(TableError) {
    var hidden: [(name: String, expression: ColumnExpression)] = []
    var keyNames: [String] = []
    for (place, key) in keys.enumerated() {
      if table.schema[key.name]?.type == key.type {
        keyNames.append(key.name)
      } else {
        let name = "\u{1}key \(place)"
        hidden.append((name, .function(.cast(key.type), [.column(key.name)])))
        keyNames.append(name)
      }
    }
    let source = try hidden.isEmpty ? table : table.hiding(hidden)
    var places: [Int] = []
    for name in keyNames + names { places = places.union([source.schema.index(of: name) ?? 0]) }
    schema = source.schema.selecting(places)
    let found = schema
    groups = try execution.rows(source, columns: places)
    self.keys = keyNames.compactMap { found.index(of: $0) }
  }

  var rowCount: Int { groups.reduce(0) { $0 + $1.rowCount } }

  /// The keys alone.
  var keyGroups: [RowGroup] { groups.map { $0.selecting(keys) } }
}

/// A join while it runs.
struct JoinRun {
  private let execution: Execution
  private let spec: JoinSpec
  private let columns: [Int]
  private let table: Table
  private let leftTable: Table
  private let rightTable: Table
  private let left: JoinSide
  private let right: JoinSide
  /// Of the right's rows, then the left's; keys of the right have the lowest numbers.
  private let grouping: Grouping
  private let keyTypes: [DataType]

  init(
    _ execution: Execution, _ table: Table, _ left: Table, _ right: Table, _ spec: JoinSpec,
    _ columns: [Int]
  ) throws(TableError) {
    self.execution = execution
    self.table = table
    self.spec = spec
    self.columns = columns
    leftTable = left
    rightTable = right
    keyTypes = zip(spec.left, spec.right).map { names in
      JoinRun.keyType(left.schema[names.0]?.type ?? .null, right.schema[names.1]?.type ?? .null)
    }
    var leftNames: [String] = []
    var rightNames: [String] = []
    let carried = JoinRun.carried(right.schema, spec)
    for column in columns {
      if column < left.schema.count {
        leftNames.append(left.schema.fields[column].name)
      } else {
        rightNames.append(carried[column - left.schema.count].name)
      }
    }
    let leftKeys = zip(spec.left, keyTypes).map { (name: $0.0, type: $0.1) }
    let rightKeys = zip(spec.right, keyTypes).map { (name: $0.0, type: $0.1) }
    self.right = try JoinSide(execution, right, rightKeys, rightNames)
    self.left = try JoinSide(execution, left, leftKeys, leftNames)
    grouping = try Grouper.group(
      execution, self.right.keyGroups + self.left.keyGroups,
      columns: Array(spec.left.indices), types: keyTypes, nulls: .none)
  }

  /// The type in which keys are compared: categories by their labels.
  static func keyType(_ a: DataType, _ b: DataType) -> DataType {
    let type = DataType.common(a, b) ?? a
    return type.isText ? .string : type
  }

  /// The right side's columns that are no keys.
  private static func carried(_ schema: Schema, _ spec: JoinSpec) -> [Field] {
    let keys = Set(spec.right.map(NameKey.init))
    return schema.fields.filter { !keys.contains(NameKey($0.name)) }
  }

  mutating func execute() throws(TableError) -> [RowGroup] {
    let index = try MatchIndex(execution, right, grouping)
    let leftCounts = try index.countLeft(left, grouping, firstGroup: right.groups.count)
    let report = JoinReport(
      execution: execution, table: table, spec: spec, grouping: grouping, keyTypes: keyTypes,
      keys: right.keyGroups + left.keyGroups, rightTotal: index.keyCount)
    try report.checkMatch(left: leftCounts, right: index.counts)
    try report.note(left, right, leftCounts, index.counts)
    switch spec.kind {
    case .semi, .anti: return try filterLeft(index)
    case .left, .inner, .right, .full: break
    }
    let gathers = try JoinGathers(
      execution, try outputs(), left: left, right: right)
    var result: [RowGroup] = []
    let keepsUnmatched = spec.kind == .left || spec.kind == .full
    let pieces = try execution.parallelMap(left.groups.count) { [left, right, grouping] group in
      try gathers.joined(
        group, rows: left.groups[group].rowCount,
        ids: grouping.ids(right.groups.count + group), index, keepsUnmatched: keepsUnmatched)
    }
    for piece in pieces { result += piece }
    if spec.kind == .right || spec.kind == .full {
      result += try unmatchedRight(leftCounts, gathers)
    }
    return result
  }

  /// For each output column where it comes from.
  private func outputs() throws(TableError) -> [JoinOutput] {
    let carried = JoinRun.carried(rightTable.schema, spec)
    let takesRight = spec.kind == .right || spec.kind == .full
    var result: [JoinOutput] = []
    for column in columns {
      let type = table.schema.fields[column].type
      if column >= leftTable.schema.count {
        let name = carried[column - leftTable.schema.count].name
        result.append(JoinOutput(type: type, left: nil, right: right.schema.index(of: name)))
        continue
      }
      let name = leftTable.schema.fields[column].name
      let key = spec.left.firstIndex { NameKey($0) == NameKey(name) }
      if let key, takesRight {
        result.append(
          JoinOutput(
            type: keyTypes[key] == type ? type : keyTypes[key], left: left.keys[key],
            right: right.keys[key]))
      } else {
        result.append(JoinOutput(type: type, left: left.schema.index(of: name), right: nil))
      }
    }
    return result
  }

  private func filterLeft(_ index: MatchIndex) throws(TableError) -> [RowGroup] {
    let wanted = spec.kind == .semi
    let places = columns.compactMap {
      left.schema.index(of: leftTable.schema.fields[$0].name)
    }
    return try execution.parallelMap(left.groups.count) {
      [left, right, grouping, execution] number in
      let group = left.groups[number]
      let ids = grouping.ids(right.groups.count + number)
      var rows: [UInt32] = []
      for row in 0..<group.rowCount where index.hasMatch(ids[row]) == wanted {
        rows.append(UInt32(row))
      }
      let selection = RowSelection(rows: rows, rowCount: group.rowCount)
      return try group.selecting(places).filtered(selection, arena: execution.arena)
    }
  }

  /// The right's rows whose key the left does not have, in their order.
  private func unmatchedRight(
    _ leftCounts: UnsafePointer<UInt32>, _ gathers: JoinGathers
  ) throws(TableError) -> [RowGroup] {
    let groups = try execution.parallelMap(right.groups.count) { [right, grouping] number in
      let ids = grouping.ids(number)
      var rows: [RowReference] = []
      for row in 0..<right.groups[number].rowCount {
        if ids[row] == Grouping.noGroup || leftCounts[Int(ids[row])] == 0 {
          rows.append(RowReference(group: number, row: row))
        }
      }
      return try gathers.rightOnly(rows)
    }
    return groups.filter { $0.rowCount > 0 }
  }
}

/// Where an output column comes from; keys of `right` and `full` joins from both sides.
struct JoinOutput: Sendable {
  let type: DataType
  let left: Int?
  let right: Int?
}
