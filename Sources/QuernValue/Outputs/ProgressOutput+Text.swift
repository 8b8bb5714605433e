import QuernText

extension ProgressOutput {
  private static let barWidth = 20

  /// The bar as one line, with rate and time left where the work has gone on for a moment.
  ///
  ///     ██████░░░░░░░░░░░░░░ 30 % fits 3/10 · 1.5/s · 5 s left
  package var bar: String {
    let count = Numbers.grouped(Int64(clamping: done))
    let rate = rateText.map { " · \($0)" } ?? ""
    guard let total, total > 0 else {
      return Self.joined([label, count, unit]) + rate
    }
    let share = min(1, max(0, done / total))
    let full = Int(share * Double(Self.barWidth))
    let blocks =
      String(repeating: "█", count: full) + String(repeating: "░", count: Self.barWidth - full)
    let parts = [
      blocks, "\(Int(share * 100)) %", label, "\(count)/\(Numbers.grouped(Int64(clamping: total)))",
      unit,
    ]
    return Self.joined(parts) + rate + (leftText(total).map { " · \($0)" } ?? "")
  }

  /// What is kept of it when the work has ended: the same in every run.
  package var lastLine: String {
    let count = Numbers.grouped(Int64(clamping: done))
    let text = total.map { "\(count) of \(Numbers.grouped(Int64(clamping: $0)))" } ?? count
    return Self.joined([label.isEmpty ? "" : "\(label):", text, unit])
  }

  private static func joined(_ parts: [String]) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Of things that are counted one by one; nobody wants rounds of training by the hour.
  private var rateText: String? {
    guard let seconds, seconds >= 0.5, done >= 1 else { return nil }
    let rate = done / seconds
    if rate >= 1 { return "\(Numbers.significant(rate, digits: rate >= 100 ? 3 : 2))/s" }
    return "\(Numbers.seconds(1 / rate)) each"
  }

  private func leftText(_ total: Double) -> String? {
    guard let seconds, seconds >= 0.5, done >= 1, done < total else { return nil }
    let left = seconds / done * (total - done)
    return left < 59.5 ? "\(Int(left.rounded())) s left" : "\(Numbers.seconds(left)) left"
  }
}

extension Int64 {
  /// The whole number of a float that may be out of range.
  fileprivate init(clamping value: Double) {
    self = value.isFinite ? Int64(Swift.min(Swift.max(value, -9e18), 9e18)) : 0
  }
}
