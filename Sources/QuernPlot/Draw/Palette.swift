/// Colours that people with any kind of colour vision tell apart, on white and on dark paper.
enum Palette {
  /// Okabe and Ito's without yellow, which vanishes on white; lighter ones for dark paper.
  static let classes: [(light: String, dark: String)] = [
    ("#0072b2", "#4aa8e0"), ("#d55e00", "#ff8a4c"), ("#009e73", "#2cc79b"),
    ("#cc79a7", "#e8a0c8"), ("#e69f00", "#f5bd41"), ("#56b4e9", "#9ad6ff"),
    ("#555555", "#d0d0d0"),
  ]

  static let other = (light: "#b0b0b0", dark: "#6a6a6a")

  /// 256-colour codes for terminals, readable on white and on black.
  static let terminal = [32, 166, 36, 169, 178, 74, 245]
  static let terminalOther = 242

  static let stepCount = 16

  private static let sequentialLight = [
    "#eaf5c4", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#253494", "#081d58",
  ]
  private static let sequentialDark = [
    "#1c2b4a", "#1f4e8c", "#1d78b4", "#2fa4c2", "#6cc5b8", "#b4e2ae", "#e6f5a8", "#ffffd9",
  ]
  private static let divergingLight = [
    "#2166ac", "#4393c3", "#92c5de", "#d1e5f0", "#f7f7f7", "#fddbc7", "#f4a582", "#d6604d",
    "#b2182b",
  ]
  private static let divergingDark = [
    "#7fc0f5", "#559fd6", "#38719e", "#2d4659", "#303033", "#5c4036", "#a1563b", "#dd7450",
    "#ff9d7d",
  ]

  /// 256-colour codes of the sequential steps, as backgrounds.
  static let terminalSteps = [
    236, 23, 24, 25, 31, 37, 36, 72, 78, 114, 150, 186, 192, 228, 229, 230,
  ]
  /// Of the diverging steps.
  static let terminalDivergingSteps = [
    32, 32, 31, 31, 24, 24, 237, 236, 236, 237, 52, 88, 88, 130, 166, 202,
  ]

  /// The colour of a step from 0 to `stepCount` - 1.
  static func step(_ index: Int, isDiverging: Bool, isDark: Bool) -> String {
    let stops =
      isDiverging
      ? (isDark ? divergingDark : divergingLight) : (isDark ? sequentialDark : sequentialLight)
    let place = Double(index) / Double(stepCount - 1) * Double(stops.count - 1)
    let low = min(Int(place), stops.count - 2)
    let share = place - Double(low)
    let (from, to) = (channels(stops[low]), channels(stops[low + 1]))
    return "#"
      + zip(from, to).map { a, b in
        let value = Int((Double(a) + (Double(b) - Double(a)) * share).rounded())
        return String(value >> 4, radix: 16) + String(value & 15, radix: 16)
      }.joined()
  }

  /// Which step a value of a gradient has.
  static func index(_ value: Double, lower: Double, upper: Double, isDiverging: Bool) -> Int {
    var (low, high) = (lower, upper)
    if isDiverging {
      high = max(lower.magnitude, upper.magnitude)
      low = -high
    }
    guard high > low else { return stepCount / 2 }
    return max(0, min(stepCount - 1, Int((value - low) / (high - low) * Double(stepCount))))
  }

  /// Whether text on the colour is dark.
  static func isLight(_ color: String) -> Bool {
    let parts = channels(color)
    guard parts.count == 3 else { return true }
    return 0.299 * Double(parts[0]) + 0.587 * Double(parts[1]) + 0.114 * Double(parts[2]) > 140
  }

  private static func channels(_ color: String) -> [Int] {
    let digits = color.utf8.dropFirst().map { byte in
      byte >= 97 ? Int(byte) - 87 : Int(byte) - 48
    }
    return stride(from: 0, to: 6, by: 2).map { digits[$0] * 16 + digits[$0 + 1] }
  }
}
