import QuernText
package import QuernValue

/// The moving line of a cell that runs: a spinner, the time, and how far it is.
package struct ProgressLine: Sendable {
  private static let frames = Array("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
  private static let barWidth = 20

  package var progress: ProgressOutput?
  private var frame = 0

  package init() {}

  /// The next picture of the line.
  package mutating func next(_ title: String, seconds: Double) -> String {
    frame = (frame + 1) % Self.frames.count
    var text = "\(Self.frames[frame]) \(title)\(title.isEmpty ? "" : "  ")"
    text += Numbers.seconds(seconds)
    if let progress { text += "  " + Self.bar(progress) }
    return text
  }

  private static func bar(_ progress: ProgressOutput) -> String {
    let count = Numbers.grouped(Int64(progress.done))
    guard let total = progress.total, total > 0 else {
      return "\(progress.label) \(count) \(progress.unit)"
    }
    let share = min(1, max(0, progress.done / total))
    let full = Int(share * Double(barWidth))
    let blocks =
      String(repeating: "█", count: full) + String(repeating: "░", count: barWidth - full)
    let of = Numbers.grouped(Int64(total))
    return "\(blocks) \(Int(share * 100)) % \(progress.label) \(count)/\(of) \(progress.unit)"
  }
}
