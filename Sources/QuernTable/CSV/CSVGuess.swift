/// The plan of each column before the whole file was seen.
struct CSVGuess {
  let layout: CSVLayout
  let options: CSVOptions
  /// Whether the whole file is gone over when it is opened.
  let isExact: Bool
  let classifier: CSVClassifier

  /// Of values that may be bad, this share tells the type.
  private static let majority = 0.9

  func plans() throws(TableError) -> [CSVColumnPlan] {
    let schema = Schema(fields: layout.names.map { Field(name: $0, type: .string) })
    for (name, type) in options.types.sorted(by: { $0.key < $1.key }) {
      guard schema.index(of: name) != nil else {
        throw .unknownColumn(name: name, schema: schema)
      }
      guard CSVColumnKind.isReadable(type) else {
        throw .invalidArgument(
          word: "read", message: "a CSV column cannot be read as \(type.name)",
          hint: "read it as str and cast it afterwards")
      }
    }
    return layout.names.indices.map { plan($0) }
  }

  private func plan(_ column: Int) -> CSVColumnPlan {
    let name = layout.names[column]
    let finding = layout.findings[column]
    var isFixed = true
    let kind: CSVColumnKind
    if let type = options.types.first(where: { NameKey($0.key) == NameKey(name) })?.value {
      kind = CSVColumnKind(
        given: type, seen: finding.seen, order: options.dateOrder,
        decimalComma: finding.seen.contains(.commaFloat))
    } else if options.onError != .fail {
      kind = CSVColumnKind(seen: usual(finding), order: options.dateOrder)
    } else {
      kind = CSVColumnKind(seen: finding.seen, order: options.dateOrder)
      isFixed = !isExact
    }
    let fast =
      isFixed
      ? CSVFastCheck(kind: kind) : CSVFastCheck(seen: finding.seen, order: options.dateOrder)
    return CSVColumnPlan(
      name: name, kind: kind, isFixed: isFixed, fast: fast, classifier: classifier)
  }

  /// The kinds of values without those that are few: bad ones, where bad ones are let pass.
  private func usual(_ finding: CSVColumnFinding) -> CSVSeen {
    Self.usual(finding, order: options.dateOrder) ?? finding.seen
  }

  /// The type that nearly all values have, if it is not text.
  static func usualKind(_ finding: CSVColumnFinding) -> DataType? {
    usual(finding, order: .monthFirst).map { CSVColumnKind(seen: $0, order: .monthFirst).type }
  }

  private static func usual(_ finding: CSVColumnFinding, order: CSVDateOrder?) -> CSVSeen? {
    func count(_ kinds: CSVSeen) -> Int {
      (0..<CSVSeen.kindCount).reduce(0) {
        kinds.contains(CSVSeen(rawValue: 1 << UInt32($1))) ? $0 + finding.counts[$1] : $0
      }
    }
    let total = finding.counts.reduce(0, +) - count(.absent)
    for kinds in candidates where total > 0 {
      let part = finding.seen.intersection(kinds.union(.absent).union(.evidence))
      let kind = CSVColumnKind(seen: part, order: order)
      if Double(count(kinds)) >= majority * Double(total), kind.type != .string { return part }
    }
    return nil
  }

  private static let candidates: [CSVSeen] = [
    .bool, .int, [.int, .float, .paddedInt, .longInt], [.int, .commaFloat], .dates,
    CSVSeen.dates.union(.datetimes), .instant, .time,
  ]
}
