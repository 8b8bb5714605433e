package import QuernText

// What was found out about a file, so that it need not be read again to know it.
extension CSVSource {
  /// Rows that are left out one by one make an index too long to keep.
  private static let savedLeftOutMax = 10_000

  package func saved() -> JSON {
    var members: [(String, JSON)] = [
      ("csv", 1), ("encoding", .string(form.encoding.rawValue)),
      (
        "dialect",
        .array(
          [
            Int(dialect.delimiter), Int(dialect.quote), Int(dialect.newline),
            dialect.hasHeader ? 1 : 0, dialect.skipsBlanks ? 1 : 0, dialect.fieldCount, rowsStart,
          ].map { .int(Int64($0)) })
      ),
      ("schema", schema.json()), ("columns", .array(plans.map(\.saved))),
    ]
    if let compression = form.compression {
      members.append(("compression", .string(compression.rawValue)))
    }
    if let groups = savedGroups { members.append(("groups", groups)) }
    return .members(members)
  }

  /// Start, end and rows of each group, then the rows in it that are left out.
  private var savedGroups: JSON? {
    guard let groups = knownGroups,
      groups.reduce(0, { $0 + $1.leftOut.count }) <= Self.savedLeftOutMax
    else { return nil }
    return .array(
      groups.map { group in
        .array(([group.start, group.end, group.rowCount] + group.leftOut).map { .int(Int64($0)) })
      })
  }

  /// The source that `saved` told of, over the file as it is pinned now; nil where it is no such
  /// text. Nothing is read.
  static func restored(
    _ saved: JSON, pin: CSVPin, options: CSVOptions
  ) -> CSVSource? {
    guard saved["csv"]?.intValue == 1,
      let encoding = saved["encoding"]?.stringValue.flatMap({ CSVEncoding(rawValue: $0) }),
      let numbers = saved.integers("dialect"), numbers.count == 7,
      let schema = saved["schema"].flatMap({ Schema(json: $0) }),
      let columns = saved["columns"]?.arrayValue, columns.count == schema.count
    else { return nil }
    let dialect = CSVDialect(
      delimiter: UInt8(clamping: numbers[0]), quote: UInt8(clamping: numbers[1]),
      newline: UInt8(clamping: numbers[2]), hasHeader: numbers[3] == 1,
      skipsBlanks: numbers[4] == 1, fieldCount: numbers[5])
    let rules = CSVRules(options)
    let classifier = CSVClassifier(
      knowsDecimalComma: dialect.delimiter == UInt8(ascii: ";"), missing: rules.missing)
    var plans: [CSVColumnPlan] = []
    for (field, column) in zip(schema.fields, columns) {
      guard let plan = CSVColumnPlan(column, field, classifier) else { return nil }
      plans.append(plan)
    }
    let form = CSVForm(
      compression: saved["compression"]?.stringValue.flatMap { CSVCompression(rawValue: $0) },
      encoding: encoding)
    let layout = CSVLayout(
      dialect: dialect, rowsStart: numbers[6], names: schema.names, findings: [])
    return CSVSource(
      pin: pin, form: form, layout: layout, rules: rules, plans: plans,
      index: CSVIndex(saved["groups"], columnCount: plans.count), blockBytes: options.blockBytes)
  }
}

extension CSVIndex {
  /// Where the rows lie, as `savedGroups` wrote it.
  fileprivate init?(_ saved: JSON?, columnCount: Int) {
    guard let list = saved?.arrayValue else { return nil }
    self.init(columnCount: columnCount)
    for entry in list {
      let numbers = (entry.arrayValue ?? []).compactMap(\.intValue).map { Int($0) }
      guard numbers.count >= 3 else { return nil }
      groups.append(
        CSVGroup(
          start: numbers[0], end: numbers[1], rowCount: numbers[2],
          leftOut: Array(numbers.dropFirst(3))))
      rowCount += numbers[2]
    }
    textEnd = groups.last?.end ?? 0
  }
}

extension CSVColumnPlan {
  fileprivate var saved: JSON {
    var flags = ""
    if isFixed { flags += "f" }
    if hasMissingWords { flags += "m" }
    if kind.hasDecimalComma { flags += "c" }
    if kind.isGiven { flags += "g" }
    if kind.isAmbiguous { flags += "a" }
    if kind.isAllMissing { flags += "n" }
    return .array([.string(flags), kind.order.map { .string($0.rawValue) } ?? .null])
  }

  fileprivate init?(_ saved: JSON, _ field: Field, _ classifier: CSVClassifier) {
    guard let flags = saved[0]?.stringValue else { return nil }
    let order = saved[1]?.stringValue.flatMap { CSVDateOrder(rawValue: $0) }
    let kind = CSVColumnKind(
      type: field.type, order: order, hasDecimalComma: flags.contains("c"),
      isGiven: flags.contains("g"), isAmbiguous: flags.contains("a"),
      isAllMissing: flags.contains("n"))
    self.init(
      name: field.name, kind: kind, isFixed: flags.contains("f"), fast: CSVFastCheck(kind: kind),
      classifier: classifier, hasMissingWords: flags.contains("m"))
  }
}

extension JSON {
  /// A list of integers.
  func integers(_ name: String) -> [Int]? {
    guard let list = self[name]?.arrayValue else { return nil }
    let numbers = list.compactMap(\.intValue).map { Int($0) }
    return numbers.count == list.count ? numbers : nil
  }
}
