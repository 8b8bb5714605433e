internal import CQuernText

/// Numbers as text and text as numbers, the same in every locale.
package enum Numbers {
  /// The fewest digits that read back as the same value: "0.1", "3.0", "1e21", "nan", "-inf".
  package static func shortest(_ value: Double) -> String {
    let text = value.description
    // Swift writes no exponent in this range.
    if value == 0 || value.magnitude >= 1e-4 && value.magnitude < 1e15 { return text }
    guard let exponent = text.utf8.firstIndex(of: UInt8(ascii: "e")) else { return text }
    return normalised(text, exponentAt: exponent)
  }

  /// Drops the plus sign and leading zeros of an exponent: "1e-07" is "1e-7".
  private static func normalised(_ text: String, exponentAt index: String.Index) -> String {
    var exponent = text[text.utf8.index(after: index)...]
    var sign = ""
    if exponent.utf8.first == UInt8(ascii: "-") { sign = "-" }
    if exponent.utf8.first == UInt8(ascii: "-") || exponent.utf8.first == UInt8(ascii: "+") {
      exponent = exponent.dropFirst()
    }
    while exponent.utf8.count > 1, exponent.utf8.first == UInt8(ascii: "0") {
      exponent = exponent.dropFirst()
    }
    return text[..<index] + "e" + sign + exponent
  }

  /// The value with exactly `places` digits after the point, correctly rounded: "3.14".
  package static func fixed(_ value: Double, places: Int) -> String {
    guard value.isFinite else { return value.description }
    let text = formatted(capacity: 330 + max(0, places)) {
      quern_format_fixed(value, Int32(clamping: max(0, places)), $0, $1)
    }
    // A value that rounds to zero has no sign: "-0.00" tells nobody anything.
    let isZero = text.utf8.allSatisfy { $0 == 48 || $0 == 46 || $0 == 45 }
    return isZero && text.utf8.first == 45 ? String(text.dropFirst()) : text
  }

  /// The value rounded to `digits` significant digits, without trailing zeros: "0.00123", "1.2e10".
  package static func significant(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return value.description }
    let text = formatted(capacity: 64 + max(1, digits)) {
      quern_format_general(value, Int32(clamping: max(1, digits)), $0, $1)
    }
    guard let exponent = text.utf8.firstIndex(of: UInt8(ascii: "e")) else { return text }
    return normalised(text, exponentAt: exponent)
  }

  private static func formatted(
    capacity: Int, _ write: (UnsafeMutablePointer<CChar>, Int) -> Int32
  ) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { buffer in
      guard let base = buffer.baseAddress else { return "" }
      let count = Int(write(base, buffer.count))
      return buffer[..<max(0, min(count, buffer.count - 1))].withMemoryRebound(to: UInt8.self) {
        String(decoding: $0, as: UTF8.self)
      }
    }
  }

  /// The integer with a space between groups of three digits: "6 912".
  package static func grouped(_ value: Int64) -> String {
    let digits = Array(value.magnitude.description.utf8)
    var text: [UInt8] = value < 0 ? [UInt8(ascii: "-")] : []
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(32) }
      text.append(digit)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// A size for people, in powers of 1024: "512 B", "1.2 GiB", "34 MiB".
  package static func bytes(_ count: Int) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    var value = Double(count.magnitude)
    var unit = 0
    while unit < units.count - 1, value >= 1023.5 || (unit == 0 && value >= 1024) {
      value /= 1024
      unit += 1
    }
    let sign = count < 0 ? "-" : ""
    if unit == 0 || value >= 9.95 { return "\(sign)\(fixed(value, places: 0)) \(units[unit])" }
    let text = fixed(value, places: 1)
    return "\(sign)\(text.hasSuffix(".0") ? String(text.dropLast(2)) : text) \(units[unit])"
  }

  /// A duration for people: "250 µs", "8 ms", "1.24 s", "2 min 3 s", "1 h 4 min", "2 d 3 h".
  package static func seconds(_ seconds: Double) -> String {
    guard seconds.isFinite else { return "\(seconds) s" }
    if seconds < 0 { return "-" + Numbers.seconds(-seconds) }
    if seconds == 0 { return "0 s" }
    if seconds < 0.000_999_5 { return "\(max(1, Int((seconds * 1e6).rounded()))) µs" }
    if seconds < 0.999_5 { return "\(Int((seconds * 1e3).rounded())) ms" }
    if seconds < 9.995 { return "\(fixed(seconds, places: 2)) s" }
    if seconds < 59.95 { return "\(fixed(seconds, places: 1)) s" }
    guard let whole = Int64(exactly: seconds.rounded()) else { return "\(shortest(seconds)) s" }
    if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
    if whole < 86_400 { return "\(whole / 3_600) h \(whole % 3_600 / 60) min" }
    return "\(whole / 86_400) d \(whole % 86_400 / 3_600) h"
  }
}
