import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `attach("data")`
  static let attach = Word(
    "attach", .files, "The files of a folder as a record of tables, by their names.",
    parameters: [
      .required("path", .string, "A folder, beside the notebook or from the root.")
    ],
    result: .type(.plain(.record)), effect: .reads, target: "path",
    examples: [WordExample("attach(\".\").cities |> count_rows()")],
    body: { call in
      let path = try call.string("path") ?? ""
      var record = Record()
      for name in try names(call, path) where !name.hasPrefix(".") {
        guard let stem = stem(name) else { continue }
        let field = record[stem] == nil ? stem : name
        record[field] = .table(try call.host.openTable("\(path)/\(name)", options: CSVOptions()))
      }
      guard record.count > 0 else {
        throw RuntimeError(.nothingToAttach(path, at: call.range(of: "path")))
      }
      return .record(record)
    })

  private static func names(_ call: WordCall, _ path: String) throws -> [String] {
    do {
      return try call.host.listFolder(path).sorted()
    } catch {
      throw RuntimeError(any: error).located(at: call.range(of: "path"))
    }
  }

  private static let attached = [".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson"]

  /// The name without its suffixes; nil for a file that is no table.
  private static func stem(_ name: String) -> String? {
    var rest = name
    for packed in [".gz", ".zst"] where rest.hasSuffix(packed) {
      rest = String(rest.dropLast(packed.count))
    }
    guard let suffix = attached.first(where: { rest.hasSuffix($0) }) else { return nil }
    let stem = String(rest.dropLast(suffix.count))
    return stem.isEmpty ? nil : stem
  }
}
