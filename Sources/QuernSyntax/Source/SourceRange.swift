/// A half-open stretch of a cell's text, in UTF-8 offsets.
package struct SourceRange: Hashable, Sendable {
  package var lower: Int
  package var upper: Int

  package init(_ lower: Int, _ upper: Int) {
    self.lower = lower
    self.upper = max(lower, upper)
  }

  package init(lower: Int, upper: Int) {
    self.init(lower, upper)
  }

  package var isEmpty: Bool { lower == upper }
  package var length: Int { upper - lower }

  /// The smallest range that covers both.
  package func union(_ other: SourceRange) -> SourceRange {
    SourceRange(min(lower, other.lower), max(upper, other.upper))
  }

  package func contains(_ offset: Int) -> Bool {
    lower <= offset && offset < upper
  }

  /// The empty range at the end of this one.
  package var end: SourceRange { SourceRange(upper, upper) }
}
