import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// One word for each algorithm that `train` knows: its parameters are the algorithm's own.
  static let algorithmWords: [Word] = Algorithms.all.map(algorithm)

  private static func algorithm(_ kind: AlgorithmKind) -> Word {
    Word(
      kind.name, .algorithms, kind.summary,
      parameters: kind.parameters.flatMap { parameter in
        ([parameter.name] + parameter.aliases).map { name in
          Parameter.option(
            name, .searched(type(parameter.kind)), default: parameter.defaultValue?.text,
            constants: constants(parameter.kind),
            name == parameter.name ? parameter.summary : "The same as `\(parameter.name)`.")
        }
      },
      result: .type(.plain(.algorithm)),
      examples: [WordExample(kind.example)],
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
    }
  }

  private static func constants(_ kind: ParameterKind.Kind) -> [String] {
    switch kind {
    case .choice(let names), .choices(let names), .countOrShare(let names): names
    case .int, .float, .bool, .text, .intList, .ints: []
    }
  }
}
