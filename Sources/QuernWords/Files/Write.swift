import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `write(t, "out.csv")`
  static let write = Word(
    "write", .files, "Write a table to a file; the same content again changes nothing.",
    parameters: [
      .required("t", .table, "The table."),
      .required(
        "path", .string,
        "Where to, relative to the notebook: `.csv`, `.tsv`, `.jsonl`, `.json`; with `.gz` packed."),
    ],
    result: .type(.string),
    effect: .acts,
    target: "path",
    isQuiet: true,
    examples: [],
    body: { call in
      let path = try call.string("path") ?? ""
      let table = try call.table("t")
      let outcome = try call.host.writeTable(table, to: path)
      let rows = try table.rowCount(call.tableContext)
      try call.emit(
        .note(
          "\(path): \(outcome.rawValue), \(rows) row\(rows == 1 ? "" : "s"), "
            + "\(table.schema.count) column\(table.schema.count == 1 ? "" : "s")"))
      return .string(path)
    })
}
