/// Where a position lies with regard to quotes.
///
/// A piece of a file can be entered in three ways. Each piece works out, in parallel, how it is
/// left for each of them; then one short pass from piece to piece tells how each is truly entered.
/// That is exact for every file, also where quoted fields run over many pieces.
enum CSVQuoteState: Hashable, Sendable {
  /// In unquoted text, or at the start of a field.
  case outside
  /// Between an opening quote and its closing one.
  case inside
  /// Behind a quote that closes, unless another follows at once.
  case afterQuote
}

/// How a piece of text is left, by how it is entered.
struct CSVQuoteTransition: Sendable {
  var fromOutside: CSVQuoteState
  var fromInside: CSVQuoteState
  var fromAfterQuote: CSVQuoteState

  func callAsFunction(_ state: CSVQuoteState) -> CSVQuoteState {
    switch state {
    case .outside: fromOutside
    case .inside: fromInside
    case .afterQuote: fromAfterQuote
    }
  }
}

/// Finds record starts in text that is entered somewhere.
struct CSVQuoteScanner {
  let dialect: CSVDialect
  /// The whole text; the byte before its first one counts as a line end.
  let base: UnsafePointer<UInt8>

  func transition(from lower: Int, to upper: Int) -> CSVQuoteTransition {
    guard CSVBytes.find(dialect.quote, base, from: lower, to: upper) < upper else {
      return CSVQuoteTransition(
        fromOutside: .outside, fromInside: .inside,
        fromAfterQuote: lower < upper ? .outside : .afterQuote)
    }
    return CSVQuoteTransition(
      fromOutside: state(enteredIn: .outside, from: lower, to: upper),
      fromInside: state(enteredIn: .inside, from: lower, to: upper),
      fromAfterQuote: state(enteredIn: .afterQuote, from: lower, to: upper))
  }

  /// The state at `upper` when the state at `lower` is `entered`.
  func state(enteredIn entered: CSVQuoteState, from lower: Int, to upper: Int) -> CSVQuoteState {
    guard lower < upper else { return entered }
    let quote = dialect.quote
    var i = lower
    var isInside = entered == .inside
    if entered == .afterQuote, base[lower] == quote {
      isInside = true
      i = lower + 1
    }
    while true {
      i = CSVBytes.find(quote, base, from: i, to: upper)
      if i >= upper { return isInside ? .inside : .outside }
      if isInside {
        if i + 1 >= upper { return .afterQuote }
        if base[i + 1] == quote {
          i += 2
        } else {
          isInside = false
          i += 1
        }
      } else {
        isInside = isFieldStart(i)
        i += 1
      }
    }
  }

  /// The first record start at or behind `lower`, up to `upper` inclusive; nil when a record goes
  /// on beyond.
  func recordStart(enteredIn entered: CSVQuoteState, from lower: Int, to upper: Int) -> Int? {
    if entered == .outside, lower == 0 || base[lower - 1] == dialect.newline { return lower }
    var state = entered
    for i in lower..<upper {
      let byte = base[i]
      switch state {
      case .inside:
        if byte == dialect.quote { state = .afterQuote }
      case .afterQuote where byte == dialect.quote:
        state = .inside
      case .afterQuote, .outside:
        if byte == dialect.newline { return i + 1 }
        let opens = state == .outside && byte == dialect.quote && isFieldStart(i)
        state = opens ? .inside : .outside
      }
    }
    return nil
  }

  private func isFieldStart(_ i: Int) -> Bool {
    var before = i - 1
    while dialect.skipsBlanks, before >= 0, base[before] == 0x20 { before -= 1 }
    return before < 0 || base[before] == dialect.delimiter || base[before] == dialect.newline
  }
}
