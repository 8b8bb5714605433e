import QuernPlan
import QuernSyntax
import QuernTable
import QuernText
import QuernValue

/// Expressions over a table's columns, computed for a statistical word.
struct StatisticsInput {
  let call: WordCall
  let table: Table

  /// The name that hidden columns begin with; nothing that a user writes has it.
  private static func name(_ place: Int) -> String { "\u{1}\(place)" }

  /// Whether this is the checker's run: there are no rows.
  var isPlaceholder: Bool { table.isPlaceholder }

  /// Wrong types are told before any row is read.
  func checkNumbers(_ expressions: [ColumnExpression]) throws {
    for expression in expressions {
      let type = try expression.type(in: table.schema)
      guard type.isNumeric || type == .bool || type == .size || type == .null else {
        throw TableError.typeMismatch(
          what: call.word.name, wanted: "numbers", found: type, column: Self.column(expression))
      }
    }
  }

  /// The values of the expressions, in their order; the checker's run ends here.
  func computed(_ expressions: [ColumnExpression]) throws -> TableData {
    let definitions = expressions.enumerated().map {
      (name: Self.name($0.offset), expression: $0.element)
    }
    let derived = try table.derive(definitions).select(definitions.map(\.name))
    if table.isPlaceholder { throw RuntimeError.unknowable }
    return try derived.collect(call.tableContext)
  }

  func numbers(_ expressions: [ColumnExpression]) throws -> [[Double]] {
    try checkNumbers(expressions)
    let data = try computed(expressions)
    return expressions.indices.map { data.doubles($0) }
  }

  /// The name of a bare column.
  static func column(_ expression: ColumnExpression) -> String? {
    if case .column(let name) = expression { return name }
    return nil
  }

  /// The numbers of a list; null is NaN.
  static func numbers(_ values: [Value], _ call: WordCall, _ parameter: String) throws -> [Double] {
    try values.map { value in
      switch value {
      case .int(let int): Double(int)
      case .float(let float): float
      case .bool(let flag): flag ? 1 : 0
      case .null: .nan
      default:
        throw RuntimeError(
          .notANumber(
            call.word.name, found: value.type.nameWithArticle, at: call.range(of: parameter)))
      }
    }
  }

  /// The distinct values of a column in ascending order, and the place of each row's value among
  /// them; -1 where it is missing.
  static func levels(
    _ column: Int, of data: TableData, _ context: TableContext
  ) throws -> (levels: [Scalar], places: [Int]) {
    let field = data.schema.fields[column]
    let sorted = try Table(data: data).select([field.name]).distinct(on: [field.name])
      .sort([SortKey(expression: .column(field.name))])
      .collect(quiet(context))
    let levels = sorted.scalars(0).filter { !$0.isNull }
    var known: [Scalar: Int] = [:]
    for (place, level) in levels.enumerated() { known[level] = place }
    var places: [Int] = []
    places.reserveCapacity(data.rowCount)
    for group in data.groups {
      try context.checkInterrupt()
      let chunk = group.columns[column]
      for row in 0..<chunk.count { places.append(known[chunk.scalar(at: row)] ?? -1) }
    }
    return (levels, places)
  }

  /// The same without a place for remarks: what a word computes on the way is not the user's.
  static func quiet(_ context: TableContext) -> TableContext {
    TableContext(
      arena: context.arena, workers: context.workers, interrupt: context.interrupt,
      progress: context.progress, store: context.store)
  }
}

/// Numbers of tests as sentences write them.
enum StatisticText {
  static func number(_ value: Double) -> String { Numbers.significant(value, digits: 4) }

  static func p(_ value: Double) -> String {
    value < 0.0001 ? "p < 0.0001" : "p = \(Numbers.significant(value, digits: 2))"
  }

  /// `95 %`
  static func level(_ level: Double) -> String {
    "\(Numbers.significant(level * 100, digits: 4)) %"
  }

  static func rows(_ count: Int) -> String {
    "\(Numbers.grouped(Int64(count))) row\(count == 1 ? "" : "s")"
  }
}

extension WordCall {
  /// The confidence of an interval.
  func confidence() throws -> Double {
    let level = try double("level") ?? 0.95
    guard level > 0, level < 1 else {
      throw TableError.invalidArgument(
        word: word.name, message: "level: lies between 0 and 1, such as 0.95", hint: nil)
    }
    return level
  }

  /// Says how many rows were left out for a missing value.
  func noteMissing(_ count: Int, of total: Int, in what: [String]) {
    guard count > 0 else { return }
    let columns = what.joined(separator: " or ")
    let (left, all) = (Numbers.grouped(Int64(count)), Numbers.grouped(Int64(total)))
    tableContext.notes.add(
      Note(code: "left-out", text: "\(left) of \(all) left out: \(columns) is null"))
  }
}

extension Diagnostic {
  static func notANumber(_ word: String, found: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "argument-type", message: "`\(word)` takes numbers, and \(found) is none",
      range: range)
  }

  static func statisticForm(
    _ word: String, _ message: String, _ hint: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "statistic-form", message: "`\(word)` \(message)", range: range, hints: [hint])
  }

  static func tooFewRows(_ word: String, _ message: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(code: "too-few-rows", message: "`\(word)`: \(message)", range: range)
  }
}
