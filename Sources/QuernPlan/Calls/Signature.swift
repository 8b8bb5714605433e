package import QuernSyntax
package import QuernValue

/// What a call is matched against: a word's parameters, or a function's formals.
package struct Signature: Sendable {
  package var name: String
  package var parameters: [Parameter]
  /// Options that it has not, with what to do instead.
  package var refusals: [String: String]

  package init(name: String, parameters: [Parameter], refusals: [String: String] = [:]) {
    self.name = name
    self.parameters = parameters
    self.refusals = refusals
  }

  package init(_ word: Word) {
    self.init(name: word.name, parameters: word.parameters, refusals: word.refusals)
  }

  /// The same without its first parameter: a verb inside of a recipe.
  package init(step word: Word) {
    self.init(
      name: word.name, parameters: Array(word.parameters.dropFirst()), refusals: word.refusals)
  }

  /// What messages call a function without a name.
  package static let ofNameless = "this function"

  /// Every formal can be given by place or by name.
  package init(_ shape: FunctionShape) {
    let parameters = shape.formals.enumerated().map { index, name in
      Parameter(name, .positional, .any, isRequired: index < shape.requiredCount, doc: "")
    }
    self.init(name: shape.name ?? Self.ofNameless, parameters: parameters)
  }

  /// `f(a, b:)`: how the call is written.
  package var form: String {
    let shown = parameters.map { parameter in
      switch parameter.kind {
      case .variadic: "\(parameter.name) …"
      case .definitions: "name = e …"
      case .option: "\(parameter.name):"
      case .positional: parameter.isRequired ? parameter.name : "\(parameter.name):"
      }
    }
    return "\(name)(\(shown.joined(separator: ", ")))"
  }

  package func index(of name: String) -> Int? {
    parameters.firstIndex { $0.name == name }
  }
}

extension FunctionShape {
  package init(_ statement: FunctionStatement) {
    self.init(
      name: statement.name.text, formals: statement.formals.map(\.name.text),
      requiredCount: statement.formals.prefix { $0.value == nil }.count)
  }

  package init(_ function: FunctionValue) {
    self.init(
      name: function.name, formals: function.formals, requiredCount: function.requiredCount)
  }
}
