import QuernText
package import QuernValue

/// The moving line of a cell that runs: a spinner, the time, and how far it is.
package struct ProgressLine: Sendable {
  private static let frames = Array("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")

  /// The loop over `progress(…)`, and the work inside of it.
  private var outer: ProgressOutput?
  private var inner: ProgressOutput?
  private var frame = 0

  package init() {}

  /// Takes the news in; where a loop moves on, the work inside of its last turn is over.
  package mutating func note(_ progress: ProgressOutput) {
    if progress.id == nil {
      inner = progress
    } else {
      if outer?.done != progress.done { inner = nil }
      outer = progress
    }
  }

  /// The loop has ended and left its line.
  package mutating func end(_ display: MIMEBundle) {
    if let id = display.displayId, id == outer?.id { (outer, inner) = (nil, nil) }
  }

  /// The next picture of the line.
  package mutating func next(_ title: String, seconds: Double) -> String {
    frame = (frame + 1) % Self.frames.count
    var text = "\(Self.frames[frame]) \(title)\(title.isEmpty ? "" : "  ")"
    text += Numbers.seconds(seconds)
    switch (outer, inner) {
    case (let outer?, let inner?): text += "  \(outer.bar) › \(inner.lastLine)"
    case (let bar?, nil), (nil, let bar?): text += "  \(bar.bar)"
    case (nil, nil): break
    }
    return text
  }
}
