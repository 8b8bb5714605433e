import QuernText

extension Scalar {
  /// How the value is shown: text as it is, dates in ISO form, "null" for a missing value.
  package var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .float(let value): Numbers.shortest(value)
    case .string(let value): value
    case .date(let days): CivilDate(days: days).isoString
    case .time(let value): CivilTime(microseconds: value)?.isoString ?? "null"
    case .datetime(let value): CivilDateTime(microseconds: value).isoString
    case .instant(let value): Instant(microseconds: value).isoString
    case .duration(let months, let microseconds):
      TimeSpan(months: months, microseconds: microseconds).description
    case .size(let value): Numbers.bytes(Int(value))
    case .list(let elements): "[" + elements.map(\.literalText).joined(separator: ", ") + "]"
    case .structure(let fields):
      "{"
        + fields.map { "\(ColumnExpression.quoted($0.0)): \($0.1.literalText)" }
        .joined(separator: ", ") + "}"
    }
  }

  /// The value as a literal of the language: text in quotes, dates with `@`.
  package var literalText: String {
    switch self {
    case .string(let value): Scalar.quoted(value)
    case .date, .datetime, .instant: "@" + text
    case .size(let value): Scalar.sizeLiteral(value)
    case .null, .bool, .int, .float, .time, .duration, .list, .structure: text
    }
  }

  /// Whether the literal begins with a minus sign.
  var isNegativeNumber: Bool {
    switch self {
    case .int(let value): value < 0
    case .float(let value): value < 0
    case .null, .bool, .string, .date, .time, .datetime, .instant, .duration, .size, .list,
      .structure:
      false
    }
  }

  /// `text` as a string literal of the language.
  package static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "{": out += "\\{"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// A size in the largest unit that divides it; below a kilobyte no literal exists.
  private static func sizeLiteral(_ bytes: Int64) -> String {
    let units: [(Int64, String)] = [
      (1 << 40, "TiB"), (1_000_000_000_000, "TB"), (1 << 30, "GiB"), (1_000_000_000, "GB"),
      (1 << 20, "MiB"), (1_000_000, "MB"), (1 << 10, "KiB"), (1_000, "KB"),
    ]
    for (unit, name) in units where bytes != 0 && bytes % unit == 0 {
      return "\(bytes / unit)\(name)"
    }
    return "\(bytes)B"
  }
}
