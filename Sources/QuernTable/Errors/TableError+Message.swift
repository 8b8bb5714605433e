import QuernSystem
import QuernText

extension TableError: CustomStringConvertible {
  package var description: String { "\(code): \(message)" }

  /// What is wrong, in the user's words; one sentence without a full stop.
  package var message: String { message(table: nil) }

  /// The same, with the name that the user gave to the table.
  package func message(table: String?) -> String {
    switch self {
    case .unknownColumn(let name, _):
      return "there is no column \(shown(name))" + (table.map { " in `\($0)`" } ?? "")
    case .unknownRightColumn(let name, _):
      return "there is no column \(shown(name)) in the right table"
    case .unknownField(let name, let owner, _):
      return "\(owner) has no field \(shown(name))"
    case .absentForUpdate(let name, _):
      return "update replaces columns, and there is no column \(shown(name))"
        + (table.map { " in `\($0)`" } ?? "")
    case .columnExists(let name):
      return "derive adds columns, and \(shown(name)) exists already"
    case .duplicateColumn(let name, let verb):
      return "\(verb) would give two columns called \(shown(name))"
    case .clashingColumns(let names):
      return "both sides of the join have \(names.map(shown).joined(separator: ", "))"
    case .typeMismatch(let what, let wanted, let found, let column):
      let subject = column.map { "\(shown($0)) is \(found.name)" } ?? "this is \(found.name)"
      return "\(what) needs \(wanted), and \(subject)"
    case .operandTypes("else", let left, let right, _):
      return "both sides of a choice have one type, and these are \(left.name) and \(right.name)"
    case .operandTypes(let symbol, let left, let right, _):
      return "`\(symbol)` does not go between \(left.name) and \(right.name)"
    case .invalidArgument(let word, let message, _):
      return "\(word): \(message)"
    case .notAggregated(_, let expression):
      return "summarise gives one value per group, and \(expression) has one per row"
    case .aggregateNotAllowed(let place):
      return "an aggregate cannot stand in \(place)"
    case .joinKeyTypes(let left, let right):
      return "the keys \(shown(left.name)) (\(left.type.name)) and "
        + "\(shown(right.name)) (\(right.type.name)) cannot be compared"
    case .joinMatch(let match, let side, let keys, let count):
      let more = count > keys.count ? ", …" : ""
      return "match: \(match.rawValue) allows one row per key on the \(side), and "
        + "\(Numbers.grouped(Int64(count))) \(count == 1 ? "key has" : "keys have") more: "
        + keys.joined(separator: "; ") + more
    case .appendMismatch(let problems):
      return "the tables do not have the same columns: " + problems.joined(separator: "; ")
    case .integerOverflow, .unknownLevel, .castFailed, .outOfRange:
      return valueMessage
    case .row(let problem, let row):
      return problem.message(inRow(row))
    case .badPlan(let message):
      return "the saved plan cannot be read: \(message)"
    case .parse(let path, let line, let column, let message, _):
      return "\(path), line \(line)" + (column.map { ", \(shown($0))" } ?? "") + ": \(message)"
    case .sourceChanged, .file, .missingFile, .unreadableFormat:
      return fileMessage
    case .outOfMemory(let error):
      return "\(error.doing) needs \(Numbers.bytes(error.wanted)) more, and "
        + "\(Numbers.bytes(error.used)) of \(Numbers.bytes(error.limit)) are in use"
    case .interrupted:
      return "interrupted"
    case .timedOut:
      return "the time limit was reached"
    }
  }

  /// The same of a file.
  private var fileMessage: String {
    switch self {
    case .sourceChanged(let path): return "\(path) has changed since it was read"
    case .file(let error): return error.message
    case .missingFile(let path, _): return "there is no file \(path)"
    case .unreadableFormat(let format, let path):
      return "\(path) is a file of \(format.name), which is not read yet"
    default: return ""
    }
  }

  /// The same of a single value.
  private var valueMessage: String {
    switch self {
    case .integerOverflow(let operation, let row):
      return "\(operation) does not fit a 64-bit integer" + inRow(row)
    case .unknownLevel(let value, _, let row):
      return "\(Scalar.quoted(value)) is none of the levels" + inRow(row)
    case .castFailed(let value, let from, let to, let row):
      return "\(from.isText ? Scalar.quoted(value) : value) cannot be read as \(to.name)"
        + inRow(row)
    case .outOfRange(let what, let row):
      return "\(what) is out of range" + inRow(row)
    default: return ""
    }
  }

  /// What to do about it, most useful first.
  package var hints: [String] {
    switch self {
    case .unknownColumn(let name, let schema), .unknownRightColumn(let name, let schema):
      return nearest(name, schema)
    case .unknownField(let name, _, let fields):
      return nearest(name, Schema(fields: fields))
    case .unknownLevel(_, let levels, _):
      let list = levels.prefix(Self.notedNamesMax).map { Scalar.quoted($0) }
      return [
        "the levels are \(list.joined(separator: ", ")); other: \"other\" takes all else"
      ]
    case .absentForUpdate(let name, let schema):
      return nearest(name, schema) + ["derive(\(ColumnExpression.quoted(name)) = …) adds a column"]
    case .columnExists(let name):
      return ["update(\(ColumnExpression.quoted(name)) = …) replaces it"]
    case .duplicateColumn:
      return ["give one of them another name with rename(new = .old)"]
    case .clashingColumns:
      return ["add suffix: \"_right\" to rename those of the right side, or drop them first"]
    case .typeMismatch(_, let wanted, let found, let column):
      return typeHints(wanted, found, column)
    case .operandTypes(let symbol, let left, let right, let columns):
      return operandHints(symbol, left, right, columns)
    case .invalidArgument(_, _, let hint):
      return hint.map { [$0] } ?? []
    case .notAggregated(let column, _):
      guard let column else { return ["derive it as a column first"] }
      return ["take one value with first(\(shown(column))), or add it to by:"]
    case .aggregateNotAllowed:
      return ["derive the aggregate as a column first"]
    case .joinKeyTypes(let left, let right):
      return joinKeyHints(left, right)
    case .joinMatch(_, let side, _, _):
      return ["make the \(side) unique with distinct(…), or say match: many_to_many"]
    case .appendMismatch:
      return ["select the same columns in both tables first"]
    case .integerOverflow:
      return ["cast one operand to float"]
    case .castFailed(_, let from, let to, _):
      if from.isText, to.isMoment {
        return [
          "a form of its own is read by parse(x, \(to.name), \"%d.%m.%Y\")",
          "or put another value there: try(…, default: null)",
        ]
      }
      return from.isText
        ? [
          "clean the text first, for example with trim(…) or replace(…)",
          "or put another value there: try(cast(…), default: null)",
        ] : []
    case .parse(_, _, _, _, let hint):
      return hint.map { [$0] } ?? []
    case .sourceChanged:
      return ["run the cell with its read again to take the new contents"]
    case .outOfMemory:
      return ["read fewer columns, filter earlier, or use a larger instance"]
    case .missingFile(_, let nearest):
      return nearest.map { ["did you mean \($0)?"] }
        ?? ["a path is looked for beside the notebook, or from the root with / before it"]
    case .unreadableFormat(let format, let path):
      return [format.advice(for: path)]
    case .row(let problem, _): return problem.hints
    case .file(let error): return error.advice.map { [$0] } ?? []
    case .outOfRange, .badPlan, .interrupted, .timedOut:
      return []
    }
  }

  /// Lines that stand under the message: what the table has.
  package var notes: [String] {
    switch self {
    case .unknownField(_, let owner, let fields):
      return ["\(owner) has: " + list(Schema(fields: fields))]
    case .unknownRightColumn(_, let schema):
      return ["the right table has: " + list(schema)]
    case .unknownColumn(_, let schema), .absentForUpdate(_, let schema):
      return ["has: " + list(schema)]
    case .columnExists, .duplicateColumn, .clashingColumns, .typeMismatch, .operandTypes,
      .invalidArgument, .notAggregated, .aggregateNotAllowed, .joinKeyTypes, .joinMatch,
      .appendMismatch, .integerOverflow, .unknownLevel, .castFailed, .outOfRange, .row, .badPlan,
      .parse, .sourceChanged, .missingFile, .unreadableFormat, .file, .outOfMemory, .interrupted,
      .timedOut:
      return []
    }
  }

  private static let notedNamesMax = 24

  private func list(_ schema: Schema) -> String {
    let names = schema.names
    return names.prefix(Self.notedNamesMax).joined(separator: ", ")
      + (names.count > Self.notedNamesMax ? ", …" : "")
  }

  private func shown(_ name: String) -> String { "." + ColumnExpression.quoted(name) }

  private func inRow(_ row: Int?) -> String {
    row.map { " in row \(Numbers.grouped(Int64($0)))" } ?? ""
  }

  private func nearest(_ name: String, _ schema: Schema) -> [String] {
    guard let found = EditDistance.nearest(name, in: schema.names, limit: 1).first,
      let field = schema[found]
    else { return [] }
    return ["did you mean \(shown(found)) (\(field.type.name))?"]
  }

  private func typeHints(_ wanted: String, _ found: DataType, _ column: String?) -> [String] {
    guard let column else { return [] }
    let name = shown(column)
    if found.isText, wanted.contains("number") {
      return ["cast(\(name), float) reads the text as numbers"]
    }
    if found.isText, wanted.contains("date") {
      return [
        "cast(\(name), date) reads 2024-12-31; other forms are read by "
          + "parse(\(name), date, \"%d.%m.%Y\")"
      ]
    }
    if wanted == "text", found.isNumeric || found.isMoment || found == .bool {
      return ["cast(\(name), str) makes texts of it"]
    }
    if wanted.hasPrefix("a condition"), found.isNumeric { return ["compare it: \(name) != 0"] }
    return []
  }

  private func operandHints(
    _ symbol: String, _ left: DataType, _ right: DataType, _ columns: [Field]
  ) -> [String] {
    if symbol == "else" {
      return ["write both as one type, or null where there is no value"]
    }
    if symbol.hasSuffix("in"), left.isText && right.isNumeric || right.isText && left.isNumeric {
      return [left.isText ? "texts stand in quotes: \"3\"" : "numbers stand without quotes: 3"]
    }
    if symbol == "+" || symbol == "-", left.isMoment && right == .int {
      return ["a number of days is a duration: \(symbol) 1d; hours are 1h"]
    }
    if symbol == "+", left.isText != right.isText, columns.count == 2 {
      let number = columns[1].type.name
      return [
        "text is put together with braces: "
          + "\"{\(shown(columns[0].name))} {\(shown(columns[1].name))}\"",
        "or cast(\(shown(columns[0].name)), \(number)) reads the text as \(number)",
      ]
    }
    if left.isText && right.isNumeric || right.isText && left.isNumeric {
      let number = left.isText ? right : left
      guard let text = columns.first(where: \.type.isText)?.name else {
        return ["write the \(number.name) without quotes, or cast the other side to str"]
      }
      return ["cast(\(shown(text)), \(number.name)) reads the text as \(number.name)"]
    }
    if left.isText && right.isMoment || right.isText && left.isMoment {
      let moment = left.isText ? right : left
      guard let text = columns.first(where: \.type.isText)?.name else {
        return ["a \(moment.name) is written with @ and without quotes, such as @2024-12-31"]
      }
      return ["cast(\(shown(text)), \(moment.name)) reads the text as \(moment.name)"]
    }
    if left == .datetime && right == .instant || left == .instant && right == .datetime {
      return ["at_zone(…) turns a wall-clock datetime into an instant"]
    }
    if left == .datetime && right == .date || left == .date && right == .datetime {
      return ["date(…) takes the date of a datetime"]
    }
    return []
  }

  private func joinKeyHints(_ left: Field, _ right: Field) -> [String] {
    let (text, number) = left.type.isText ? (left, right) : (right, left)
    if left.type.isMoment, right.type.isMoment {
      let (day, other) = left.type == .date ? (right, "left") : (left, "right")
      let name = ColumnExpression.quoted(day.name)
      guard left.type == .date || right.type == .date else { return [] }
      let side = other == "left" ? "right" : "left"
      return ["on the \(side): update(\(name) = cast(.\(name), date))"]
    }
    guard text.type.isText && number.type.isNumeric else { return [] }
    let name = ColumnExpression.quoted(text.name)
    let side = left.type.isText ? "left" : "right"
    return [
      "on the \(side): update(\(name) = cast(.\(name), \(number.type.name)))",
      "or on the other side: cast(.\(ColumnExpression.quoted(number.name)), str)",
    ]
  }
}
