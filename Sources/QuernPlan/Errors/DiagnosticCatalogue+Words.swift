import QuernSyntax

extension DiagnosticCatalogue {
  /// Mistakes that single words find in their arguments and data.
  static let words: [DiagnosticKind] = dataKinds + habitsKinds

  private static func kind(
    _ phase: DiagnosticKind.Phase, _ code: String, _ title: String, _ explanation: String,
    _ example: String = ""
  ) -> DiagnosticKind {
    DiagnosticKind(code, phase, title: title, explanation: explanation, example: example)
  }

  private static let dataKinds: [DiagnosticKind] = [
    kind(
      .running, "assertion-failed", "An assertion that does not hold",
      "`assert(condition, \"what should hold\")` stops the notebook where it is false.",
      "assert(1 == 2)"),
    kind(
      .running, "expectation-broken", "Rows that break an expectation",
      "The message counts them and shows the first; the table goes on where it holds "
        + "for all.",
      "t |> expect(.age in 0..120)"),
    kind(
      .running, "statistic-form", "A statistical word that was asked in no form it knows",
      "Columns, groups and options go together as its manual shows; the hint has the forms.",
      "t |> ttest(.x)"),
    kind(
      .running, "not-unique", "Values that occur in several rows",
      "`unique(.id)` of `expect` looks for them.",
      "t |> expect(unique(.id))"),
    kind(
      .running, "not-one-row", "`one` of a table that has not exactly one row",
      "A record is one row.",
      "one(t)"),
    kind(
      .running, "column-not-a-list", "A column of a new table that is no list",
      "table({a: [1, 2]}) makes a table of lists.",
      "table({a: 1})"),
    kind(
      .running, "column-lengths", "Columns of different lengths",
      "All columns of a table have as many rows.",
      "table({a: [1, 2], b: [1]})"),
    kind(
      .running, "not-a-cell", "A value that no table's column holds",
      "Tables, models and functions stand in lists and records, not in columns.",
      "table({a: [x => x]})"),
    kind(
      .running, "sort-directions", "More or fewer directions than keys",
      "One bool for all keys, or one for each.",
      "t |> sort(.a, .b, descending: [true])"),
    kind(
      .running, "bad-pattern", "A pattern that cannot be read",
      "Patterns have RE2's syntax, without look-around and back references.",
      "regex('a(')"),
  ]

  private static let habitsKinds: [DiagnosticKind] = [
    kind(
      .checking, "null-comparison", "A comparison with null",
      "It is null whatever the other side is: `is null` asks.",
      "t |> filter(.a == null)"),
    kind(
      .checking, "option-as-definition", "A definition with the name of an option",
      "`by = .x` makes a column called by; the option is `by: .x`.",
      "t |> summarise(n = count(), by = .x)"),
  ]
}
