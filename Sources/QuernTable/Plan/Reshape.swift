import QuernText

/// A verb that makes other rows or columns of one table's.
package enum Reshape: Hashable, Sendable {
  /// One column for each label of a column; the labels are known when the plan is made.
  case pivot(PivotSpec)
  /// One row for each of some columns.
  case unpivot(UnpivotSpec)
  /// One row for each element of the lists in these columns.
  case explode([String], keepsEmpty: Bool)
  /// Rare labels of a column become one.
  case lump(LumpSpec)
}

/// What `pivot` puts where.
package struct PivotSpec: Hashable, Sendable {
  /// What makes a row of the result.
  package let by: [String]
  /// The column whose values become names.
  package let names: String
  package let labels: [Scalar]
  /// The columns whose values stand below these names.
  package let values: [String]
  /// For cells that no row gives; nil: null.
  package let fill: Scalar?

  package init(by: [String], names: String, labels: [Scalar], values: [String], fill: Scalar?) {
    self.by = by
    self.names = names
    self.labels = labels
    self.values = values
    self.fill = fill
  }

  /// The columns of the result behind those of `by`: all labels of the first value, then of the
  /// next.
  var cells: [(value: Int, label: Int)] {
    values.indices.flatMap { value in labels.indices.map { (value, $0) } }
  }

  func name(value: Int, label: Int) -> String {
    values.count == 1 ? labels[label].text : "\(values[value])_\(labels[label].text)"
  }
}

/// What `unpivot` takes and how it calls the result.
package struct UnpivotSpec: Hashable, Sendable {
  package let columns: [String]
  package let namesTo: String
  package let valuesTo: String
  package let dropsNull: Bool

  package init(columns: [String], namesTo: String, valuesTo: String, dropsNull: Bool) {
    self.columns = columns
    self.namesTo = namesTo
    self.valuesTo = valuesTo
    self.dropsNull = dropsNull
  }
}

/// Which labels `lump` keeps.
package struct LumpSpec: Hashable, Sendable {
  package let column: String
  /// The most frequent ones, of equally frequent labels the first in order; nil: no limit.
  package let countMax: Int?
  /// Those of at least this share of the rows that are not null; nil: no limit.
  package let shareMin: Double?
  /// What the others become.
  package let other: String

  package init(column: String, countMax: Int?, shareMin: Double?, other: String) {
    self.column = column
    self.countMax = countMax
    self.shareMin = shareMin
    self.other = other
  }

  /// The labels that are kept, of labels with the numbers of their rows.
  func kept(_ counts: [(label: String, rows: Int)]) -> [String] {
    let total = counts.reduce(0) { $0 + $1.rows }
    let ordered = counts.sorted {
      $0.rows != $1.rows
        ? $0.rows > $1.rows : $0.label.utf8.lexicographicallyPrecedes($1.label.utf8)
    }
    return ordered.prefix(countMax ?? ordered.count)
      .filter { Double($0.rows) >= (shareMin ?? 0) * Double(total) }.map(\.label)
  }

  /// `n: 5, share: 0.01`
  var limits: String {
    let count = countMax.map { "n: \($0)" }
    let share = shareMin.map { "share: \(Numbers.shortest($0))" }
    return [count, share].compactMap { $0 }.joined(separator: ", ")
  }
}

extension Reshape {
  /// The columns of the input that the columns `names` of the result need.
  func inputColumns(_ names: Set<NameKey>) -> [String] {
    switch self {
    case .pivot(let spec):
      let wanted = spec.cells.filter { cell in
        names.contains(NameKey(spec.name(value: cell.value, label: cell.label)))
      }
      return spec.by + [spec.names] + Set(wanted.map(\.value)).sorted().map { spec.values[$0] }
    case .unpivot(let spec): return names.map(\.text) + spec.columns
    case .explode(let columns, _): return names.map(\.text) + columns
    case .lump(let spec): return names.map(\.text) + [spec.column]
    }
  }

  /// The verb as the language writes it.
  var planLine: String {
    func columns(_ names: [String]) -> String {
      names.map { "." + ColumnExpression.quoted($0) }.joined(separator: ", ")
    }
    switch self {
    case .pivot(let spec):
      return
        "pivot(names: \(columns([spec.names])), values: [\(columns(spec.values))], "
        + "by: [\(columns(spec.by))])"
    case .unpivot(let spec): return "unpivot(\(columns(spec.columns)))"
    case .explode(let names, _): return "explode(\(columns(names)))"
    case .lump(let spec):
      return "lump(\(columns([spec.column])), \(spec.limits))"
    }
  }

  /// A guess at the number of rows.
  func estimatedRows(_ input: Int?) -> Int? {
    switch self {
    case .pivot(let spec): input.map { $0 / max(1, spec.labels.count) }
    case .unpivot(let spec): input.map { $0 * spec.columns.count }
    case .explode, .lump: input
    }
  }
}

extension Reshape {
  /// The node's members in a saved plan.
  var json: [(String, JSON)] {
    func names(_ list: [String]) -> JSON { .array(list.map { .string($0) }) }
    switch self {
    case .pivot(let spec):
      return [
        ("op", "pivot"), ("by", names(spec.by)), ("names", .string(spec.names)),
        ("labels", .array(spec.labels.map { $0.taggedJSON() })), ("columns", names(spec.values)),
        ("fill", spec.fill.map { .array([$0.taggedJSON()]) } ?? .null),
      ]
    case .unpivot(let spec):
      return [
        ("op", "unpivot"), ("columns", names(spec.columns)), ("names", .string(spec.namesTo)),
        ("values", .string(spec.valuesTo)), ("drop", .bool(spec.dropsNull)),
      ]
    case .explode(let columns, let keepsEmpty):
      return [("op", "explode"), ("columns", names(columns)), ("keep", .bool(keepsEmpty))]
    case .lump(let spec):
      return [
        ("op", "lump"), ("column", .string(spec.column)),
        ("count", spec.countMax.map { .int(Int64($0)) } ?? .null),
        ("share", spec.shareMin.map { .number($0) } ?? .null), ("other", .string(spec.other)),
      ]
    }
  }

  /// Reads what `json` wrote; nil when it is of another shape.
  init?(json: JSON) {
    func names(_ member: String) -> [String]? {
      guard let list = json[member]?.arrayValue else { return nil }
      let names = list.compactMap(\.stringValue)
      return names.count == list.count ? names : nil
    }
    switch json["op"]?.stringValue {
    case "pivot":
      guard let by = names("by"), let values = names("columns"),
        let column = json["names"]?.stringValue, let list = json["labels"]?.arrayValue
      else { return nil }
      let labels = list.compactMap { Scalar(tagged: $0) }
      guard labels.count == list.count else { return nil }
      let fill = json["fill"]?[0].flatMap { Scalar(tagged: $0) }
      self = .pivot(
        PivotSpec(by: by, names: column, labels: labels, values: values, fill: fill))
    case "unpivot":
      guard let columns = names("columns"), let namesTo = json["names"]?.stringValue,
        let valuesTo = json["values"]?.stringValue, let drops = json["drop"]?.boolValue
      else { return nil }
      self = .unpivot(
        UnpivotSpec(columns: columns, namesTo: namesTo, valuesTo: valuesTo, dropsNull: drops))
    case "explode":
      guard let columns = names("columns"), let keeps = json["keep"]?.boolValue else { return nil }
      self = .explode(columns, keepsEmpty: keeps)
    case "lump":
      guard let column = json["column"]?.stringValue, let other = json["other"]?.stringValue
      else { return nil }
      self = .lump(
        LumpSpec(
          column: column, countMax: json["count"]?.intValue.map { Int($0) },
          shareMin: json["share"]?.doubleValue, other: other))
    default: return nil
    }
  }
}
