package import QuernLearning
package import QuernTable
package import QuernValue

/// A built-in word: its signature, its manual, its effect and its body, in one value.
///
///     extension Word {
///       package static let head = Word(
///         "head", .looking, "The first rows of a table.",
///         parameters: [.required("t", .table, "…"), .optional("n", .int, default: "5", "…")],
///         result: .verb(),
///         examples: [WordExample("table({a: [1, 2, 3]}) |> head(2)")],
///         body: { call in .table(try call.table("t").head(call.int("n") ?? 5)) })
///     }
package struct Word: Sendable {
  package typealias Body = @Sendable (WordCall) throws -> Value
  package typealias Lift = @Sendable (WordCall) throws -> ColumnExpression
  package typealias Step = @Sendable (WordCall) throws -> RecipeStep

  /// What a word is, held once: every call has its word.
  private final class Entry: Sendable {
    let name: String
    let category: WordCategory
    let summary: String
    let parameters: [Parameter]
    let result: ResultRule
    let effect: EffectRule
    let target: String?
    let isRandom: Bool
    let isQuiet: Bool
    let examples: [WordExample]
    let refusals: [String: String]
    let lift: Lift?
    let step: Step?
    let body: Body

    init(
      name: String, category: WordCategory, summary: String, parameters: [Parameter],
      result: ResultRule, effect: EffectRule, target: String?, isRandom: Bool,
      isQuiet: Bool, examples: [WordExample], refusals: [String: String], lift: Lift?,
      step: Step?, body: @escaping Body
    ) {
      self.name = name
      self.category = category
      self.summary = summary
      self.parameters = parameters
      self.result = result
      self.effect = effect
      self.target = target
      self.isRandom = isRandom
      self.isQuiet = isQuiet
      self.examples = examples
      self.refusals = refusals
      self.lift = lift
      self.step = step
      self.body = body
    }
  }

  private let entry: Entry

  package var name: String { entry.name }
  package var category: WordCategory { entry.category }
  /// One line, for lists and completion.
  package var summary: String { entry.summary }
  package var parameters: [Parameter] { entry.parameters }
  package var result: ResultRule { entry.result }
  package var effect: EffectRule { entry.effect }
  /// The parameter that names what is read or changed, for the plan: `path`, `name`.
  package var target: String? { entry.target }
  package var isRandom: Bool { entry.isRandom }
  /// Its result is not shown where the call stands as a statement: `print`, `show`.
  package var isQuiet: Bool { entry.isQuiet }
  package var examples: [WordExample] { entry.examples }
  /// Options that others have and the word has not, with what to do instead.
  package var refusals: [String: String] { entry.refusals }
  /// Makes an expression over columns where an argument is one; nil: the word does not lift.
  package var lift: Lift? { entry.lift }
  /// Makes the step that the word is inside `recipe(…)`, where it is written without its table.
  package var step: Step? { entry.step }
  package var body: Body { entry.body }

  package init(
    _ name: String, _ category: WordCategory, _ summary: String, parameters: [Parameter],
    result: ResultRule, effect: EffectRule = .pure, target: String? = nil,
    isRandom: Bool = false, isQuiet: Bool = false, examples: [WordExample],
    refusals: [String: String] = [:], lift: Lift? = nil, step: Step? = nil, body: @escaping Body
  ) {
    entry = Entry(
      name: name, category: category, summary: summary, parameters: parameters,
      result: result, effect: effect, target: target, isRandom: isRandom,
      isQuiet: isQuiet, examples: examples, refusals: refusals, lift: lift, step: step,
      body: body)
  }

  package func parameter(_ name: String) -> Parameter? {
    parameters.first { $0.name == name }
  }

  /// Whether the word takes a table first, so that inside a recipe it is written without.
  package var takesTableFirst: Bool {
    guard let first = parameters.first, first.kind == .positional else { return false }
    return first.type == .table || step != nil
  }

  /// `head(t, n: 5)`: the first line of its manual.
  package var signature: String {
    let shown = parameters.map { parameter in
      switch parameter.kind {
      case .variadic: "\(parameter.name) …"
      case .definitions: "name = e …"
      case .positional, .option:
        parameter.defaultText.map { "\(parameter.name): \($0)" }
          ?? (parameter.kind == .option || !parameter.isRequired
            ? "\(parameter.name):" : parameter.name)
      }
    }
    return "\(name)(\(shown.joined(separator: ", ")))"
  }
}

/// Where a word stands in the reference.
package enum WordCategory: String, Hashable, Sendable, CaseIterable {
  case cells
  case files = "reading and writing"
  case looking
  case shaping
  case missing
  case selectors
  case aggregates
  case windows
  case values
  case categories
  case lists = "lists and structs"
  case strings
  case dates
  case statistics
  case preparing
  case algorithms
  case running
  case plots
  case platform
}

/// A cell that shows a word at work; run as a test.
package struct WordExample: Hashable, Sendable {
  package let source: String
  /// The result as plain text; nil: it only has to run.
  package let shows: String?

  package init(_ source: String, shows: String? = nil) {
    self.source = source
    self.shows = shows
  }
}
