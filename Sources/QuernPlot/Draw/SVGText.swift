import QuernText

/// Texts of an SVG: how wide they are, and how they are written.
enum SVGText {
  /// About the width of a text in pixels; rather more than less, whatever the font is.
  static func width(_ text: String, size: Double) -> Double {
    var units = 0.0
    for character in text {
      guard let ascii = character.asciiValue else {
        units += TerminalText.width(character) > 1 ? 1.05 : 0.64
        continue
      }
      switch ascii {
      case UInt8(ascii: "i"), UInt8(ascii: "j"), UInt8(ascii: "l"), UInt8(ascii: "I"),
        UInt8(ascii: "'"), UInt8(ascii: "|"), UInt8(ascii: " "), UInt8(ascii: "."),
        UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "!"):
        units += 0.32
      case UInt8(ascii: "f"), UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "("),
        UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "-"):
        units += 0.41
      case UInt8(ascii: "m"), UInt8(ascii: "w"), UInt8(ascii: "M"), UInt8(ascii: "W"):
        units += 0.95
      case 48...57: units += 0.64
      case 65...90: units += 0.7
      default: units += 0.61
      }
    }
    return units * size
  }

  /// The text, cut to a width.
  static func fit(_ text: String, width limit: Double, size: Double) -> String {
    guard width(text, size: size) > limit else { return text }
    var cut = ""
    var used = width("…", size: size)
    for character in text {
      used += width(String(character), size: size)
      if used > limit { break }
      cut.append(character)
    }
    return cut + "…"
  }

  /// The text in lines of a width; the last one is cut.
  static func lines(
    _ text: String, width limit: Double, size: Double, countMax: Int
  ) -> [String] {
    var lines: [String] = []
    var rest = text.split(separator: " ")[...]
    while !rest.isEmpty, lines.count < countMax - 1 {
      var line = String(rest.removeFirst())
      while let word = rest.first, width(line + " " + word, size: size) <= limit {
        line += " " + word
        rest.removeFirst()
      }
      lines.append(fit(line, width: limit, size: size))
    }
    if !rest.isEmpty {
      lines.append(fit(rest.joined(separator: " "), width: limit, size: size))
    }
    return lines
  }

  static func escape(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      // XML has no place for other control characters.
      case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}":
        out += "\u{FFFD}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// A coordinate with one place, as short as it goes.
  static func number(_ value: Double) -> String {
    // Halves are exact in binary, so the same figure gives the same bytes everywhere.
    let tenths = (max(-1e7, min(1e7, value)) * 10).rounded()
    let whole = Int64(tenths)
    let sign = whole < 0 ? "-" : ""
    let size = whole.magnitude
    return size % 10 == 0 ? "\(sign)\(size / 10)" : "\(sign)\(size / 10).\(size % 10)"
  }
}
