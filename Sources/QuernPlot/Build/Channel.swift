import QuernTable
import QuernText

/// The values of one expression, row by row, as positions: numbers and microseconds as they are,
/// labels as places among their levels.
struct Channel {
  enum Kind: Hashable {
    case number(NumberFormat)
    case moment(MomentKind)
    case label
  }

  var title: String
  let type: DataType
  var kind: Kind
  /// NaN where the value is missing; never for labels.
  var values: [Double]
  /// Of labels; a missing value is a level of its own, the last one.
  var levels: [String]
  /// Whether the levels have an order of their own: numbers, dates, ordered categories.
  var isOrdered: Bool

  var isLabel: Bool { kind == .label }

  static let missingLabel = "null"

  /// Which kind of position values of a type have; nil: none.
  static func kind(of type: DataType) -> Kind? {
    switch type {
    case .float, .null: .number(.plain)
    case .int: .number(.whole)
    case .size: .number(.bytes)
    case .duration: .number(.duration)
    case .date: .moment(.date)
    case .datetime: .moment(.datetime)
    case .instant: .moment(.instant)
    case .time: .moment(.time)
    case .bool, .string, .category: .label
    case .list, .structure: nil
    }
  }

  init(title: String, column: Int, of data: TableData) {
    self.title = title
    type = data.schema.fields[column].type
    kind = Self.kind(of: type) ?? .label
    levels = []
    isOrdered = true
    switch kind {
    case .number: values = data.doubles(column)
    case .moment(.date): values = data.doubles(column).map { $0 * Self.dayMicroseconds }
    case .moment: values = data.doubles(column)
    case .label:
      values = []
      readLabels(column, of: data)
    }
  }

  /// The place of each row: `1, 2, 3 …`.
  init(rowsOf count: Int) {
    title = "row"
    type = .int
    kind = .number(.whole)
    values = (0..<count).map { Double($0 + 1) }
    levels = []
    isOrdered = true
  }

  static let dayMicroseconds = 86_400_000_000.0

  private mutating func readLabels(_ column: Int, of data: TableData) {
    var places: [String?: Int] = [:]
    var found: [String?] = []
    values.reserveCapacity(data.rowCount)
    for group in data.groups {
      let chunk = group.columns[column]
      for row in 0..<chunk.count {
        let text = chunk.isNull(row) ? nil : chunk.scalar(at: row).text
        if let place = places[text] {
          values.append(Double(place))
        } else {
          places[text] = found.count
          values.append(Double(found.count))
          found.append(text)
        }
      }
    }
    var order: [String?] = []
    switch type {
    case .bool: order = [false, true].map { Scalar.bool($0).text }
    case .category(let given?): order = given
    case .category(nil), .string, .null, .int, .float, .date, .time, .datetime, .instant,
      .duration, .size, .list, .structure:
      isOrdered = false
      order = found.compactMap { $0 }.sorted { Self.isBefore($0, $1) }
    }
    relabel(found, as: order)
  }

  /// Puts the levels that occur into an order, the missing one last.
  private mutating func relabel(_ found: [String?], as order: [String?]) {
    var wanted = order.filter { found.contains($0) }
    if found.contains(nil) { wanted.append(nil) }
    var places: [String?: Int] = [:]
    for (place, level) in wanted.enumerated() { places[level] = place }
    let moved = found.map { Double(places[$0] ?? 0) }
    values = values.map { moved[Int($0)] }
    levels = wanted.map { $0.map(TerminalText.stripControls) ?? Self.missingLabel }
  }

  /// By bytes, runs of digits by their value: `Q2` stands before `Q10`.
  static func isBefore(_ left: String, _ right: String) -> Bool {
    let (a, b) = (Array(left.utf8), Array(right.utf8))
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      if isDigit(a[i]), isDigit(b[j]) {
        let (m, n) = (run(a, &i), run(b, &j))
        if m.count != n.count { return m.count < n.count }
        if m != n { return m.lexicographicallyPrecedes(n) }
      } else if a[i] != b[j] {
        return a[i] < b[j]
      } else {
        i += 1
        j += 1
      }
    }
    return a.count - i < b.count - j
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  /// The digits from a place on, without zeros in front.
  private static func run(_ bytes: [UInt8], _ place: inout Int) -> ArraySlice<UInt8> {
    let start = place
    while place < bytes.count, isDigit(bytes[place]) { place += 1 }
    return bytes[start..<place].drop { $0 == 48 }
  }

  /// Numbers and moments as labels, in their order; nil where there are more than `limit`.
  func asLabels(limit: Int) -> Channel? {
    guard !isLabel else { return self }
    var seen: Set<Double> = []
    var hasMissing = false
    for value in values {
      if value.isNaN { hasMissing = true } else { seen.insert(value == 0 ? 0 : value) }
      if seen.count > limit { return nil }
    }
    let sorted = seen.sorted()
    var places: [Double: Double] = [:]
    for (place, value) in sorted.enumerated() { places[value] = Double(place) }
    var copy = self
    copy.kind = .label
    copy.levels = sorted.map { text($0) } + (hasMissing ? [Self.missingLabel] : [])
    copy.isOrdered = true
    copy.values = values.map {
      $0.isNaN ? Double(sorted.count) : places[$0 == 0 ? 0 : $0] ?? 0
    }
    return copy
  }

  /// A value as its column shows it.
  private func text(_ value: Double) -> String {
    let whole = Int64(exactly: value) ?? 0
    return switch type {
    case .int: String(whole)
    case .date: CivilDate(days: Int64(value / Self.dayMicroseconds)).isoString
    case .datetime: Scalar.datetime(whole).text
    case .instant: Scalar.instant(whole).text
    case .time: Scalar.time(whole).text
    case .size: Scalar.size(whole).text
    case .duration: Scalar.duration(months: 0, microseconds: whole).text
    case .null, .bool, .float, .string, .category, .list, .structure: Numbers.shortest(value)
    }
  }

  /// The rows at these places.
  func picking(_ rows: [Int]) -> Channel {
    var copy = self
    copy.values = rows.map { values[$0] }
    return copy
  }
}

extension ColumnExpression {
  /// As an axis says it: `mean(n)`, `total / tenure`; columns without their dots.
  var plotTitle: String {
    if case .column(let name) = self { return name }
    if case .aggregate(.count, nil) = self { return "rows" }
    var out = ""
    var isQuoted = false
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      if scalar == "\"", previous != "\\" { isQuoted.toggle() }
      let isDot = scalar == "." && !isQuoted && !previous.properties.isAlphabetic
        && !("0"..."9").contains(previous) && previous != ")" && previous != "."
      if !isDot, isQuoted || scalar != "`" { out.unicodeScalars.append(scalar) }
      previous = scalar
    }
    return out
  }

  /// A literal number, date or text: where a rule stands.
  var literal: Scalar? {
    switch self {
    case .literal(let scalar): scalar
    case .unary(.negate, .literal(.int(let value))): .int(0 &- value)
    case .unary(.negate, .literal(.float(let value))): .float(-value)
    case .column, .unary, .binary, .isNull, .member, .between, .conditional, .function,
      .aggregate, .window:
      nil
    }
  }
}
