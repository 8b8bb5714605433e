/// One thing that a cell shows, in the order in which it shows it.
package enum Output: Hashable, Sendable {
  /// The value of the cell's last expression.
  case result(MIMEBundle)
  /// The value of an earlier expression, or of `show`.
  case display(MIMEBundle)
  /// Text of `print`, with its newlines.
  case stream(String)
  /// A remark of a verb: `kept 6 912 of 7 043; 11 dropped: .tenure is null`.
  case note(String)
  case warning(String)
  case error(ErrorOutput)
  /// Shown while it lasts and never saved.
  case progress(ProgressOutput)

  /// Whether it is shown only while the cell runs.
  package var isTransient: Bool {
    switch self {
    case .progress: true
    case .result, .display, .stream, .note, .warning, .error: false
    }
  }

  /// Bytes of what is shown, about.
  package var byteCount: Int {
    switch self {
    case .result(let bundle), .display(let bundle): bundle.byteCount
    case .stream(let text), .note(let text), .warning(let text): text.utf8.count
    case .error(let error): error.rendered.utf8.count
    case .progress: 0
    }
  }
}

/// An error as a cell shows it.
package struct ErrorOutput: Hashable, Sendable {
  package var code: String
  package var message: String
  /// With source line and carets, without colour.
  package var rendered: String

  package init(code: String, message: String, rendered: String) {
    self.code = code
    self.message = message
    self.rendered = rendered
  }
}

/// How far long work has come.
package struct ProgressOutput: Hashable, Sendable {
  /// Of the display that it updates, unique in its cell; nil for work inside of a word, which
  /// leaves nothing behind.
  package var id: String?
  package var label: String
  package var done: Double
  /// Absent where the end is not known.
  package var total: Double?
  package var unit: String
  /// Since the work began; nil where that is not known.
  package var seconds: Double?

  package init(
    id: String? = nil, label: String, done: Double, total: Double?, unit: String,
    seconds: Double? = nil
  ) {
    self.id = id
    self.label = label
    self.done = done
    self.total = total
    self.unit = unit
    self.seconds = seconds
  }
}
