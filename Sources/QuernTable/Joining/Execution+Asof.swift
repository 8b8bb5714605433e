import Glibc
import QuernSystem
import QuernText

extension Execution {
  func asofJoin(
    _ table: Table, _ left: Table, _ right: Table, _ spec: AsofSpec, _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    let run = try AsofRun(self, table, left, right, spec, columns)
    return try run.execute()
  }
}

/// A join by the nearest row while it runs.
private struct AsofRun {
  let execution: Execution
  let spec: AsofSpec
  let table: Table
  let leftWidth: Int
  let columns: [Int]
  let carried: [Field]
  let left: JoinSide
  /// In the order of its moments, those without one at the end.
  let right: JoinSide
  let grouping: Grouping
  /// The type in which moments are compared.
  let type: DataType

  init(
    _ execution: Execution, _ table: Table, _ left: Table, _ right: Table, _ spec: AsofSpec,
    _ columns: [Int]
  ) throws(TableError) {
    self.execution = execution
    self.spec = spec
    self.table = table
    self.columns = columns
    leftWidth = left.schema.count
    carried = spec.carried(right.schema)
    let momentType =
      DataType.common(
        left.schema[spec.left]?.type ?? .null, right.schema[spec.right]?.type ?? .null) ?? .int
    type = momentType
    let keyTypes = zip(spec.leftBy, spec.rightBy).map { names in
      JoinRun.keyType(left.schema[names.0]?.type ?? .null, right.schema[names.1]?.type ?? .null)
    }
    var leftNames: [String] = []
    var rightNames: [String] = []
    for column in columns {
      if column < left.schema.count {
        leftNames.append(left.schema.fields[column].name)
      } else {
        rightNames.append(carried[column - left.schema.count].name)
      }
    }
    func keys(_ names: [String], _ moment: String) -> [(name: String, type: DataType)] {
      zip(names, keyTypes).map { (name: $0.0, type: $0.1) } + [(name: moment, type: momentType)]
    }
    let sorted = Table(
      schema: right.schema,
      plan: .sort(right, [SortKey(expression: .column(spec.right))]), isPassing: true)
    let r = try JoinSide(execution, sorted, keys(spec.rightBy, spec.right), rightNames)
    let l = try JoinSide(execution, left, keys(spec.leftBy, spec.left), leftNames)
    self.right = r
    self.left = l
    grouping = try Grouper.group(
      execution,
      r.groups.map { $0.selecting(Array(r.keys.dropLast())) }
        + l.groups.map { $0.selecting(Array(l.keys.dropLast())) },
      columns: Array(spec.leftBy.indices), types: keyTypes, nulls: .none)
  }

  func execute() throws(TableError) -> [RowGroup] {
    guard !left.groups.isEmpty else { return [] }
    let index = try MatchIndex(execution, right, grouping)
    let moments = try AsofMoments(execution, right, index, keyCount: grouping.groupCount, type)
    let gathers = try JoinGathers(execution, outputs(), left: left, right: right)
    let place = left.keys[left.keys.count - 1]
    let finder = AsofFinder(moments: moments, spec: spec, type: type)
    let found = try execution.parallelMap(left.groups.count) { number in
      try rows(number, place, finder, gathers)
    }
    let total = left.groups.reduce(0) { $0 + $1.rowCount }
    let matched = found.reduce(0) { $0 + $1.matched }
    execution.tell(
      [
        Note(
          code: "join",
          text: "matched \(Numbers.grouped(Int64(matched))) of \(Numbers.grouped(Int64(total))) "
            + "row\(total == 1 ? "" : "s")")
      ], of: table)
    return found.flatMap(\.groups)
  }

  private func rows(
    _ number: Int, _ place: Int, _ finder: AsofFinder, _ gathers: JoinGathers
  ) throws -> (groups: [RowGroup], matched: Int) {
    let group = left.groups[number]
    let ids = grouping.ids(right.groups.count + number)
    let count = group.rowCount
    let doing = "the rows of a join"
    let lefts = try ColumnBuffer.allocate(execution.arena, bytes: count * 4, doing: doing)
    let rights = try ColumnBuffer.allocate(execution.arena, bytes: count * 4, doing: doing)
    let leftRows = lefts.base.assumingMemoryBound(to: RowReference.self)
    let rightRows = rights.base.assumingMemoryBound(to: RowReference.self)
    let column = group.columns[place]
    var matched = 0
    for row in 0..<count {
      if row & 0xfff == 0 { try execution.context.interrupt.check() }
      leftRows[row] = RowReference(group: number, row: row)
      rightRows[row] = .none
      guard ids[row] != Grouping.noGroup, !column.isNull(row) else { continue }
      rightRows[row] = finder.find(column, row, key: Int(ids[row]))
      if rightRows[row] != .none { matched += 1 }
    }
    let groups = try withExtendedLifetime((lefts, rights)) {
      try gathers.pieces(number, count, leftRows, rightRows, keepsLeft: true)
    }
    return (groups, matched)
  }

  private func outputs() -> [JoinOutput] {
    columns.map { column in
      let type = table.schema.fields[column].type
      if column >= leftWidth {
        let name = carried[column - leftWidth].name
        return JoinOutput(type: type, left: nil, right: right.schema.index(of: name))
      }
      let name = table.schema.fields[column].name
      return JoinOutput(type: type, left: left.schema.index(of: name), right: nil)
    }
  }
}

/// The moments of the right side's rows, key by key in their order.
private final class AsofMoments: @unchecked Sendable {
  let index: MatchIndex
  let words: UnsafeMutablePointer<UInt64>
  /// Rows per key that have a moment.
  private let counts: UnsafeMutablePointer<UInt32>
  private let memory: [ColumnBuffer]

  init(
    _ execution: Execution, _ right: JoinSide, _ index: MatchIndex, keyCount: Int,
    _ type: DataType
  ) throws(TableError) {
    self.index = index
    let wordBuffer = try execution.allocate(right.rowCount * 8, "the moments of a join")
    let countBuffer = try execution.allocate(keyCount * 4, "the moments of a join")
    memory = [wordBuffer, countBuffer]
    words = wordBuffer.base.assumingMemoryBound(to: UInt64.self)
    counts = countBuffer.base.assumingMemoryBound(to: UInt32.self)
    let place = right.keys[right.keys.count - 1]
    for key in 0..<keyCount {
      if key & 0xfff == 0 { try execution.context.checkInterrupt() }
      var known: UInt32 = 0
      let rows = index.matches(UInt32(key))
      let start = rows - index.rows
      for number in 0..<index.matchCount(UInt32(key)) {
        if number & 0xffff == 0xffff { try execution.context.checkInterrupt() }
        let row = rows[number]
        let column = right.groups[row.group].columns[place]
        // Rows without a moment are the last of their key.
        if column.isNull(row.row) { break }
        words[start + number] = AsofFinder.word(column, row.row)
        known += 1
      }
      counts[key] = known
    }
  }

  func span(_ key: Int) -> (start: Int, count: Int) {
    (index.matches(UInt32(key)) - index.rows, Int(counts[key]))
  }
}

/// Finds the row of the right for a moment of the left.
private struct AsofFinder {
  let moments: AsofMoments
  let spec: AsofSpec
  let type: DataType

  static func word(_ column: ColumnChunk, _ row: Int) -> UInt64 {
    switch column.storage {
    case .int64: SortableWord.of(column.int64s[row])
    case .float64: SortableWord.of(column.float64s[row])
    case .null, .bits, .strings, .codes, .list, .structure: 0
    }
  }

  func find(_ column: ColumnChunk, _ row: Int, key: Int) -> RowReference {
    let word = Self.word(column, row)
    let (start, count) = moments.span(key)
    let words = moments.words + start
    // Below `lower` all are earlier, from `upper` on all are later.
    let lower = Self.bound(words, count) { $0 < word }
    let upper = Self.bound(words, count) { $0 <= word }
    var earlier = (spec.allowsExact ? upper : lower) - 1
    var later = spec.allowsExact ? lower : upper
    if earlier < 0 || spec.direction == .forward || !isNear(words[max(earlier, 0)], word) {
      earlier = -1
    }
    if later >= count || spec.direction == .backward
      || !isNear(words[min(later, max(count - 1, 0))], word)
    {
      later = -1
    }
    var place = max(earlier, later)
    if earlier >= 0 && later >= 0 {
      place = isCloser(words[earlier], word, words[later]) ? earlier : later
    }
    return place < 0 ? .none : moments.index.rows[start + place]
  }

  private static func bound(
    _ words: UnsafePointer<UInt64>, _ count: Int, _ isBefore: (UInt64) -> Bool
  ) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(words[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The distance of two moments in the unit of the type; days for dates.
  private func distance(_ a: UInt64, _ b: UInt64) -> Double {
    if type == .float { return abs(SortableWord.float(a) - SortableWord.float(b)) }
    // The order of words is that of the integers, and so is their distance.
    return Double(a > b ? a - b : b - a)
  }

  private func isCloser(_ earlier: UInt64, _ word: UInt64, _ later: UInt64) -> Bool {
    if type == .float { return distance(earlier, word) <= distance(later, word) }
    return word - earlier <= later - word
  }

  private func isNear(_ other: UInt64, _ word: UInt64) -> Bool {
    guard let tolerance = spec.tolerance, !tolerance.isNull else { return true }
    let distance = distance(other, word)
    switch tolerance {
    case .int(let value): return distance <= Double(value)
    case .float(let value): return distance <= value
    case .duration(_, let microseconds):
      let unit = type == .date ? CalendarUnits.dayMicroseconds : 1
      return distance * Double(unit) <= Double(microseconds)
    case .null, .bool, .string, .date, .time, .datetime, .instant, .size, .list, .structure:
      return true
    }
  }
}
