package import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// A reading effect: the host opens and pins the file.
  package static let read = Word(
    "read", .files, "A file as a table: its schema at once, its rows when they are needed.",
    parameters: [
      .required("path", .string, "Path of a CSV file, beside the notebook or from the root."),
      .option("types", .record, "Types by column, where they are not to be guessed: {id: str}."),
      .option("missing", .list, "Texts that mean null."),
      .option(
        "on_error", .constant, default: "fail", constants: ["fail", "null", "skip"],
        "What becomes of a row that does not fit."),
    ],
    result: .type(.table(nil)), effect: .reads, target: "path",
    examples: [WordExample("read(\"cities.csv\")")],
    body: { call in
      var options = CSVOptions()
      if let missing = try call.list("missing") {
        options.missing = missing.map { $0.interpolated ?? "" }
      }
      if let choice = try call.constant("on_error") {
        options.onError = CSVOptions.OnError(rawValue: choice) ?? .fail
      }
      for field in try call.record("types")?.fields ?? [] {
        options.types[field.name] = try call.dataType(field.value, for: "types")
      }
      return .table(
        try call.host.openTable(try call.string("path") ?? "", options: options))
    })
}
