package import QuernSyntax
package import QuernText

/// A typed input of a notebook: `param region: str in ["eu", "us"] = "eu"`.
package struct NotebookParameter: Sendable, Hashable {
  package let name: String
  package let type: TypeSyntax
  /// A literal list of choices or a literal range; nil where any value of the type will do, or
  /// where the domain is computed and only the run can check it.
  package let domain: Expression?
  package let isRequired: Bool
  /// The cell it stands in.
  package let cell: String

  /// The parameters that the cells declare, in order.
  ///
  /// Cells that do not parse declare what could be read of them: their own diagnostics come when
  /// they are run.
  package static func declared(in notebook: Notebook) -> [NotebookParameter] {
    notebook.cells.flatMap { cell in
      Parser.parse(SourceText(cell.source)).0.statements.compactMap { statement in
        guard case .param(let param) = statement else { return nil }
        return NotebookParameter(
          name: param.name.text, type: param.type, domain: param.domain,
          isRequired: param.value == nil && !param.type.isOptional, cell: cell.id)
      }
    }
  }

  /// The type as it is written: `list[int]?`.
  package var typeText: String { Self.text(type) }

  private static func text(_ type: TypeSyntax) -> String {
    type.name.text + (type.argument.map { "[\(text($0))]" } ?? "") + (type.isOptional ? "?" : "")
  }
}

/// A value given on the command line that does not fit the notebook's parameters.
package enum ParameterError: Error, Sendable, Hashable {
  case unknown(name: String, declared: [String])
  case missing(NotebookParameter)
  case illTyped(NotebookParameter, text: String, reason: String)
  case outOfDomain(NotebookParameter, text: String, domain: String)
  case repeated(name: String)
  case malformed(text: String)

  /// What is wrong and what to write.
  package var message: String {
    switch self {
    case .unknown(let name, let declared):
      "there is no parameter `\(name)`" + Self.suggestion(name, declared)
    case .missing(let parameter):
      "parameter `\(parameter.name)` needs a value: -p \(parameter.name)=… "
        + "(\(parameter.typeText), declared in \(parameter.cell))"
    case .illTyped(let parameter, let text, let reason):
      "parameter `\(parameter.name)` is \(parameter.typeText): `\(text)` \(reason)"
    case .outOfDomain(let parameter, let text, let domain):
      "parameter `\(parameter.name)`: `\(text)` is not in \(domain)"
    case .repeated(let name):
      "parameter `\(name)` is given twice"
    case .malformed(let text):
      "`-p \(text)`: expected name=value, or @file with one name=value a line"
    }
  }

  private static func suggestion(_ name: String, _ declared: [String]) -> String {
    guard !declared.isEmpty else { return "; the notebook declares none" }
    if let near = EditDistance.nearest(name, in: declared).first {
      return "; did you mean `\(near)`?"
    }
    return "; the notebook declares \(declared.joined(separator: ", "))"
  }
}

/// The values of a run's parameters, each as a literal of the language.
package struct ParameterValues: Sendable, Hashable {
  /// Name → literal source, such as `"us"` or `0.5`.
  package private(set) var literals: [String: String] = [:]
  /// Those whose values are shown nowhere.
  package private(set) var secrets: Set<String> = []

  package init() {}

  /// The values by name, as JSON in the declared types; a secret as `seal` has it.
  package func json<Failure: Error>(
    sealing seal: (String) throws(Failure) -> JSON
  ) throws(Failure) -> JSONObject {
    var object = JSONObject()
    for (name, literal) in literals.sorted(by: { $0.key < $1.key }) {
      let json = ParameterLiteral.json(literal)
      if secrets.contains(name), let text = json.stringValue {
        object[name] = try seal(text)
      } else {
        object[name] = json
      }
    }
    return object
  }

  /// The literals as a lock tells them.
  package var shownLiterals: [String: String] {
    literals.merging(secrets.map { ($0, "secret") }) { $1 }
  }

  /// Checks what was given against what is declared; every mistake at once.
  ///
  /// - Parameter given: name and text of each `-p`, in order.
  package static func check(
    given: [(name: String, text: String)], declared: [NotebookParameter]
  ) -> (ParameterValues, [ParameterError]) {
    var values = ParameterValues()
    var errors: [ParameterError] = []
    for (name, text) in given {
      guard let parameter = declared.first(where: { $0.name == name }) else {
        errors.append(.unknown(name: name, declared: declared.map(\.name)))
        continue
      }
      guard values.literals[name] == nil else {
        errors.append(.repeated(name: name))
        continue
      }
      do {
        values.literals[name] = try ParameterLiteral.checked(text, for: parameter)
        if parameter.type.name.text == "secret" { values.secrets.insert(name) }
      } catch {
        errors.append(error)
      }
    }
    let named = Set(given.map(\.name))
    for parameter in declared where parameter.isRequired && !named.contains(parameter.name) {
      errors.append(.missing(parameter))
    }
    return (values, errors)
  }
}
