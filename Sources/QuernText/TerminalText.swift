/// Text measured in the cells of a terminal.
package enum TerminalText {
  /// How many cells the text takes; control characters take none, wide characters two.
  package static func width(_ text: String) -> Int {
    var text = text
    let plain = text.withUTF8 { bytes in bytes.allSatisfy { $0 >= 32 && $0 < 127 } }
    if plain { return text.utf8.count }
    return text.reduce(0) { $0 + width($1) }
  }

  /// How many cells one character takes.
  package static func width(_ character: Character) -> Int {
    var widest = 0
    for scalar in character.unicodeScalars {
      // Variation selector 16 asks for the emoji form, which is wide.
      if scalar.value == 0xFE0F { return max(widest, 1) == 1 ? 2 : widest }
      widest = max(widest, width(scalar))
    }
    return widest
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x300 { return value < 32 || (0x7F..<0xA0).contains(value) || value == 0xAD ? 0 : 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    // Hangul vowels and final consonants join the syllable before them.
    if (0x1160...0x11FF).contains(value) { return 0 }
    if value < 0x1100 { return 1 }
    return isWide(value) || scalar.properties.isEmojiPresentation ? 2 : 1
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CD5, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265,
    0x1F900...0x1F9FF, 0x20000...0x3FFFD,
  ]

  private static func isWide(_ value: UInt32) -> Bool {
    wide.contains { $0.contains(value) }
  }

  /// The text, cut at a character and ended with `…` where it takes more than `width` cells.
  package static func truncate(_ text: String, width limit: Int) -> String {
    guard limit > 0 else { return "" }
    var result = ""
    var used = 0
    // The longest beginning that leaves room for the ellipsis, kept until it proves too short.
    var cut: String?
    for character in text {
      let next = used + width(character)
      if cut == nil, next > limit - 1 { cut = result }
      if next > limit { return (cut ?? result) + "…" }
      result.append(character)
      used = next
    }
    return result
  }

  /// The text with spaces behind it up to `width` cells.
  package static func padRight(_ text: String, width limit: Int) -> String {
    text + String(repeating: " ", count: max(0, limit - width(text)))
  }

  /// The text with spaces before it up to `width` cells.
  package static func padLeft(_ text: String, width limit: Int) -> String {
    String(repeating: " ", count: max(0, limit - width(text))) + text
  }

  /// The text without what a terminal obeys: escape sequences and control characters other than
  /// tab and line feed, so that data cannot steer the screen.
  package static func stripControls(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isEscape = false
    for scalar in text.unicodeScalars {
      if isEscape {
        // A CSI sequence ends with a byte from @ to ~; `[` only opens it.
        if (0x40...0x7E).contains(scalar.value), scalar != "[" { isEscape = false }
        continue
      }
      if scalar.value == 0x1B {
        isEscape = true
      } else if scalar == "\n" || scalar == "\t" || scalar.properties.generalCategory != .control {
        result.append(scalar)
      }
    }
    return String(result)
  }
}
