import QuernTable
import QuernText

/// An input of a model that was not read but made in the notebook: callers of an endpoint have to
/// send it.
package struct ComputedInput: Hashable, Sendable {
  package var name: String
  /// The step that would make it part of the recipe; nil where it is made of several rows.
  package var step: String?
  /// What made it, where no step can.
  package var how: String?

  /// The inputs of `table` that were not read, in the order of `names`.
  static func of(_ names: [String], in table: Table) -> [ComputedInput] {
    names.compactMap { name in
      switch table.origin(of: name) {
      case .read?, nil: nil
      case .rowWise(let step)?: ComputedInput(name: name, step: step, how: nil)
      case .rows(let how)?: ComputedInput(name: name, step: nil, how: how)
      }
    }
  }

  /// What whoever deploys the model should know.
  package var remark: String {
    let column = ".\(ColumnExpression.quoted(name))"
    if let step {
      return
        "\(column) is made in the notebook: callers have to send it; with prep: recipe(\(step)) "
        + "the endpoint makes it itself"
    }
    return "\(column) is made of several rows (\(how ?? "rows")): callers have to send it, and no "
      + "step of a recipe can make it"
  }

  var json: JSON {
    .object(
      JSONObject([
        ("name", .string(name)), ("step", step.map { .string($0) } ?? .null),
        ("how", how.map { .string($0) } ?? .null),
      ]))
  }

  init(name: String, step: String?, how: String?) {
    self.name = name
    self.step = step
    self.how = how
  }

  init(json: JSON) throws(LearningError) {
    guard let name = json["name"]?.stringValue else { throw .damaged("model") }
    self.init(name: name, step: json["step"]?.stringValue, how: json["how"]?.stringValue)
  }
}
