/// The style sheet of one picture: rules for the classes that its shapes have.
struct SVGStyle {
  private let classes: Set<String>
  private let isDiverging: Bool

  init(_ shapes: [Shape], isDiverging: Bool) {
    var classes: Set<String> = []
    for shape in shapes {
      for style in shape.styles {
        for name in style.split(separator: " ") { classes.insert(String(name)) }
      }
    }
    self.classes = classes
    self.isDiverging = isDiverging
  }

  /// As the SVG holds it; `name` keeps the rules inside of this picture.
  func text(name: String) -> String {
    Self.scoped(light, name) + "\n@media (prefers-color-scheme:dark){\n" + Self.scoped(dark, name)
      + "\n}"
  }

  /// Rules on light paper: those that say more stand below.
  var light: [String] {
    var rules = [
      "text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;"
        + "fill:#25282c}",
      ".paper{fill:var(--quern-plot-paper,#fff)}", ".title{font-size:15px;font-weight:600}",
      ".facet,.key{font-weight:600}", ".name,.note{fill:#5f656d}", ".note{font-size:11px}",
      ".mid{text-anchor:middle}", ".end{text-anchor:end}",
      ".grid{stroke:#000;stroke-opacity:.09}", ".axis,.li{stroke:#25282c}", ".fi{fill:#25282c}",
      ".axis{stroke-opacity:.55}", "path{fill:none;stroke-width:2;stroke-linejoin:round}",
    ]
    let rare = [
      ("rule", ".rule{stroke-width:1.3;stroke-opacity:.7}"),
      ("dash", ".dash{stroke-dasharray:5 4}"),
      ("fine", ".fine{stroke-width:1.2}"), ("step", ".step{stroke-width:1.6}"),
      ("box", ".box{fill-opacity:.28;stroke-width:1.4}"), ("median", ".median{stroke-width:2.6}"),
      ("whisker", ".whisker{stroke-width:1.4}"),
    ]
    rules += rare.filter { classes.contains($0.0) }.map(\.1)
    rules += colors.map(\.light)
    // After the colours: an area has that of its line, and no line of its own.
    if classes.contains("area") { rules.append(".area{fill-opacity:.2;stroke:none}") }
    return rules
  }

  private var dark: [String] {
    [
      ".paper{fill:var(--quern-plot-paper,#16181c)}", "text{fill:#d8dadd}",
      ".grid{stroke:#fff;stroke-opacity:.1}", ".axis,.li{stroke:#d8dadd}", ".fi{fill:#d8dadd}",
      ".note,.name{fill:#9da3ab}",
    ] + colors.map(\.dark)
  }

  /// Of classes and of the steps of a gradient.
  private var colors: [(light: String, dark: String)] {
    var rules: [(light: String, dark: String)] = []
    func add(_ name: String, _ property: String, _ light: String, _ dark: String) {
      guard classes.contains(name) else { return }
      rules.append((".\(name){\(property):\(light)}", ".\(name){\(property):\(dark)}"))
    }
    let shades = Palette.classes.enumerated().map { (String($0), $1) } + [("x", Palette.other)]
    for (suffix, color) in shades {
      add("f" + suffix, "fill", color.light, color.dark)
      add("l" + suffix, "stroke", color.light, color.dark)
    }
    for index in 0..<Palette.stepCount {
      let day = Palette.step(index, isDiverging: isDiverging, isDark: false)
      let night = Palette.step(index, isDiverging: isDiverging, isDark: true)
      add("k\(index)", "fill", day, night)
      add(
        "t\(index)", "fill", Palette.isLight(day) ? "#222" : "#fff",
        Palette.isLight(night) ? "#111" : "#eee")
    }
    return rules
  }

  private static func scoped(_ rules: [String], _ name: String) -> String {
    rules.map { rule in
      let parts = rule.split(separator: "{", maxSplits: 1)
      let selectors = parts[0].split(separator: ",").map { ".\(name) \($0)" }
      return selectors.joined(separator: ",") + "{" + parts[1]
    }.joined(separator: "\n")
  }
}

extension Shape {
  /// The classes of its parts.
  fileprivate var styles: [String] {
    switch self {
    case .rect(let rect): [rect.style]
    case .discs(let style, _, _, let places): [style] + places.map(\.style)
    case .line(let style, _, _, _, _), .path(let style, _, _), .text(let style, _, _, _, _):
      [style]
    }
  }
}
