import QuernLearning
import QuernTable
import QuernText

/// Counts by two sets of labels: a confusion matrix as a small table.
struct HeatTable {
  /// What the labels are: `actual ↓ predicted →`.
  var corner: String
  var across: [String]
  var down: [String]
  var counts: [[Double]]

  /// Classes up to which a matrix is shown with an evaluation.
  private static let classCountMax = 12

  /// Nil where there are too many classes to read.
  init?(_ matrix: ConfusionMatrix) {
    guard matrix.classes.count <= Self.classCountMax else { return nil }
    corner = "actual ↓ predicted →"
    across = matrix.classes.map { TerminalText.stripControls($0.text) }
    down = across
    counts = matrix.counts
  }

  /// Rows in groups of three digits; sums of weights with a few digits.
  static func text(_ count: Double) -> String {
    count == count.rounded() && count.magnitude < 1e15
      ? Numbers.grouped(Int64(count)) : Numbers.significant(count, digits: 5)
  }

  /// Lines for a terminal, cut to its width; nil where it is too narrow.
  func lines(width: Int, _ paint: Paint) -> [String]? {
    let names = ([corner] + down).map { TerminalText.width($0) }.max() ?? 0
    let texts = counts.map { $0.map(Self.text) }
    let widths = across.indices.map { column in
      ([across[column]] + texts.map { $0[column] }).map { TerminalText.width($0) }.max() ?? 0
    }
    guard names + widths.reduce(0, +) + 2 * widths.count <= width else { return nil }
    func line(_ name: String, _ cells: [String]) -> String {
      let padded = zip(cells, widths).map { "  " + TerminalText.padLeft($0, width: $1) }
      return paint.dim(TerminalText.padRight(name, width: names)) + padded.joined()
    }
    return [line(corner, across)] + zip(down, texts).map { line($0, $1) }
  }
}
