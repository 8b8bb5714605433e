extension TableError {
  /// A code, what it means, what to do, and a cell that shows it, for the catalogue of diagnostics.
  package struct CodeEntry: Sendable {
    package let code: String
    package let title: String
    package let advice: String
    package let example: String

    init(_ code: String, _ title: String, _ advice: String, _ example: String = "") {
      self.code = code
      self.title = title
      self.advice = advice
      self.example = example
    }
  }

  /// Every code of this layer.
  package static let codes: [CodeEntry] = [
    CodeEntry(
      "unknown-column", "a name that no column of the table has",
      "The message shows the nearest one and what the table has; `update` replaces columns, "
        + "`derive` adds them.", "t |> filter(.tenur > 0)"),
    CodeEntry(
      "column-exists", "derive of a column that the table has already",
      "`update` replaces a column.", "table({a: [1]}) |> derive(a = 2)"),
    CodeEntry(
      "duplicate-column", "one column name twice in a result", "Rename one of them first.",
      "table({a: [1], b: [2]}) |> rename(a = .b)"),
    CodeEntry(
      "clashing-columns", "a join without suffix whose sides share a name",
      "`suffix:` renames those of the right side; or drop them first.", "l |> join(r, on: .id)"),
    CodeEntry(
      "type-mismatch", "a value of one type where another is needed",
      "The one implicit conversion is int → float: say any other with `cast`.", "\"a\" + 1"),
    CodeEntry(
      "invalid-argument", "an argument that the word cannot take",
      "The message says what it takes.", "t |> split(80)"),
    CodeEntry(
      "not-aggregated", "a column outside an aggregate in summarise",
      "A group has one value of each: first(.x), or add the column to `by:`.",
      "t |> summarise(m = .x, by: .g)"),
    CodeEntry(
      "aggregate-not-allowed", "an aggregate where each row needs its own value",
      "Derive the aggregate as a column first."),
    CodeEntry(
      "join-key-types", "join keys whose types cannot be compared",
      "Cast one side: the message has the line to write.", "l |> join(r, on: .id)"),
    CodeEntry(
      "join-match", "more rows for a key than match allows",
      "The message shows three such keys: make that side unique with `distinct`, or allow them.",
      "l |> join(r, on: .id, match: one_to_one)"),
    CodeEntry(
      "append-mismatch", "tables of different columns appended",
      "Select the same columns in both first, and cast those of another type.", "t |> append(u)"),
    CodeEntry(
      "integer-overflow", "an integer that does not fit 64 bits", "Cast one operand to float.",
      "2 ^ 70"),
    CodeEntry(
      "unknown-level", "a label that is none of the levels", "`other:` takes all else.",
      "levels(\"x\", [\"a\", \"b\"])"),
    CodeEntry(
      "cast-failed", "a value that cannot be read as the type",
      "Clean the text first, or put another value there with `try`.", "cast(\"twelve\", int)"),
    CodeEntry(
      "out-of-range", "a value beyond what its type or its option can hold",
      "The message names the value or the bounds."),
    CodeEntry(
      "pattern-limit", "a pattern that takes too many steps at a text",
      "Patterns with nested repetitions do: `(a+)+`. Write it without."),
    CodeEntry(
      "bad-plan", "a saved plan that cannot be read", "Run the cell that made the table again."),
    CodeEntry(
      "parse-error", "text of a file that is not what its column needs",
      "The message has line, column and value. `types:` reads it otherwise, `on_error:` goes on.",
      "read(\"bad.csv\")"),
    CodeEntry(
      "source-changed", "a file that changed after it was read",
      "A table is read from the file as it was first seen: run its cell again."),
    CodeEntry(
      "file-error", "a file that cannot be read or written",
      "The message has the path and the system's reason.", "read(\"absent.csv\")"),
    CodeEntry(
      "unreadable-format", "a file of a format that is not read",
      "The hint has a command that makes a CSV file of it.", "read(\"t.parquet\")"),
    CodeEntry(
      "out-of-memory", "more memory than the instance allows",
      "Read fewer columns, filter earlier, or take a larger instance."),
    CodeEntry("interrupted", "stopped by an interrupt", "What was finished is kept."),
    CodeEntry(
      "timed-out", "stopped by a time limit", "`#| timeout:` of the cell or the notebook sets it."),
  ]
}
