import QuernPlan
import QuernTable
import QuernValue

extension Word {
  static let len = lifted(
    "len", .lists, "Code points of a text, elements of a list, fields of a record.", .length,
    parameters: [
      .required("x", .either([.string, .list, .record, .expression]), "What to count in.")
    ],
    result: .int, examples: ["len(\"Åse\")", "len([1, 2, 3])"],
    plain: { call in
      switch call.value("x") {
      case .string(let text): return .int(Int64(text.unicodeScalars.count))
      case .list(let values): return .int(Int64(values.count))
      case .record(let record): return .int(Int64(record.count))
      default: return .int(Int64(try call.list("x")?.count ?? 0))
      }
    })
}
