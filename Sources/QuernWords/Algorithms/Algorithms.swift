import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// One word for each algorithm that `train` knows: its parameters are the algorithm's own.
  static let algorithmWords: [Word] = Algorithms.all.flatMap { kind in
    ([kind.name] + kind.otherNames).map { algorithm(kind, called: $0) }
  }

  private static func algorithm(_ kind: AlgorithmKind, called name: String) -> Word {
    Word(
      name, .algorithms,
      name == kind.name ? kind.summary : "The same as `\(kind.name)`, as others call it.",
      parameters: kind.parameters.flatMap { parameter in
        ([parameter.name] + parameter.aliases).map { option($0, parameter) }
      },
      result: .analysed { call in
        // What is written down can be checked before anything runs.
        if call.arguments.allSatisfy({ $0.allSatisfy(\.isExact) }) { _ = call.runBody() }
        return .plain(.algorithm)
      },
      examples: [WordExample(name == kind.name ? kind.example : "\(name)()")],
      refusals: kind.refusals,
      body: { call in
        var spec = AlgorithmSpec(name: kind.name)
        for parameter in call.word.parameters where call.isGiven(parameter.name) {
          let value = call.value(parameter.name)
          guard let scalar = value.scalar ?? constantScalar(value) ?? openScalar(value) else {
            throw call.wrong(parameter.name, value)
          }
          if scalar != .null { spec.parameters.append((name: parameter.name, value: scalar)) }
        }
        _ = try SearchSpace(spec)
        return .algorithm(spec)
      })
  }

  private static func option(_ name: String, _ parameter: ParameterKind) -> Parameter {
    let isFirst = name == parameter.name
    let option = Parameter.option(
      name, .searched(type(parameter.kind)), default: parameter.defaultValue?.text,
      constants: constants(parameter.kind) + parameter.refusedWords.keys.sorted(),
      isFirst ? parameter.summary : "The same as `\(parameter.name)`.")
    return isFirst && parameter.withoutEffect == nil ? option : option.unlisted
  }

  private static func constantScalar(_ value: Value) -> Scalar? {
    switch value {
    case .constant(let name): .string(name)
    case .list(let values):
      .list(
        values.compactMap { value in
          if case .constant(let name) = value { .string(name) } else { value.scalar }
        })
    default: nil
    }
  }

  /// A range that `tune` chooses from.
  private static func openScalar(_ value: Value) -> Scalar? {
    guard case .range(let lower, let upper) = value, let from = lower.scalar, let to = upper.scalar
    else { return nil }
    return .structure([("from", from), ("to", to)])
  }

  private static func type(_ kind: ParameterKind.Kind) -> ParameterType {
    switch kind {
    case .int: .int
    case .float: .number
    case .bool: .bool
    case .choice, .text: .either([.constant, .string])
    case .choices: .either([.constant, .string, .list])
    case .intList: .list
    case .ints: .either([.int, .list])
    case .countOrShare(let names): names.isEmpty ? .number : .either([.number, .constant, .string])
    case .numberOrWord: .either([.number, .constant, .string])
    case .anything: .any
    }
  }

  private static func constants(_ kind: ParameterKind.Kind) -> [String] {
    switch kind {
    case .choice(let names), .choices(let names), .countOrShare(let names),
      .numberOrWord(let names):
      names
    case .anything: ["auto"]
    case .int, .float, .bool, .text, .intList, .ints: []
    }
  }
}
