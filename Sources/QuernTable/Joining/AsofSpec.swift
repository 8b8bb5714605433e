import QuernText

/// Which row of the right an `asof_join` takes for a moment of the left.
package enum AsofDirection: String, Hashable, Sendable, CaseIterable {
  /// The last one at or before it.
  case backward
  /// The first one at or after it.
  case forward
  /// The closest; of two equally close ones the earlier.
  case nearest
}

/// The options of a join by the nearest earlier or later row.
package struct AsofSpec: Hashable, Sendable {
  /// The ordered columns, such as times.
  package let left: String
  package let right: String
  /// Key columns that have to be equal, pairwise; may be empty.
  package let leftBy: [String]
  package let rightBy: [String]
  package let direction: AsofDirection
  /// How far away a row may be; nil: any distance.
  package let tolerance: Scalar?
  /// Whether a row of the very same moment counts.
  package let allowsExact: Bool
  package let suffix: String?

  package init(
    on: (left: String, right: String), by: [(left: String, right: String)],
    direction: AsofDirection = .backward, tolerance: Scalar? = nil, allowsExact: Bool = true,
    suffix: String? = nil
  ) {
    left = on.left
    right = on.right
    leftBy = by.map(\.left)
    rightBy = by.map(\.right)
    self.direction = direction
    self.tolerance = tolerance
    self.allowsExact = allowsExact
    self.suffix = suffix
  }

  /// The columns of the right that the result has: all but the keys, and but the ordered column
  /// where both sides call it the same.
  func carried(_ right: Schema) -> [Field] {
    var gone = Set(rightBy.map(NameKey.init))
    if NameKey(left) == NameKey(self.right) { gone.insert(NameKey(self.right)) }
    return right.fields.filter { !gone.contains(NameKey($0.name)) }
  }
}

extension AsofSpec {
  /// The node's members in a saved plan.
  var json: [(String, JSON)] {
    func names(_ list: [String]) -> JSON { .array(list.map { .string($0) }) }
    return [
      ("op", "asof"), ("left", .string(left)), ("right", .string(right)),
      ("leftBy", names(leftBy)), ("rightBy", names(rightBy)),
      ("direction", .string(direction.rawValue)),
      ("tolerance", tolerance.map { $0.taggedJSON() } ?? .null), ("exact", .bool(allowsExact)),
      ("suffix", suffix.map { .string($0) } ?? .null),
    ]
  }

  /// Reads what `json` wrote; nil when it is of another shape.
  init?(json: JSON) {
    guard let left = json["left"]?.stringValue, let right = json["right"]?.stringValue,
      let leftBy = json["leftBy"]?.arrayValue?.compactMap(\.stringValue),
      let rightBy = json["rightBy"]?.arrayValue?.compactMap(\.stringValue),
      leftBy.count == rightBy.count,
      let direction = json["direction"]?.stringValue.flatMap(AsofDirection.init),
      let exact = json["exact"]?.boolValue
    else { return nil }
    var tolerance: Scalar?
    if let saved = json["tolerance"], saved != .null {
      guard let value = Scalar(tagged: saved) else { return nil }
      tolerance = value
    }
    self.init(
      on: (left, right), by: zip(leftBy, rightBy).map { (left: $0, right: $1) },
      direction: direction, tolerance: tolerance, allowsExact: exact,
      suffix: json["suffix"]?.stringValue)
  }
}

extension Table {
  /// For each row of this table the row of the right whose `on` is nearest in a direction, among
  /// those with equal keys; rows without one get nulls. The left's order is kept.
  package func asofJoin(_ right: Table, _ spec: AsofSpec) throws(TableError) -> Table {
    let pairs = zip(spec.leftBy, spec.rightBy).map { (left: $0, right: $1) }
    try checkJoinKeys(right, pairs)
    let (l, r) = (try field(spec.left), try right.rightField(spec.right))
    for field in [l, r] where !(field.type.isNumeric || field.type.isMoment || field.type == .time)
    {
      throw .typeMismatch(
        what: "asof_join", wanted: "numbers or times to be near to", found: field.type,
        column: field.name)
    }
    guard DataType.common(l.type, r.type) != nil else { throw .joinKeyTypes(left: l, right: r) }
    try spec.checkTolerance(DataType.common(l.type, r.type) ?? l.type)
    let carried = spec.carried(right.schema)
    let clashes = carried.map(\.name).filter { schema[$0] != nil }
    if !clashes.isEmpty && spec.suffix == nil { throw .clashingColumns(names: clashes) }
    let added = carried.map { field in
      let name = schema[field.name] == nil ? field.name : field.name + (spec.suffix ?? "")
      return Field(name: name, type: field.type)
    }
    return Table(
      schema: try Table.checked(schema.fields + added, verb: "asof_join"),
      plan: .asofJoin(self, right, spec))
  }
}

extension AsofSpec {
  func checkTolerance(_ type: DataType) throws(TableError) {
    guard let tolerance, !tolerance.isNull else { return }
    let wanted = type.isNumeric ? "a number" : "an exact duration such as 10min or 2d"
    let isRight: Bool
    switch tolerance {
    case .int(let value): isRight = type.isNumeric && value >= 0
    case .float(let value): isRight = type.isNumeric && value >= 0
    case .duration(let months, let microseconds):
      isRight = !type.isNumeric && months == 0 && microseconds >= 0
    case .null, .bool, .string, .date, .time, .datetime, .instant, .size, .list, .structure:
      isRight = false
    }
    guard isRight else {
      throw .invalidArgument(
        word: "asof_join",
        message: "tolerance: of a column of type \(type.name) is \(wanted), not \(tolerance.text)",
        hint: nil)
    }
  }
}
