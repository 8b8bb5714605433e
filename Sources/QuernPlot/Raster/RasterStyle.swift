/// How a bitmap paints one kind of shape: what the style sheet says for light paper.
struct RasterStyle {
  enum Anchor {
    case start, middle, end
  }

  var fill: UInt32?
  var fillOpacity = 1.0
  var stroke: UInt32?
  var strokeOpacity = 1.0
  var strokeWidth = 1.0
  var isDashed = false
  var fontSize = 12.0
  var isBold = false
  var anchor = Anchor.start

  /// Takes `property:value` as a style sheet has it.
  fileprivate mutating func take(_ property: Substring, _ value: Substring) {
    switch property {
    case "fill": fill = Self.color(value)
    case "stroke": stroke = Self.color(value)
    case "fill-opacity": fillOpacity = Double("0" + value) ?? 1
    case "stroke-opacity": strokeOpacity = Double("0" + value) ?? 1
    case "stroke-width": strokeWidth = Double(value) ?? 1
    case "stroke-dasharray": isDashed = true
    case "font", "font-size": fontSize = Double(value.prefix { $0.isNumber }) ?? fontSize
    case "font-weight": isBold = true
    case "text-anchor": anchor = value == "middle" ? .middle : .end
    default: break
    }
  }

  /// `#25282c`, `#fff`, `var(--name,#fff)`; nil for `none`.
  private static func color(_ text: Substring) -> UInt32? {
    let digits = text.drop { $0 != "#" }.dropFirst().prefix { $0.isHexDigit }
    guard let number = UInt32(digits, radix: 16) else { return nil }
    if digits.count == 6 { return number }
    let parts = [number >> 8 & 15, number >> 4 & 15, number & 15]
    return parts.reduce(0) { $0 << 8 | $1 * 17 }
  }
}

/// The rules of a style sheet, looked up by tag and classes.
struct RasterStyles {
  private var rules: [(selector: Substring, declarations: [(Substring, Substring)])] = []
  private var known: [String: RasterStyle] = [:]

  init(_ sheet: [String]) {
    for rule in sheet {
      let parts: [Substring] = rule[...].split(separator: "{", maxSplits: 1)
      guard parts.count == 2 else { continue }
      var declarations: [(Substring, Substring)] = []
      for text: Substring in parts[1].split(whereSeparator: { $0 == ";" || $0 == "}" }) {
        guard let colon = text.firstIndex(of: ":") else { continue }
        declarations.append((text[..<colon], text[text.index(after: colon)...]))
      }
      for selector: Substring in parts[0].split(separator: ",") {
        rules.append((selector, declarations))
      }
    }
    // A class weighs more than a tag, as in every browser.
    rules = rules.filter { !$0.selector.hasPrefix(".") } + rules.filter { $0.selector.hasPrefix(".") }
  }

  mutating func style(_ tag: String, _ classes: String) -> RasterStyle {
    let name = tag + " " + classes
    if let style = known[name] { return style }
    let selectors = Set(classes.split(separator: " ").map { "." + $0 } + [tag])
    var style = RasterStyle()
    for rule in rules where selectors.contains(String(rule.selector)) {
      for (property, value) in rule.declarations { style.take(property, value) }
    }
    known[name] = style
    return style
  }
}
