import QuernText

/// Functions that are more than their name: what else tells them, in a saved plan and as text.
extension ScalarFunction {
  /// The name in a saved plan of a function with parameters.
  var tag: String {
    switch self {
    case .compose: "compose"
    case .pattern: "pattern"
    default: name
    }
  }

  /// Nil for a function that its name tells.
  var parameters: [JSON]? {
    switch self {
    case .compose(let type): return [.string(type.name)]
    case .truncate(let span): return [.int(span.months), .int(span.microseconds)]
    case .atZone(let rule):
      return [
        .string(rule.zone), .string(rule.ambiguous.rawValue), .string(rule.absent.rawValue),
      ]
    case .parse(let rule):
      return [
        .string(rule.type.name), .array(rule.formats.map { .string($0) }), .bool(rule.isLenient),
      ]
    case .pad(let side): return [.string(side.rawValue)]
    case .pattern(let use, let pattern):
      switch use {
      case .contains, .startsWith, .endsWith: return [.string(use.name), .string(pattern)]
      case .extract(let group): return [.string(use.name), .string(pattern), .int(Int64(group))]
      case .replace(let new): return [.string(use.name), .string(pattern), .string(new.source)]
      }
    case .split(let rule):
      return [
        .string(rule.separator), .bool(rule.isPattern),
        rule.limit.map { .int(Int64($0)) } ?? .null,
      ]
    case .map(let body), .fold(let body): return [body.json()]
    case .normal(let low, let high):
      return [.int(Int64(bitPattern: low)), .int(Int64(bitPattern: high))]
    default: return nil
    }
  }

  /// Reads what `tag` and `parameters` wrote.
  init?(tag: String, parameters p: [JSON]) {
    func text(_ index: Int) -> String? { index < p.count ? p[index].stringValue : nil }
    func int(_ index: Int) -> Int64? { index < p.count ? p[index].intValue : nil }
    func flag(_ index: Int) -> Bool? { index < p.count ? p[index].boolValue : nil }
    func body() -> ColumnExpression? { p.first.flatMap { ColumnExpression(json: $0) } }
    switch tag {
    case "compose":
      guard let type = text(0).flatMap(DataType.parse) else { return nil }
      self = .compose(type)
    case "truncate":
      guard let months = int(0), let rest = int(1) else { return nil }
      self = .truncate(TimeSpan(months: months, microseconds: rest))
    case "at_zone":
      guard let zone = text(0), let ambiguous = text(1).flatMap(AmbiguousTime.init(rawValue:)),
        let absent = text(2).flatMap(AbsentTime.init(rawValue:))
      else { return nil }
      self = .atZone(ZoneRule(zone: zone, ambiguous: ambiguous, absent: absent))
    case "parse":
      guard let type = text(0).flatMap(DataType.parse), p.count > 1,
        let formats = p[1].arrayValue, let isLenient = flag(2)
      else { return nil }
      self = .parse(
        ParseRule(type: type, formats: formats.compactMap(\.stringValue), isLenient: isLenient))
    case "pad":
      guard let side = text(0).flatMap(PadSide.init(rawValue:)) else { return nil }
      self = .pad(side)
    case "pattern":
      guard let use = text(0), let pattern = text(1),
        let found = ScalarFunction.use(use, text(2), int(2))
      else { return nil }
      self = .pattern(found, pattern)
    case "split_text":
      guard let separator = text(0), let isPattern = flag(1) else { return nil }
      self = .split(
        SplitRule(separator: separator, isPattern: isPattern, limit: int(2).map { Int($0) }))
    case "normal":
      guard let low = int(0), let high = int(1) else { return nil }
      self = .normal(UInt64(bitPattern: low), UInt64(bitPattern: high))
    case "map", "fold":
      guard let body = body() else { return nil }
      self = tag == "map" ? .map(body) : .fold(body)
    default: return nil
    }
  }

  private static func use(_ name: String, _ text: String?, _ group: Int64?) -> PatternUse? {
    switch name {
    case "contains": .contains
    case "starts_with": .startsWith
    case "ends_with": .endsWith
    case "extract": group.map { .extract(Int($0)) }
    case "replace": text.flatMap { Replacement($0) }.map { .replace($0) }
    default: nil
    }
  }

  /// The call as the language writes it, from the texts of its arguments.
  func text(_ arguments: [String]) -> String {
    var parts = arguments
    switch self {
    case .truncate(let span): parts.append(span.description)
    case .atZone(let rule): parts.append(Scalar.quoted(rule.zone))
    case .parse(let rule):
      parts.append(rule.type.name)
      if rule.formats.count == 1 { parts.append(Scalar.quoted(rule.formats[0])) }
      if rule.formats.count > 1 {
        parts.append("[" + rule.formats.map { Scalar.quoted($0) }.joined(separator: ", ") + "]")
      }
    case .pattern(let use, let pattern):
      parts.append("regex('\(pattern)')")
      if case .replace(let new) = use { parts.append(Scalar.quoted(new.source)) }
      if case .extract(let group) = use, group > 1 { parts.append("group: \(group)") }
    case .split(let rule):
      parts.append(rule.isPattern ? "regex('\(rule.separator)')" : Scalar.quoted(rule.separator))
    case .normal: parts = []
    case .field(let name): parts.append(Scalar.quoted(name))
    case .attempt: parts[1] = "default: \(parts[1])"
    case .map(let body): parts.append("x => " + ElementScope.shown(body.text))
    case .fold(let body):
      parts = [arguments[1], arguments[0], "(total, x) => " + ElementScope.shown(body.text)]
    default: break
    }
    return "\(name)(\(parts.joined(separator: ", ")))"
  }
}

extension ElementScope {
  /// The text of an expression with names in the place of the hidden columns.
  fileprivate static func shown(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    let names = [(".`\(element)`", "x"), (".`\(total)`", "total")]
    outer: while let first = rest.first {
      for (hidden, name) in names where rest.hasPrefix(hidden) {
        result += name
        rest = rest.dropFirst(hidden.count)
        continue outer
      }
      result.append(first)
      rest = rest.dropFirst()
    }
    return result
  }
}
