extension Lexer {
  /// Reads `12`, `1_000`, `1.5e-3`, `24h`, `2GiB`, and what is mistaken for them.
  mutating func number() {
    let lower = position
    if current == UInt8(ascii: "0"), isNameStart(at: lower + 1), nameEnd(from: lower) > lower + 2,
      let base = NumberBase(letter: byte(at: lower + 1)), byte(at: lower + 2).isHexDigit
    {
      return otherBase(base)
    }
    digits()
    var isFloat = false
    if current == UInt8(ascii: "."), byte(at: position + 1).isDigit {
      position += 1
      digits()
      isFloat = true
    } else if current == UInt8(ascii: "."), !isFieldOrRange(at: position) {
      position += 1
      report(.numberWithoutFraction(text(lower, position), SourceRange(lower, position)))
      return emitFloat(text(lower, position) + "0", from: lower)
    }
    if (current | 0x20) == UInt8(ascii: "e"), hasExponent(at: position + 1) {
      position += byte(at: position + 1).isDigit ? 1 : 2
      digits()
      isFloat = true
    }
    let spelled = text(lower, position).filter { $0 != "_" }
    if isNameStart(at: position) { return suffix(of: spelled, isFloat: isFloat, from: lower) }
    if isFloat { emitFloat(spelled, from: lower) } else { emitInt(spelled, from: lower) }
  }

  /// Reads `.5`, which wants a zero before it; after an operand it is Python's way to take a part.
  mutating func numberWithoutWhole(isGlued: Bool) {
    let lower = position
    position += 1
    digits()
    let spelled = text(lower, position)
    if isGlued {
      report(.numberAsField(String(spelled.dropFirst()), SourceRange(lower, position)))
      return emit(.fieldName(String(spelled.dropFirst())), from: lower)
    }
    report(.numberWithoutWhole(spelled, SourceRange(lower, position)))
    emitFloat("0" + spelled.filter { $0 != "_" }, from: lower)
  }

  private mutating func digits() {
    while current.isDigit || (current == UInt8(ascii: "_")) { position += 1 }
  }

  private func isFieldOrRange(at dot: Int) -> Bool {
    let next = byte(at: dot + 1)
    return next == UInt8(ascii: ".") || next == UInt8(ascii: "`") || isNameStart(at: dot + 1)
  }

  private func hasExponent(at offset: Int) -> Bool {
    let first = byte(at: offset)
    if first.isDigit { return true }
    return (first == UInt8(ascii: "+") || first == UInt8(ascii: "-"))
      && byte(at: offset + 1).isDigit
  }

  private mutating func emitInt(_ spelled: String, from lower: Int) {
    if let value = Int64(spelled) { return emit(.int(value), from: lower) }
    if let magnitude = UInt64(spelled), magnitude == UInt64(Int64.max) + 1 {
      return emit(.intMinimumMagnitude, from: lower)
    }
    report(.numberTooLarge(.int, SourceRange(lower, position)))
    emit(.invalid, from: lower)
  }

  private mutating func emitFloat(_ spelled: String, from lower: Int) {
    if let value = Double(spelled.filter { $0 != "_" }), value.isFinite {
      return emit(.float(value), from: lower)
    }
    report(.numberTooLarge(.float, SourceRange(lower, position)))
    emit(.invalid, from: lower)
  }

  private mutating func otherBase(_ base: NumberBase) {
    let lower = position
    position = nameEnd(from: position)
    let range = SourceRange(lower, position)
    let value = Int64(text(lower + 2, position).filter { $0 != "_" }, radix: base.radix)
    report(.otherBase(base, value: value, range))
    if let value { emit(.int(value), from: lower) } else { emit(.invalid, from: lower) }
  }

  private mutating func suffix(of spelled: String, isFloat: Bool, from lower: Int) {
    let suffixStart = position
    position = nameEnd(from: position)
    let suffix = text(suffixStart, position)
    let range = SourceRange(lower, position)
    if isFloat {
      let unit = DurationUnit(rawValue: suffix)
      report(.fractionWithUnit(spelled, suffix, unit: unit, range))
      return emit(.invalid, from: lower)
    }
    if let unit = DurationUnit(rawValue: suffix) {
      guard let value = Int64(spelled), let duration = unit.duration(value) else {
        report(.numberTooLarge(.duration, range))
        return emit(.invalid, from: lower)
      }
      return emit(.duration(duration), from: lower)
    }
    if let unit = SizeUnit(rawValue: suffix) {
      guard let value = Int64(spelled), let bytes = unit.bytes(value) else {
        report(.numberTooLarge(.size, range))
        return emit(.invalid, from: lower)
      }
      return emit(.size(bytes), from: lower)
    }
    report(.unknownUnit(number: spelled, suffix, range))
    emit(.invalid, from: lower)
  }
}

/// Bases of other languages' number literals.
enum NumberBase: String, Sendable {
  case hexadecimal
  case octal
  case binary

  init?(letter: UInt8) {
    switch letter | 0x20 {
    case UInt8(ascii: "x"): self = .hexadecimal
    case UInt8(ascii: "o"): self = .octal
    case UInt8(ascii: "b"): self = .binary
    default: return nil
    }
  }

  var radix: Int {
    switch self {
    case .hexadecimal: 16
    case .octal: 8
    case .binary: 2
    }
  }
}

/// A unit of time as a number's suffix.
enum DurationUnit: String, CaseIterable, Sendable {
  case milliseconds = "ms"
  case seconds = "s"
  case minutes = "min"
  case hours = "h"
  case days = "d"
  case weeks = "w"
  case months = "mo"
  case years = "y"

  /// What one of them is.
  var one: DurationLiteral {
    switch self {
    case .milliseconds: DurationLiteral(months: 0, microseconds: 1000)
    case .seconds: DurationLiteral(months: 0, microseconds: 1_000_000)
    case .minutes: DurationLiteral(months: 0, microseconds: 60_000_000)
    case .hours: DurationLiteral(months: 0, microseconds: 3_600_000_000)
    case .days: DurationLiteral(months: 0, microseconds: 86_400_000_000)
    case .weeks: DurationLiteral(months: 0, microseconds: 604_800_000_000)
    case .months: DurationLiteral(months: 1, microseconds: 0)
    case .years: DurationLiteral(months: 12, microseconds: 0)
    }
  }

  func duration(_ count: Int64) -> DurationLiteral? {
    let (months, monthsOverflow) = one.months.multipliedReportingOverflow(by: count)
    let (micros, microsOverflow) = one.microseconds.multipliedReportingOverflow(by: count)
    if monthsOverflow || microsOverflow { return nil }
    return DurationLiteral(months: months, microseconds: micros)
  }
}

/// A unit of memory as a number's suffix.
enum SizeUnit: String, CaseIterable, Sendable {
  case kilobytes = "KB"
  case megabytes = "MB"
  case gigabytes = "GB"
  case terabytes = "TB"
  case kibibytes = "KiB"
  case mebibytes = "MiB"
  case gibibytes = "GiB"
  case tebibytes = "TiB"

  var one: Int64 {
    switch self {
    case .kilobytes: 1000
    case .megabytes: 1_000_000
    case .gigabytes: 1_000_000_000
    case .terabytes: 1_000_000_000_000
    case .kibibytes: 1 << 10
    case .mebibytes: 1 << 20
    case .gibibytes: 1 << 30
    case .tebibytes: 1 << 40
    }
  }

  func bytes(_ count: Int64) -> Int64? {
    let (bytes, overflow) = one.multipliedReportingOverflow(by: count)
    return overflow ? nil : bytes
  }
}

extension UInt8 {
  var isHexDigit: Bool { isDigit || ((self | 0x20) >= 0x61 && (self | 0x20) <= 0x66) }
}
