import QuernSystem

/// What a join says: keys that break `match`, and rows and keys without a match.
struct JoinReport {
  let execution: Execution
  let table: Table
  let spec: JoinSpec
  let grouping: Grouping
  let keyTypes: [DataType]
  /// The keys of the right's row groups, then of the left's.
  let keys: [RowGroup]
  let rightTotal: Int

  /// Near misses are looked for among so many keys at most.
  private static let comparedKeysMax = 200_000

  func checkMatch(
    left: UnsafePointer<UInt32>, right: UnsafePointer<UInt32>
  ) throws(TableError) {
    if spec.match.wantsUniqueRight { try checkUnique(right, side: "right", names: spec.right) }
    if spec.match.wantsUniqueLeft { try checkUnique(left, side: "left", names: spec.left) }
  }

  private func checkUnique(
    _ counts: UnsafePointer<UInt32>, side: String, names: [String]
  ) throws(TableError) {
    var shown: [UInt32] = []
    var broken = 0
    for key in 0..<grouping.groupCount where counts[key] > 1 {
      broken += 1
      if shown.count < Limits.shownMax { shown.append(UInt32(key)) }
    }
    if broken == 0 { return }
    let firsts = try firstRows()
    let texts = shown.map { key in
      let row = firsts[Int(key)]
      let parts = names.enumerated().map { place, name in
        let value = keys[row.group].columns[place].scalar(at: row.row)
        return ".\(ColumnExpression.quoted(name)) = \(value.literalText)"
      }
      return parts.joined(separator: ", ") + " (\(grouped(Int(counts[Int(key)]))) rows)"
    }
    throw .joinMatch(match: spec.match, side: side, keys: texts, count: broken)
  }

  private func firstRows() throws(TableError) -> [RowReference] {
    let buffer = try orOutOfMemory { () throws(OutOfMemory) in
      try grouping.firstRows(arena: execution.arena)
    }
    let rows = buffer.base.assumingMemoryBound(to: RowReference.self)
    return withExtendedLifetime(buffer) {
      Array(UnsafeBufferPointer(start: rows, count: grouping.groupCount))
    }
  }

  /// "matched 950 of 1 000 rows; 12 keys of the left without a match, 3 of them differ only by
  /// case or space"
  func note(
    _ left: JoinSide, _ right: JoinSide, _ leftCounts: UnsafePointer<UInt32>,
    _ rightCounts: UnsafePointer<UInt32>
  ) throws(TableError) {
    var matched = 0
    var missing: [Int] = []
    var rightMissing = 0
    for key in 0..<grouping.groupCount {
      if key & 0xffff == 0 { try execution.context.checkInterrupt() }
      if rightCounts[key] == 0 {
        missing.append(key)
      } else if leftCounts[key] == 0 {
        rightMissing += 1
      } else {
        matched += Int(leftCounts[key])
      }
    }
    var text =
      "matched \(grouped(matched)) of \(grouped(left.rowCount)) "
      + (left.rowCount == 1 ? "row" : "rows")
    if !missing.isEmpty {
      text += "; \(keyCount(missing.count)) of the left without a match"
      let near = try nearMisses(missing, rightCounts)
      if near > 0 {
        let verb = near == 1 ? "differs" : "differ"
        text += ", \(grouped(near)) of them \(verb) only by case or space"
      }
    }
    if rightMissing > 0 && (spec.kind == .right || spec.kind == .full) {
      text += "; \(keyCount(rightMissing)) of the right without a match"
    }
    execution.tell([Note(code: "join", text: text)], about: table)
  }

  private func keyCount(_ count: Int) -> String {
    "\(grouped(count)) \(count == 1 ? "key" : "keys")"
  }

  /// How many of the left's missing keys the right has in another case, or with other blanks.
  private func nearMisses(
    _ missing: [Int], _ rightCounts: UnsafePointer<UInt32>
  ) throws(TableError) -> Int {
    guard keyTypes.contains(where: \.isText), grouping.groupCount <= JoinReport.comparedKeysMax
    else { return 0 }
    let firsts = try firstRows()
    var known: Set<NameKey> = []
    for key in 0..<grouping.groupCount where rightCounts[key] > 0 {
      if key & 0xfff == 0 { try execution.context.checkInterrupt() }
      known.insert(plain(firsts[key]))
    }
    var near = 0
    for (place, key) in missing.enumerated() {
      if place & 0xfff == 0 { try execution.context.checkInterrupt() }
      if known.contains(plain(firsts[key])) { near += 1 }
    }
    return near
  }

  /// A key in lower case, without blanks at the ends and with single blanks inside.
  private func plain(_ row: RowReference) -> NameKey {
    let parts = keys[row.group].columns.map { column -> String in
      let text = column.scalar(at: row.row).text
      guard column.type.isText else { return text }
      return text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return NameKey(parts.joined(separator: "\u{1f}"))
  }
}
