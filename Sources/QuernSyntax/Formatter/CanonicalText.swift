import QuernText

/// The one spelling of literals and types that goes into keys: the same for every way to write the
/// same value.
enum CanonicalText {
  static func type(_ type: TypeSyntax) -> String {
    type.name.text + (type.argument.map { "[\(self.type($0))]" } ?? "")
      + (type.isOptional ? "?" : "")
  }

  static func literal(_ kind: Expression.Kind) -> String {
    switch kind {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): "\(value)"
    case .float(let value): Numbers.shortest(value)
    case .string(let parts): "\"" + parts.map(part).joined() + "\""
    case .date(let literal): date(literal)
    case .duration(let literal): duration(literal)
    case .size(let bytes): size(bytes)
    case .column, .name, .list, .record, .call, .field, .index, .unary, .binary, .isNull, .pipe,
      .lambda, .conditional, .loop, .cases, .block, .error:
      ""
    }
  }

  static func string(_ text: String) -> String { "\"" + escaped(text) + "\"" }

  private static func part(_ part: StringPart) -> String {
    switch part {
    case .text(let text): escaped(text)
    case .expression(let expression): interpolation(Formatter.print(expression))
    }
  }

  /// A record in braces would look like two braces, which stand for something else elsewhere.
  private static func interpolation(_ text: String) -> String {
    text.hasPrefix("{") ? "{ \(text) }" : "{\(text)}"
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "{": result += "\\{"
      default:
        if scalar.value < 32 || scalar.value == 127 {
          result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  private static func date(_ literal: DateLiteral) -> String {
    var text = "@" + padded(literal.year, 4) + "-" + padded(literal.month, 2)
    text += "-" + padded(literal.day, 2)
    if let time = literal.time {
      text += "T" + padded(time.hour, 2) + ":" + padded(time.minute, 2)
      if time.second != 0 || time.microsecond != 0 { text += ":" + padded(time.second, 2) }
      if time.microsecond != 0 {
        var fraction = padded(time.microsecond, 6)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        text += "." + fraction
      }
    }
    switch literal.zone {
    case nil: break
    case .utc: text += "Z"
    case .named(let name): text += "[\(name)]"
    case .offset(let minutes):
      text += (minutes < 0 ? "-" : "+") + padded(abs(minutes) / 60, 2)
      text += ":" + padded(abs(minutes) % 60, 2)
    }
    return text
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// A literal is of one unit; a duration made otherwise is spelled as a sum of two.
  private static func duration(_ literal: DurationLiteral) -> String {
    if let spelling = literal.spelling { return spelling }
    if literal.months == 0 { return "\(literal.microseconds)us" }
    let months = DurationLiteral(months: literal.months, microseconds: 0)
    let rest = DurationLiteral(months: 0, microseconds: literal.microseconds)
    return "(\(duration(months)) + \(duration(rest)))"
  }

  private static func size(_ bytes: Int64) -> String {
    let units: [SizeUnit] = [
      .tebibytes, .terabytes, .gibibytes, .gigabytes, .mebibytes, .megabytes, .kibibytes,
      .kilobytes,
    ]
    guard let unit = units.first(where: { bytes % $0.one == 0 }) else { return "\(bytes)B" }
    return "\(bytes / unit.one)\(unit.rawValue)"
  }
}
