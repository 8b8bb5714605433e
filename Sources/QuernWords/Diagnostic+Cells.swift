import QuernSyntax

/// What goes wrong with questions to the user.
extension Diagnostic {
  static func nobodyToAsk(_ question: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "nobody-to-ask", message: "nobody is there to answer “\(question)”", range: range,
      hints: [
        "give `ask` a `default:`, or make it a `param` and give it from outside: "
          + "quern run … -p name=value",
        "at a terminal, `quern run` and `quern repl` ask",
      ])
  }

  static func answerNotRead(
    _ question: String, type: String, complaint: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "answer-not-read",
      message: "“\(question)” was asked three times: \(complaint)", range: range,
      hints: ["run the cell again and answer with a value of type \(type), as its literal"])
  }
}
