/// What may be typed at a place of a text: what a prompt and a notebook's editor complete.
///
///     CompletionContext(SourceText("t |> filter(.ten"), codePoint: 16)
///     // position: .column, prefix: "ten", calls: [filter, piped from "t"]
///
/// It reads the tokens before the place alone, so that it works while a line is half typed.
package struct CompletionContext: Hashable, Sendable {
  package enum Position: Hashable, Sendable {
    /// The beginning of a statement: keywords, words, names.
    case statement
    /// A value: words and names.
    case expression
    /// The beginning of an argument: options of the innermost call, then values.
    case argument
    /// The value of an option of the innermost call: its constants, then values.
    case optionValue(String)
    /// After `|>`: words that take a value, functions.
    case step
    /// After a dot in prefix position: columns.
    case column
    /// After a dot glued to the value in that range: its fields, or a used file's definitions.
    case field(of: SourceRange)
    /// In a string: a path, where the call wants one. The prefix is the string up to the place.
    case string
    /// After a whole value: operators.
    case operation
    /// After `param x:`.
    case type
    /// A new name, a number or a comment: nothing can be offered.
    case nothing
  }

  /// A call around the place.
  package struct CallSite: Hashable, Sendable {
    /// `f`, or `lib.f`.
    package var name: String
    /// What is piped into it, nil where nothing is.
    package var piped: SourceRange?
    /// Its first argument, where that has no label and is whole.
    package var firstArgument: SourceRange?
    /// Commas between its parenthesis and the place.
    package var argumentIndex: Int
    /// Options and definitions before the place.
    package var labels: [String]

    package init(
      name: String, piped: SourceRange?, firstArgument: SourceRange?, argumentIndex: Int,
      labels: [String]
    ) {
      self.name = name
      self.piped = piped
      self.firstArgument = firstArgument
      self.argumentIndex = argumentIndex
      self.labels = labels
    }
  }

  package var position: Position
  /// What is typed of the name already, without its dot or quote.
  package var prefix: String
  /// The prefix's place: what a completion replaces.
  package var range: SourceRange
  /// The calls around the place, the innermost first. Inside of `derive(x = sum(.a` it is `sum`,
  /// and `derive` holds the table whose columns are meant.
  package var calls: [CallSite]
  /// What is piped at the place, after `|>`.
  package var piped: SourceRange?

  /// The context at a place counted in code points, as editors do.
  package init(_ source: SourceText, codePoint: Int) {
    self.init(source, offset: source.offset(ofCodePoint: codePoint))
  }

  /// The context at a place counted in UTF-8.
  package init(_ source: SourceText, offset: Int) {
    self = ContextReader(source.slice(SourceRange(0, offset))).context()
  }

  init(position: Position, prefix: String, range: SourceRange) {
    self.position = position
    self.prefix = prefix
    self.range = range
    calls = []
    piped = nil
  }
}
