import QuernValue

/// The fields of values that are no records: `m.features`, `score.metrics`, `r.start`.
package enum KnownFields {
  package struct Field: Hashable, Sendable {
    package let name: String
    package let type: StaticType
  }

  /// Nil where the fields are not known before the run.
  package static func of(_ type: StaticType) -> [Field]? {
    switch type {
    case .range(let end): [Field(name: "start", type: end), Field(name: "end", type: end)]
    case .model: model
    case .plain(.endpoint):
      [Field(name: "name", type: .string), Field(name: "arn", type: .string)]
    case .plain(.algorithm):
      [Field(name: "name", type: .string), Field(name: "parameters", type: .plain(.record))]
    case .plain(.evaluation): nil
    case .plain(.record), .plain(.null), .unknown, .table: nil
    case .plain, .list, .tuple, .record, .column, .function: []
    }
  }

  private static let model = [
    Field(name: "algorithm", type: .string), Field(name: "task", type: .string),
    Field(name: "target", type: .string), Field(name: "features", type: .list(.string)),
    Field(name: "classes", type: .list(.unknown)), Field(name: "positive", type: .unknown),
    Field(name: "rows", type: .int), Field(name: "threshold", type: .unknown),
    Field(name: "notes", type: .list(.string)),
  ]
}
