import QuernPlan
import QuernSyntax
import QuernTable
import QuernText
import QuernValue

/// `v.x`: a field of a record, a column of a table as a list, a fact of a model.
final class FieldNode: Node {
  private let base: Node
  private let name: Name
  /// What the cell calls the value, for messages.
  private let baseName: String?

  init(_ base: Node, _ name: Name, baseName: String?, _ range: SourceRange) {
    self.base = base
    self.name = name
    self.baseName = baseName
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    let value = try base.evaluate(frame)
    switch value {
    case .null: return .null
    case .column(let owner): return .column(.function(.field(name.text), [owner]))
    case .table(let table):
      return try Access.column(
        name.text, of: table, called: baseName, frame.machine, at: name.range)
    default: break
    }
    if let field = try Fields.field(name.text, of: value) { return field }
    let names = Fields.names(of: value)
    throw RuntimeError(
      .unknownField(
        name.text, of: value.type.nameWithArticle, has: names,
        nearest: Suggestion.nearest(name.text, in: names),
        isWord: frame.machine.registry[name.text] != nil, at: name.range))
  }
}

/// `v[i]`.
final class IndexNode: Node {
  private let base: Node
  private let index: Node
  private let baseName: String?

  init(_ base: Node, _ index: Node, baseName: String?, _ range: SourceRange) {
    self.base = base
    self.index = index
    self.baseName = baseName
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    let value = try base.evaluate(frame)
    let key = try index.evaluate(frame)
    switch (value, key) {
    case (.null, _), (_, .null): return .null
    case (.list(let values), .int(let place)):
      let offset = place < 0 ? place + Int64(values.count) : place
      guard offset >= 0, offset < Int64(values.count) else {
        throw RuntimeError(.indexOutOfRange(place, count: values.count, at: index.range))
      }
      return values[Int(offset)]
    case (.list(let values), .range(.int(let lower), .int(let upper))):
      return .list(slice(values, lower, upper))
    case (.range(.int(let lower), .int(let upper)), .int(let place)):
      let (number, overflow) = (place < 0 ? upper &+ 1 : lower).addingReportingOverflow(place)
      guard !overflow, number >= lower, number <= upper else {
        throw RuntimeError(
          .indexOutOfRange(place, count: Self.count(lower, upper), at: index.range))
      }
      return .int(number)
    case (.record, .string(let name)):
      if let field = try Fields.field(name, of: value) { return field }
      let names = Fields.names(of: value)
      throw RuntimeError(
        .unknownField(
          name, of: "a record", has: names,
          nearest: Suggestion.nearest(name, in: names), at: index.range))
    case (.table(let table), .string(let name)):
      return try Access.column(name, of: table, called: baseName, frame.machine, at: index.range)
    default:
      throw RuntimeError(.notIndexable(value.type.nameWithArticle, at: range))
    }
  }

  /// How many ints a range has, as far as can be counted.
  private static func count(_ lower: Int64, _ upper: Int64) -> Int {
    guard lower <= upper else { return 0 }
    let (distance, overflow) = upper.subtractingReportingOverflow(lower)
    return overflow || distance == .max ? .max : Int(distance) + 1
  }

  /// Both ends belong to a range; what lies outside of the list is left out.
  private func slice(_ values: [Value], _ lower: Int64, _ upper: Int64) -> [Value] {
    let count = Int64(values.count)
    let first = max(0, lower < 0 ? lower + count : lower)
    let last = min(count - 1, upper < 0 ? upper + count : upper)
    guard first <= last else { return [] }
    return Array(values[Int(first)...Int(last)])
  }
}

enum Access {
  /// The values of a column.
  static func column(
    _ name: String, of table: Table, called tableName: String?, _ machine: Machine,
    at range: SourceRange
  ) throws(RuntimeError) -> Value {
    let data: TableData
    do throws(TableError) {
      data = try table.select([name]).collect(machine.host.tableContext)
    } catch {
      throw RuntimeError(error, table: tableName).located(at: range)
    }
    try machine.tooLong(data.rowCount, at: range)
    var values: [Value] = []
    values.reserveCapacity(data.rowCount)
    for group in data.groups {
      let column = group.columns[0]
      for row in 0..<column.count {
        if row & 0xfff == 0 { try machine.poll() }
        values.append(Value(column.scalar(at: row)))
      }
    }
    return .list(values)
  }
}
