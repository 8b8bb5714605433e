package import QuernTable
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

  /// What whoever deploys the model should know; `cell`: where the column was made, `cell 4`.
  package func remark(cell: String? = nil) -> String {
    let column = ".\(ColumnExpression.quoted(name))"
    if let step {
      return
        "\(column) is made in \(cell ?? "the notebook"): callers have to send it; with prep: "
        + "recipe(\(step)) the endpoint makes it itself"
    }
    return "\(column) is made of several rows (\(how ?? "rows"))\(cell.map { " in \($0)" } ?? ""): "
      + "callers have to send it, and no step of a recipe can make it"
  }

  /// The remarks of all of a model's inputs; those that only have another name make one.
  package static func remarks(
    of inputs: [ComputedInput], cell: (ComputedInput) -> String?
  ) -> [String] {
    let renamed = inputs.filter { $0.step?.hasPrefix("rename(") ?? false }
    let others = inputs.filter { input in renamed.count < 2 || !renamed.contains(input) }
    let remarks = others.map { $0.remark(cell: cell($0)) }
    guard renamed.count > 1, let first = renamed.first else { return remarks }
    let names = renamed.prefix(4).map { ".\(ColumnExpression.quoted($0.name))" }
    let more = renamed.count > 4 ? " and \(renamed.count - 4) more" : ""
    let pairs = renamed.prefix(2).compactMap(\.step).map {
      $0.dropFirst("rename(".count).dropLast()
    }
    return [
      "\(names.joined(separator: ", "))\(more) are renamed in \(cell(first) ?? "the notebook"): "
        + "callers have to send the new names; with prep: recipe(rename("
        + "\(pairs.joined(separator: ", "))\(renamed.count > 2 ? ", …" : ""))) those of the source"
    ] + remarks
  }

  /// Whether a column of `table` is this input.
  package func isMade(in table: Table) -> Bool {
    switch table.origin(of: name) {
    case .read?, nil: false
    case .rowWise(let step)?: step == self.step
    case .rows(let how)?: how == self.how
    }
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
