import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `ask("How many trees?", default: 100)`
  static let ask = Word(
    "ask", .cells,
    "Ask whoever runs the cell; the answer is read anew in each run. For a value that runs without "
      + "anybody need, use `param`.",
    parameters: [
      .required("question", .string, "What is shown."),
      .option("default", .any, "The value of an empty answer, and where nobody can answer."),
      .option(
        "type", .constant, default: "str", constants: Answer.typeNames,
        "What the answer is read as; that of `default` where it is not said."),
      .option("secret", .bool, default: "false", "Hide what is typed, and the value: a secret."),
    ],
    result: .analysed { call in
      if case .bool(true)? = call.argument("secret")?.literal?.value { return .plain(.secret) }
      if case .constant(let name)? = call.argument("type")?.literal?.value {
        return DataType.parse(name).map { StaticType($0) } ?? .unknown
      }
      if call.argument("type") != nil { return .unknown }
      guard let type = call.argument("default")?.type, type != .null else { return .string }
      return type
    },
    effect: .reads, target: "question",
    examples: [WordExample("ask(\"How many trees?\", default: 100)")],
    body: { call in try Answer(call).value() })
}

/// One `ask`: the question, what the answer is read as, and what stands for an empty one.
private struct Answer {
  static let typeNames = [
    "bool", "int", "float", "str", "date", "time", "datetime", "instant", "duration", "size",
  ]
  /// How often an answer that cannot be read is asked for again.
  private static let attemptCountMax = 3

  let call: WordCall
  let question: String
  let type: DataType
  let isSecret: Bool
  /// Nil where none was given.
  let fallback: Value?

  init(_ call: WordCall) throws(RuntimeError) {
    self.call = call
    question = try call.string("question") ?? ""
    isSecret = try call.bool("secret") ?? false
    let given = call.isGiven("default") ? call.value("default") : nil
    let named = try call.constant("type").flatMap { DataType.parse($0) }
    let type = named ?? Self.type(of: given)
    guard let type, !isSecret || type == .string else { throw call.wrong("type", call.value("type")) }
    self.type = type
    switch (given, type) {
    case (.int(let int)?, .float): fallback = .float(Double(int))
    case (.string(let text)?, .string) where isSecret: fallback = .secret(text)
    case (let value?, _):
      guard value.isNull || Self.type(of: value) == type else {
        throw RuntimeError(
          .argumentType(
            word: "ask", parameter: "default", expected: "a value of type \(type.name)",
            found: value.type.nameWithArticle, at: call.range(of: "default")))
      }
      fallback = value
    case (nil, _): fallback = nil
    }
  }

  /// The type that an answer in the place of a value has; nil of what nobody can type.
  private static func type(of value: Value?) -> DataType? {
    guard let value, !value.isNull else { return .string }
    if case .secret = value { return .string }
    guard let type = value.scalar?.type, typeNames.contains(type.name) else { return nil }
    return type
  }

  func value() throws -> Value {
    var complaint: String?
    for _ in 0..<Self.attemptCountMax {
      let asked = UserQuestion(text: prompt(complaint), isSecret: isSecret)
      guard let text = try call.host.ask(asked) else { return try unanswered() }
      let answer = isSecret ? text : Self.trimmed(text)
      if answer.isEmpty {
        if let fallback { return fallback }
        if type == .string { return isSecret ? .secret("") : .string("") }
      }
      if isSecret { return .secret(answer) }
      if let value = try read(answer) { return value }
      complaint = answer.isEmpty ? "An answer is needed" : "“\(answer)” is no \(type.name)"
    }
    throw RuntimeError(
      .answerNotRead(question, type: type.name, complaint: complaint ?? "", at: call.site.range))
  }

  private static func trimmed(_ text: String) -> String {
    let blanks: Set<Character> = [" ", "\t", "\r", "\n"]
    let rest = text.drop { blanks.contains($0) }
    return String(rest.reversed().drop { blanks.contains($0) }.reversed())
  }

  private func prompt(_ complaint: String?) -> String {
    var text = complaint.map { "\($0). " } ?? ""
    text += question
    if let fallback, !fallback.isNull, !isSecret {
      text += " [\(fallback.interpolated ?? fallback.literalText)]"
    }
    return text
  }

  private func unanswered() throws(RuntimeError) -> Value {
    guard let fallback else {
      throw RuntimeError(.nobodyToAsk(question, at: call.site.range), .denied)
    }
    let shown = isSecret ? "the default" : "the default, \(fallback.literalText),"
    call.tableContext.notes.add(
      Note(code: "not-answered", text: "“\(question)” was not answered: \(shown) stands"))
    return fallback
  }

  /// Nil where the text cannot be read as the type.
  private func read(_ text: String) throws -> Value? {
    if type == .string { return .string(text) }
    if type == .bool {
      switch text.lowercased() {
      case "y", "yes": return .bool(true)
      case "n", "no": return .bool(false)
      default: break
      }
    }
    do {
      let value = try OneRow.value(
        .function(.cast(type), [.column("x")]), ["x"], [.string(text)], call)
      return value.isNull ? nil : value
    } catch TableError.interrupted {
      throw TableError.interrupted
    } catch is TableError {
      return nil
    }
  }
}
