package import QuernLearning
package import QuernTable
package import QuernValue
import QuernSyntax

/// Arguments by type. A function that returns an optional gives nil for an absent or null argument;
/// for a required parameter the value is there, or the call was refused before.
extension WordCall {
  package func value(_ name: String) -> Value {
    if case .one(let value) = argument(name) { return value }
    return .null
  }

  /// The arguments of a variadic parameter.
  package func values(_ name: String) -> [Value] {
    switch argument(name) {
    case .absent, .definitions, .deferred: []
    case .one(let value): [value]
    case .many(let values): values
    }
  }

  package func table(_ name: String) throws(RuntimeError) -> Table {
    guard let table = try tableIfGiven(name) else { throw wrong(name, .null) }
    return table
  }

  package func tableIfGiven(_ name: String) throws(RuntimeError) -> Table? {
    switch value(name) {
    case .null: return nil
    case .table(let table): return table
    case let other: throw wrong(name, other)
    }
  }

  package func int(_ name: String) throws(RuntimeError) -> Int? {
    switch value(name) {
    case .null: return nil
    case .int(let value): return Int(value)
    case let other: throw wrong(name, other)
    }
  }

  /// An int in a range; outside of it is an error that names the range.
  package func int(_ name: String, in range: ClosedRange<Int>) throws(RuntimeError) -> Int? {
    guard let value = try int(name) else { return nil }
    guard range.contains(value) else {
      throw RuntimeError(
        .argumentOutOfRange(
          word: word.name, parameter: name, value: String(value), lower: range.lowerBound,
          upper: range.upperBound, at: self.range(of: name)))
    }
    return value
  }

  package func double(_ name: String) throws(RuntimeError) -> Double? {
    switch value(name) {
    case .null: return nil
    case .int(let value): return Double(value)
    case .float(let value): return value
    case let other: throw wrong(name, other)
    }
  }

  package func bool(_ name: String) throws(RuntimeError) -> Bool? {
    switch value(name) {
    case .null: return nil
    case .bool(let value): return value
    case let other: throw wrong(name, other)
    }
  }

  package func string(_ name: String) throws(RuntimeError) -> String? {
    switch value(name) {
    case .null: return nil
    case .string(let text), .constant(let text): return text
    case let other: throw wrong(name, other)
    }
  }

  /// One of the parameter's constants, given by its bare name or as a string.
  package func constant(_ name: String) throws(RuntimeError) -> String? {
    guard let text = try string(name) else { return nil }
    let constants = word.parameter(name)?.constants ?? []
    guard constants.isEmpty || constants.contains(text) else {
      throw RuntimeError(
        .unknownConstant(
          text, word: word.name, parameter: name, among: constants,
          at: range(of: name)))
    }
    return text
  }

  package func function(_ name: String) throws(RuntimeError) -> FunctionValue {
    switch value(name) {
    case .function(let function): return function
    case let other: throw wrong(name, other)
    }
  }

  /// A list, or a range of ints as one; at most `listCountMax` long.
  package func list(_ name: String) throws(RuntimeError) -> [Value]? {
    switch value(name) {
    case .null: return nil
    case .list(let values): return values
    case .range(.int(let lower), .int(let upper)):
      guard lower <= upper else { return [] }
      let (count, overflow) = upper.subtractingReportingOverflow(lower)
      guard !overflow, count < PlanLimits.listCountMax else {
        throw RuntimeError(.listTooLong(at: range(of: name)), .limit)
      }
      return (lower...upper).map { .int($0) }
    case let other: throw wrong(name, other)
    }
  }

  package func record(_ name: String) throws(RuntimeError) -> Record? {
    switch value(name) {
    case .null: return nil
    case .record(let record): return record
    case let other: throw wrong(name, other)
    }
  }

  package func model(_ name: String) throws(RuntimeError) -> Model {
    guard case .model(let model) = value(name) else { throw wrong(name, value(name)) }
    return model
  }

  /// An algorithm; of what `tune` gave the best.
  package func algorithm(_ name: String) throws(RuntimeError) -> AlgorithmSpec {
    switch value(name) {
    case .algorithm(let spec): return spec
    case .record(let tuned):
      guard case .algorithm(let spec)? = tuned["best"] else { throw wrong(name, value(name)) }
      return spec
    case let other: throw wrong(name, other)
    }
  }

  package func endpoint(_ name: String) throws(RuntimeError) -> EndpointHandle {
    guard case .endpoint(let handle) = value(name) else { throw wrong(name, value(name)) }
    return handle
  }

  /// A recipe, or a single step as one.
  package func recipe(_ name: String) throws(RuntimeError) -> Recipe? {
    switch value(name) {
    case .null: return nil
    case .recipe(let recipe): return recipe
    case .step(let step): return Recipe(steps: [step])
    case let other: throw wrong(name, other)
    }
  }

  /// The steps of a variadic parameter; a recipe among them gives all of its steps.
  package func steps(_ name: String) throws(RuntimeError) -> [RecipeStep] {
    var steps: [RecipeStep] = []
    for value in values(name) {
      switch value {
      case .step(let step): steps.append(step)
      case .recipe(let recipe): steps += recipe.steps
      case let other: throw wrong(name, other)
      }
    }
    return steps
  }
}

extension WordCall {
  /// The error of an argument of a wrong type.
  package func wrong(_ name: String, _ value: Value) -> RuntimeError {
    guard let parameter = word.parameter(name) else { return missing(name) }
    return RuntimeError(
      .argumentType(
        word: word.name, parameter: name, expected: parameter.type.name,
        found: value.type.nameWithArticle, at: range(of: name)))
  }

  /// The error of an argument that was not given.
  package func missing(_ name: String) -> RuntimeError {
    RuntimeError(.missingArgument(word: word.name, parameter: name, at: site.range))
  }
}
