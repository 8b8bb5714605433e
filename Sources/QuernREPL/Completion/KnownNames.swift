package import QuernPlan
import QuernTable
import QuernValue
package import QuernWire

/// The names of the session, as far as its worker has told of them.
package struct KnownNames: Sendable {
  private var byName: [String: NameDescription] = [:]

  package init(_ descriptions: [NameDescription] = []) { learn(descriptions) }

  /// Takes what the worker said.
  package mutating func learn(_ descriptions: [NameDescription]) {
    for description in descriptions { byName[description.name] = description }
  }

  package mutating func forget(_ name: String) { byName[name] = nil }

  package mutating func forgetAll() { byName = [:] }

  /// Sorted by name, without `_`.
  package var all: [NameDescription] {
    byName.values.filter { $0.name != "_" }.sorted { $0.name < $1.name }
  }

  package subscript(name: String) -> NameDescription? { byName[name] }

  package var isEmpty: Bool { all.isEmpty }

  /// What the checker needs to know of them.
  package var bindings: [String: Binding] {
    byName.mapValues { Binding(type: Self.type(of: $0)) }
  }

  private static func type(of description: NameDescription) -> StaticType {
    switch description.type {
    case "table":
      .table(Schema(fields: description.columns.map { Field(name: $0.name, type: $0.type) }))
    case "function":
      .function(
        FunctionShape(
          name: description.name, formals: description.formals,
          requiredCount: description.requiredCount))
    case "record": .record(description.members.map { .init($0.name, plain($0.type)) })
    case "model": .model(nil)
    default: plain(description.type)
    }
  }

  private static func plain(_ name: String) -> StaticType {
    if name.hasPrefix("list") { return .list(.unknown) }
    guard let type = ValueType(rawValue: name) else { return .unknown }
    switch type {
    case .table: return .table(nil)
    case .function: return .function(nil)
    case .model: return .model(nil)
    case .column: return .column(nil)
    case .record, .range, .list: return .unknown
    case .null, .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration,
      .size, .recipe, .step, .selection, .across, .algorithm, .evaluation, .endpoint, .plot,
      .pattern, .secret, .constant:
      return .plain(type)
    }
  }
}
