/// What the lexer says.
extension Diagnostic {
  static func unexpectedCharacter(_ scalar: Unicode.Scalar, _ range: SourceRange) -> Diagnostic {
    let number = String(scalar.value, radix: 16, uppercase: true)
    let padded = String(repeating: "0", count: max(0, 4 - number.count)) + number
    let isVisible = scalar.isASCII || scalar.properties.generalCategory.isVisible
    let shown = isVisible ? "`\(scalar)`" : "the invisible character U+\(padded)"
    return Diagnostic(
      code: "unexpected-character", message: "\(shown) has no meaning here", range: range)
  }

  static func foreignSign(_ sign: ForeignSign, _ range: SourceRange) -> Diagnostic {
    let message =
      if sign.isSeparator {
        "`\(sign.spelling)` does not separate statements"
      } else if sign.isComment {
        "`\(sign.spelling)` does not begin a comment"
      } else if sign.isSkipped {
        "`\(sign.spelling)` does not continue a line"
      } else {
        "`\(sign.spelling)` is not an operator of Quern"
      }
    return Diagnostic(
      code: "foreign-sign", message: message, range: range, label: sign.advice,
      fix: sign.replacement.map { Fix(range: range, replacement: $0) })
  }

  static func typographicQuotes(_ text: String?, _ range: SourceRange) -> Diagnostic {
    let plain = text.map { "\"\($0)\"" }
    return Diagnostic(
      code: "foreign-quotes", message: "text stands between straight quotes", range: range,
      label: plain.map { $0.count > 40 ? "write \"…\"" : "write \($0)" },
      fix: plain.map { Fix(range: range, replacement: $0) })
  }

  static func stringPrefix(_ prefix: StringPrefix, _ range: SourceRange) -> Diagnostic {
    let advice =
      switch prefix {
      case .f: "leave it out: every \"…\" takes {} as it is"
      case .r: "leave it out: '…' is raw"
      case .b, .u, .fr, .rf: "leave it out"
      }
    return Diagnostic(
      code: "string-prefix", message: "a string takes no prefix", range: range, label: advice,
      fix: Fix(range: range, replacement: ""))
  }

  static func unterminatedName(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "unterminated-name", message: "this name has no closing backtick", range: range)
  }

  static func emptyName(_ range: SourceRange) -> Diagnostic {
    Diagnostic(code: "empty-name", message: "a name has at least one character", range: range)
  }

  static func loneDot(_ range: SourceRange, isGlued: Bool) -> Diagnostic {
    Diagnostic(
      code: "lone-dot", message: "no name follows the dot", range: range,
      label: isGlued ? "a field is written value.name" : "a column is written .name",
      notes: ["Other characters go in backticks: .`Charge  Amount`"])
  }

  // MARK: Numbers

  static func numberWithoutFraction(_ spelled: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "bad-number", message: "a digit is missing after the point", range: range,
      label: "write \(spelled)0", fix: Fix(range: range, replacement: spelled + "0"))
  }

  static func numberWithoutWhole(_ spelled: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "bad-number", message: "a digit is missing before the point", range: range,
      label: "write 0\(spelled)", fix: Fix(range: range, replacement: "0" + spelled))
  }

  static func numberAsField(_ number: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "bad-number", message: "a number is no field", range: range,
      label: "an element of a list is [\(number)]",
      fix: Fix(range: range, replacement: "[\(number)]"))
  }

  static func otherBase(_ base: NumberBase, value: Int64?, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "bad-number", message: "numbers are written in decimal, not \(base.rawValue)",
      range: range, label: value.map { "write \($0)" },
      fix: value.map { Fix(range: range, replacement: String($0)) })
  }

  static func fractionWithUnit(
    _ number: String, _ suffix: String, unit: DurationUnit?, _ range: SourceRange
  ) -> Diagnostic {
    guard let unit, let value = Double(number), unit.one.microseconds > 0 else {
      return Diagnostic(
        code: "bad-number", message: "`\(suffix)` cannot follow a number with a point",
        range: range, notes: ["Durations and sizes are whole numbers of their unit."])
    }
    var label: String?
    if let micros = Int64(exactly: (value * Double(unit.one.microseconds)).rounded()) {
      let exact = DurationLiteral(months: 0, microseconds: micros)
      label = exact.spelling.map { "write \($0)" }
    }
    return Diagnostic(
      code: "bad-number", message: "a duration is a whole number of its unit", range: range,
      label: label)
  }

  enum NumberSort: String {
    case int
    case float
    case duration
    case size
  }

  static func numberTooLarge(_ sort: NumberSort, _ range: SourceRange) -> Diagnostic {
    let limit =
      switch sort {
      case .int: "the largest int is 9223372036854775807; with a point it is a float"
      case .float: "the largest float is 1.7976931348623157e308"
      case .duration: "the longest duration is about 292 thousand years"
      case .size: "the largest size is 9223372036854775807 bytes"
      }
    return Diagnostic(
      code: "number-too-large", message: "this number is too large", range: range, label: limit)
  }

  static func unknownUnit(
    number: String, _ suffix: String, _ range: SourceRange
  ) -> Diagnostic {
    let meant = UnitSuggestion.unit(for: suffix)
    return Diagnostic(
      code: "unknown-unit", message: "there is no unit `\(suffix)`", range: range,
      label: meant.map { "did you mean \(number)\($0)?" },
      notes: [
        "Durations: ms s min h d w mo y. Sizes: KB MB GB TB KiB MiB GiB TiB."
      ],
      fix: meant.map { Fix(range: range, replacement: number + $0) })
  }

  // MARK: Dates

  static func badDate(_ spelled: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "bad-date", message: "`@\(spelled)` is not a date", range: range,
      label: "a date is @2024-01-31, or @2024-01-31T10:00 with a time")
  }

  static func impossibleDate(_ reason: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "impossible-date", message: "there is no such date", range: range, label: reason)
  }

  // MARK: Strings

  static func unterminatedString(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "unterminated-string", message: "this string has no closing quote on its line",
      range: range, hints: ["text over lines is '''…'''"])
  }

  static func unterminatedTriple(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "unterminated-string", message: "this string has no closing '''", range: range)
  }

  static func unterminatedInterpolation(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "unterminated-string", message: "this { is not closed on its line", range: range,
      hints: ["a brace that stands for itself is \\{"])
  }

  static func doubleTripleString(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "string-prefix", message: "text over lines stands between ''' and '''",
      range: range, notes: ["It is raw: no escapes and no {} in it."])
  }

  static func doubledBrace(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "bad-escape", message: "a brace that stands for itself is \\{", range: range,
      label: "write \\{; a } needs nothing", fix: Fix(range: range, replacement: "\\{"))
  }

  static func badEscape(_ spelled: String, _ range: SourceRange) -> Diagnostic {
    let isPattern = ["\\d", "\\D", "\\s", "\\S", "\\w", "\\W", "\\b", "\\.", "\\(", "\\["]
      .contains(spelled)
    let label =
      if isPattern {
        "a pattern is written raw: '\(spelled)'"
      } else if spelled == "\\}" {
        "a } needs no backslash"
      } else if spelled == "\\'" {
        "a ' needs no backslash"
      } else {
        "a backslash that stands for itself is \\\\"
      }
    return Diagnostic(
      code: "bad-escape", message: "there is no escape \(spelled)", range: range, label: label,
      notes: ["Escapes are \\n \\t \\\" \\\\ \\{ and \\u{1F600}."])
  }

  static func badUnicodeEscape(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "bad-escape", message: "this is not a code point", range: range,
      label: "a code point is \\u{…} with its number in hexadecimal")
  }

  static func quoteInRawString(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "bad-escape", message: "a raw string ends at its first quote", range: range,
      label: "text with a ' in it stands between double quotes")
  }
}

/// The unit that a suffix of another language, or a word for it, stands for.
enum UnitSuggestion {
  /// A unit, or what stands for one elsewhere, where the word is no likely name.
  static func exact(_ word: String) -> String? {
    if SizeUnit(rawValue: word) != nil || DurationUnit(rawValue: word) != nil { return word }
    return word.count > 1 ? unit(for: word) : nil
  }

  static func unit(for suffix: String) -> String? {
    let lower = suffix.lowercased()
    if let unit = known.first(where: { $0.words.contains(lower) }) { return unit.unit }
    return SizeUnit.allCases.first { $0.rawValue.lowercased() == lower }?.rawValue
  }

  private static let known: [(words: [String], unit: String)] = [
    (["msec", "millis", "milliseconds"], "ms"),
    (["sec", "secs", "second", "seconds"], "s"),
    (["m", "mins", "minute", "minutes", "t"], "min"),
    (["hr", "hrs", "hour", "hours"], "h"),
    (["day", "days"], "d"),
    (["week", "weeks", "wk"], "w"),
    (["month", "months", "mon"], "mo"),
    (["yr", "yrs", "year", "years", "a"], "y"),
    (["k", "kb"], "KB"), (["mb"], "MB"), (["g", "gb"], "GB"), (["tb"], "TB"),
  ]
}

extension Unicode.GeneralCategory {
  fileprivate var isVisible: Bool {
    switch self {
    case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator,
      .lineSeparator, .paragraphSeparator:
      false
    default: true
    }
  }
}

extension DurationLiteral {
  /// As a literal, in the largest unit that fits; nil where one unit cannot say it.
  package var spelling: String? {
    if months != 0 {
      guard microseconds == 0 else { return nil }
      return months % 12 == 0 ? "\(months / 12)y" : "\(months)mo"
    }
    let units: [DurationUnit] = [.weeks, .days, .hours, .minutes, .seconds, .milliseconds]
    if microseconds == 0 { return "0s" }
    guard let unit = units.first(where: { microseconds % $0.one.microseconds == 0 }) else {
      return nil
    }
    return "\(microseconds / unit.one.microseconds)\(unit.rawValue)"
  }
}
