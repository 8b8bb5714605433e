import QuernSyntax
import QuernTable

/// Mistakes that single words find in their arguments and data.
extension Diagnostic {
  static func sortDirections(given: Int, keys: Int, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "sort-directions",
      message: "`descending` has \(given) value\(given == 1 ? "" : "s") for \(keys) "
        + "key\(keys == 1 ? "" : "s")", range: range,
      hints: ["write one bool for each key, or a single bool for all"])
  }

  static func fillNeedsValue(
    _ name: String, expression: String?, at range: SourceRange?
  ) -> Diagnostic {
    let column = ColumnExpression.quoted(name)
    return Diagnostic(
      code: "definition-type",
      message: "`fill` puts one value into `\(name)`"
        + (expression.map { ", and \($0) is computed from columns" } ?? ""),
      range: range,
      hints: expression.map { ["write update(\(column) = .\(column) ?? \($0))"] } ?? [])
  }

  static func fillNeedsName(_ value: String?, at range: SourceRange?) -> Diagnostic {
    let shown = value ?? "…"
    return Diagnostic(
      code: "missing-argument", message: "`fill` needs the name of the column", range: range,
      hints: [
        "write fill(column = \(shown))",
        "for many columns: update(across(numeric(), c => c ?? \(shown)))",
      ])
  }

  static func acrossGivesNoColumn(found: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "definition-type",
      message: "the function of `across` gives \(found), of which no column can be made",
      range: range, hints: ["it takes a column and gives an expression: c => c / 2"])
  }

  static func cutNeedsBreaks(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "argument-type", message: "`cut` of a column takes a list of breaks here",
      range: range,
      hints: [
        "cut(.age, [18, 65]) gives three classes",
        "bins are told from the whole column: t |> cut(.age, 4) replaces it",
      ])
  }

  static func cutStepNeedsColumn(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "argument-type",
      message: "`cut` in a recipe takes a column, and breaks or a number of bins from 2",
      range: range,
      hints: ["cut(.age, [18, 65]); or cut(.age, 4), whose breaks the training part gives"])
  }

  static func cutNeedsColumn(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "argument-type",
      message: "`cut` of a table takes a column, and breaks or a number of bins from 2",
      range: range, hints: ["t |> cut(.age, [18, 65]), or t |> cut(.age, 4)"])
  }

  static func nothingToAttach(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "file-error", message: "the folder \(path) holds no file that can be read as a table",
      range: range, hints: ["CSV, JSON lines and JSON arrays are; also packed as .gz or .zst"])
  }

  static func notOneRow(_ count: Int, of table: String?, at range: SourceRange?) -> Diagnostic {
    let name = table.map { "`\($0)`" } ?? "the table"
    return Diagnostic(
      code: "not-one-row",
      message: "`one` needs exactly one row, and \(name) has \(count == 0 ? "none" : "\(count)")",
      range: range,
      hints: [
        count == 0
          ? "look at the filter before it" : "take the first with head(1), or filter further"
      ])
  }

  static func assertionFailed(_ message: String?, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "assertion-failed", message: message ?? "the condition is not true", range: range)
  }

  static func expectationBroken(
    _ condition: String, rowCount: Int, of total: Int, examples: [String], at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "expectation-broken",
      message:
        "\(rowCount) of \(total) row\(total == 1 ? "" : "s") break\(rowCount == 1 ? "s" : "") "
        + "`\(condition)`",
      range: range, notes: examples,
      hints: ["filter the rows out, mend them with `update`, or widen the condition"])
  }

  static func notUnique(
    _ columns: [String], keyCount: Int, examples: [String], at range: SourceRange?
  ) -> Diagnostic {
    let names = columns.map { ".\($0)" }.joined(separator: ", ")
    return Diagnostic(
      code: "not-unique",
      message:
        "\(keyCount) value\(keyCount == 1 ? "" : "s") of \(names) occur\(keyCount == 1 ? "s" : "") "
        + "in several rows",
      range: range, notes: examples, hints: ["`distinct(\(names))` keeps the first row of each"])
  }

  static func columnNotAList(_ name: String, found: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "column-not-a-list", message: "the column `\(name)` needs a list, not \(found)",
      range: range, hints: ["write `\(name): […]`"])
  }

  static func columnLengths(
    _ first: String, _ firstCount: Int, _ other: String, _ otherCount: Int, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "column-lengths",
      message:
        "the columns have different lengths: `\(first)` \(firstCount), `\(other)` \(otherCount)",
      range: range)
  }

  static func notACell(word: String, found: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "not-a-cell", message: "\(found) cannot stand in a table's column", range: range)
  }

  static func mixedColumn(
    word: String, _ first: String, _ second: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "mixed-list",
      message: "`\(word)` needs values of one type in a column, not \(first) and \(second)",
      range: range, hints: ["`cast(…, str)` makes texts of them"])
  }

  static func endpointRefused(
    _ name: String, _ refusal: (status: Int, message: String), at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "endpoint-refused",
      message: "endpoint \(name) answered \(refusal.status): \(refusal.message)",
      range: range)
  }
}
