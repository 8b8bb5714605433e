package import QuernSyntax
import QuernText

/// Which argument of a call belongs to which parameter.
///
///     Matching(Signature(head), call.arguments, piped: true, range: call.range).bound
package struct Matching: Sendable {
  package enum Source: Hashable, Sendable {
    /// The value before `|>`.
    case piped
    /// The argument at a place.
    case argument(Int)
  }

  /// For each parameter, what was given for it, in the order of the call.
  package private(set) var bound: [[Source]]
  package private(set) var diagnostics: [Diagnostic] = []

  private let signature: Signature
  private let written: [Argument]
  private let range: SourceRange
  /// The parameter that the next argument by place goes to.
  private var next = 0

  package init(
    _ signature: Signature, _ arguments: [Argument], piped: Bool, range: SourceRange
  ) {
    self.signature = signature
    written = arguments
    self.range = range
    bound = signature.parameters.map { _ in [] }
    if piped { place(.piped, range) }
    for (index, argument) in arguments.enumerated() {
      switch argument.label {
      case .none: place(.argument(index), argument.range)
      case .option(let name): option(name, .argument(index), argument)
      case .definition(let name): definition(name, .argument(index), argument)
      }
    }
    requireAll()
  }

  package var isWhole: Bool { diagnostics.isEmpty }

  /// Gives an argument by place to the next parameter that takes one.
  private mutating func place(_ source: Source, _ where: SourceRange) {
    while next < bound.count {
      let parameter = signature.parameters[next]
      switch parameter.kind {
      case .variadic, .definitions:
        bound[next].append(source)
        return
      case .positional where bound[next].isEmpty:
        bound[next].append(source)
        next += 1
        return
      case .positional, .option: next += 1
      }
    }
    guard !diagnostics.contains(where: { $0.code == "extra-argument" }) else { return }
    diagnostics.append(
      .extraArgument(
        word: signature.name, signature: signature.form, meant: optionMeant(by: source),
        at: `where`))
  }

  /// The first option without a value that takes what was given by place: a column.
  private func optionMeant(by source: Source) -> String? {
    guard case .argument(let index) = source, case .column = written[index].value.kind else {
      return nil
    }
    for (place, parameter) in signature.parameters.enumerated()
    where bound[place].isEmpty && parameter.type.takesColumns {
      return parameter.name
    }
    return nil
  }

  private mutating func option(_ name: Name, _ source: Source, _ argument: Argument) {
    guard let index = signature.index(of: name.text),
      signature.parameters[index].kind != .definitions
    else {
      if let reason = signature.refusals[name.text] {
        diagnostics.append(
          .refusedOption(name.text, word: signature.name, reason: reason, at: name.range))
      } else if definitionsIndex != nil, nearestOption(name.text) == nil {
        diagnostics.append(
          .optionForDefinition(
            name.text, word: signature.name, fix: labelFix(name, argument, " = "),
            at: name.range))
      } else {
        diagnostics.append(
          .unknownOption(
            name.text, word: signature.name, nearest: nearestOption(name.text),
            all: listedNames, at: name.range))
      }
      return
    }
    guard bound[index].isEmpty else {
      diagnostics.append(.repeatedOption(name.text, word: signature.name, at: name.range))
      return
    }
    bound[index].append(source)
  }

  private mutating func definition(_ name: Name, _ source: Source, _ argument: Argument) {
    if let index = definitionsIndex {
      bound[index].append(source)
    } else if signature.index(of: name.text) != nil {
      diagnostics.append(
        .definitionForOption(
          name.text, word: signature.name, fix: labelFix(name, argument, ": "),
          at: name.range))
    } else {
      diagnostics.append(
        .unknownOption(
          name.text, word: signature.name, nearest: nearestOption(name.text), all: listedNames,
          at: name.range))
    }
  }

  private mutating func requireAll() {
    guard diagnostics.isEmpty else { return }
    for (index, parameter) in signature.parameters.enumerated()
    where parameter.isRequired && bound[index].isEmpty {
      diagnostics.append(
        parameter.kind == .definitions
          ? .missingDefinition(word: signature.name, at: range)
          : .missingArgument(
            word: signature.name, parameter: parameter.name,
            form: signature.name == Signature.ofNameless ? nil : signature.form, at: range))
    }
  }

  private var definitionsIndex: Int? {
    signature.parameters.firstIndex { $0.kind == .definitions }
  }

  private var optionNames: [String] {
    signature.parameters.filter { $0.kind == .option || $0.kind == .positional }.map(\.name)
  }

  private var listedNames: [String] {
    signature.parameters.filter { $0.isListed && optionNames.contains($0.name) }.map(\.name)
  }

  private func nearestOption(_ name: String) -> String? {
    ForeignNames.option(name, among: optionNames) ?? Suggestion.nearest(name, in: optionNames)
  }

  private func labelFix(_ name: Name, _ argument: Argument, _ sign: String) -> Diagnostic.Fix? {
    guard argument.value.range.lower >= name.range.upper else { return nil }
    return Diagnostic.Fix(
      range: SourceRange(name.range.upper, argument.value.range.lower), replacement: sign)
  }
}
