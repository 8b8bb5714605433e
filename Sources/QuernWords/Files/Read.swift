package import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// A reading effect: the host opens and pins the file.
  package static let read = Word(
    "read", .files, "A file as a table: its schema at once, its rows when they are needed.",
    parameters: [
      .required(
        "path", .string,
        "Path of a file, beside the notebook or from the root: CSV and its kin, JSON lines (`.jsonl`, "
          + "`.ndjson`) or a JSON array (`.json`); also packed as `.gz` or `.zst`."),
      .option(
        "types", .record, constants: WordCall.typeNames,
        "Types by column, where they are not to be guessed: {id: str}."),
      .option(
        "missing", .list,
        "Texts that mean null, instead of the usual ones: `?`, `N/A`, `null` and their like in "
          + "every column; `NA`, `NaN`, `None`, `-` in all but text columns, where they may be "
          + "words. An empty field is always null."),
      .option(
        "date_order", .constant, constants: ["mdy", "dmy", "ymd"],
        "How dates such as 1/2/2024 are read, where no day over 12 tells."),
      .option(
        "delimiter", .string, "The character between fields, where it is not to be found out."),
      .option("header", .bool, "Whether the first line names the columns."),
      .option(
        "on_error", .constant, default: "fail", constants: ["fail", "null", "skip"],
        "What becomes of a row that does not fit."),
    ],
    result: .type(.table(nil)), effect: .reads, target: "path",
    examples: [
      WordExample("read(\"cities.csv\")"),
      WordExample("read(\"cities.csv\", types: {n: float}, on_error: null)"),
    ],
    body: { call in
      var options = CSVOptions()
      if let missing = try call.list("missing") {
        options.missing = missing.map { $0.interpolated ?? "" }
      }
      if let choice = try call.constant("on_error") {
        options.onError = CSVOptions.OnError(rawValue: choice) ?? .fail
      }
      if let order = try call.constant("date_order") {
        options.dateOrder = CSVDateOrder(rawValue: order)
      }
      options.header = try call.bool("header")
      if let delimiter = try call.string("delimiter") {
        guard delimiter.utf8.count == 1, let byte = delimiter.utf8.first else {
          throw TableError.invalidArgument(
            word: "read", message: "the delimiter is one ASCII character", hint: nil)
        }
        options.delimiter = byte
      }
      for field in try call.record("types")?.fields ?? [] {
        options.types[field.name] = try call.dataType(field.value, for: "types")
      }
      let path = try call.string("path") ?? ""
      do {
        return .table(try call.host.openTable(path, options: options))
      } catch let error as TableError {
        guard error.isAboutFile else { throw error }
        throw RuntimeError(error).located(at: call.range(of: "path"))
      }
    })
}

extension TableError {
  /// Whether the path is what is wrong.
  fileprivate var isAboutFile: Bool {
    switch self {
    case .file, .missingFile, .unreadableFormat: true
    default: false
    }
  }
}
