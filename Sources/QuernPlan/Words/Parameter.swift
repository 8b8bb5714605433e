package import QuernSyntax

/// One parameter of a word: how it is given, what it takes and what it means.
///
///     .required("n", .int, "How many rows.")
package struct Parameter: Sendable {
  package enum Kind: Hashable, Sendable {
    /// By place, or by name with `:`.
    case positional
    /// By name with `:` alone.
    case option
    /// Every further argument by place.
    case variadic
    /// Every argument of the form `name = e`.
    case definitions
  }

  package let name: String
  package let kind: Kind
  package let type: ParameterType
  package let isRequired: Bool
  /// As the reference shows it: `5`, `inner`; nil where absence has a meaning of its own.
  package let defaultText: String?
  /// Names that are looked up here, before any other, and only here.
  package let constants: [String]
  /// The argument is not evaluated: the body gets it as a function without parameters.
  package let isDeferred: Bool
  /// Words that may be called in this argument, and only here: `line(y: 0)` in `layer`.
  package let forms: [Word]
  package let doc: String
  /// Whether messages name it among the options; other names of one, and what has no effect, not.
  package private(set) var isListed = true

  package init(
    _ name: String, _ kind: Kind, _ type: ParameterType, isRequired: Bool = false,
    defaultText: String? = nil, constants: [String] = [], isDeferred: Bool = false,
    forms: [Word] = [], doc: String
  ) {
    self.name = name
    self.kind = kind
    self.type = type
    self.isRequired = isRequired
    self.defaultText = defaultText
    self.constants = constants
    self.isDeferred = isDeferred
    self.forms = forms
    self.doc = doc
  }

  /// The same, left out where messages name the options.
  package var unlisted: Parameter {
    var parameter = self
    parameter.isListed = false
    return parameter
  }

  /// The form that an expression calls.
  package func form(_ expression: Expression) -> (word: Word, call: Call)? {
    guard case .call(let call) = expression.kind, case .name(let name) = call.callee,
      let word = forms.first(where: { $0.name == name.text })
    else { return nil }
    return (word, call)
  }

  /// A parameter that must be given, by place or name.
  package static func required(
    _ name: String, _ type: ParameterType, constants: [String] = [], _ doc: String
  ) -> Parameter {
    Parameter(name, .positional, type, isRequired: true, constants: constants, doc: doc)
  }

  /// A parameter that may be given by place or name.
  package static func optional(
    _ name: String, _ type: ParameterType, default text: String? = nil, constants: [String] = [],
    _ doc: String
  ) -> Parameter {
    Parameter(name, .positional, type, defaultText: text, constants: constants, doc: doc)
  }

  /// A parameter that is given by name alone.
  package static func option(
    _ name: String, _ type: ParameterType, default text: String? = nil, constants: [String] = [],
    _ doc: String
  ) -> Parameter {
    Parameter(name, .option, type, defaultText: text, constants: constants, doc: doc)
  }

  /// An option that must be given.
  package static func requiredOption(
    _ name: String, _ type: ParameterType, constants: [String] = [], _ doc: String
  ) -> Parameter {
    Parameter(name, .option, type, isRequired: true, constants: constants, doc: doc)
  }

  /// All further arguments by place; `isRequired`: at least one of them.
  package static func rest(
    _ name: String, _ type: ParameterType, isRequired: Bool = false, constants: [String] = [],
    _ doc: String
  ) -> Parameter {
    Parameter(name, .variadic, type, isRequired: isRequired, constants: constants, doc: doc)
  }

  /// Definitions of columns: `name = e`.
  package static func definitions(isRequired: Bool = true, _ doc: String) -> Parameter {
    Parameter(
      "definitions", .definitions, .expression, isRequired: isRequired, doc: doc)
  }

  /// An argument that the body evaluates itself, or not at all.
  package static func deferred(
    _ name: String, _ kind: Kind = .positional, _ doc: String
  ) -> Parameter {
    Parameter(name, kind, .any, isRequired: kind == .positional, isDeferred: true, doc: doc)
  }
}
