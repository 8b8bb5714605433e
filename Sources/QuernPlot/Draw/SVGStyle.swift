/// The style rules of one SVG: those of the classes that it uses.
struct SVGStyle {
  let name: String
  let body: String
  let isDiverging: Bool

  var text: String {
    var light = base
    var dark = [
      ".paper{fill:var(--quern-plot-paper,#16181c)}", "text{fill:#d8dadd}",
      ".grid{stroke:#fff;stroke-opacity:.1}", ".axis,.li{stroke:#d8dadd}", ".fi{fill:#d8dadd}",
      ".note,.name{fill:#9da3ab}",
    ]
    for (index, color) in Palette.classes.enumerated() {
      add("\(index)", color.light, color.dark, &light, &dark)
    }
    add("x", Palette.other.light, Palette.other.dark, &light, &dark)
    for index in 0..<Palette.stepCount where body.contains("\"k\(index)\"") {
      let (day, night) = (
        Palette.step(index, isDiverging: isDiverging, isDark: false),
        Palette.step(index, isDiverging: isDiverging, isDark: true)
      )
      light.append(".k\(index){fill:\(day)}")
      dark.append(".k\(index){fill:\(night)}")
      if body.contains("\"t\(index)\"") {
        light.append(".t\(index){fill:\(Palette.isLight(day) ? "#222" : "#fff")}")
        dark.append(".t\(index){fill:\(Palette.isLight(night) ? "#111" : "#eee")}")
      }
    }
    return rules(light) + "\n@media (prefers-color-scheme:dark){\n" + rules(dark) + "\n}"
  }

  private var base: [String] {
    var rules = [
      "text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;"
        + "fill:#25282c}",
      ".paper{fill:var(--quern-plot-paper,#fff)}", ".title{font-size:15px;font-weight:600}",
      ".facet,.key{font-weight:600}", ".name,.note{fill:#5f656d}", ".note{font-size:11px}",
      ".mid{text-anchor:middle}", ".end{text-anchor:end}",
      ".grid{stroke:#000;stroke-opacity:.09}", ".axis,.li{stroke:#25282c}", ".fi{fill:#25282c}",
      ".axis{stroke-opacity:.55}",
    ]
    if body.contains("class=\"rule") {
      rules += [".rule{stroke-width:1.3;stroke-opacity:.7}", ".dash{stroke-dasharray:5 4}"]
    }
    if body.contains("<path") {
      rules.append("path{fill:none;stroke-width:2;stroke-linejoin:round}")
      if body.contains("class=\"area") { rules.append(".area{fill-opacity:.2;stroke:none}") }
      if body.contains("\"fine ") { rules.append(".fine{stroke-width:1.2}") }
      if body.contains("step") { rules.append(".step{stroke-width:1.6}") }
    }
    if body.contains("class=\"box") {
      rules += [
        ".box{fill-opacity:.28;stroke-width:1.4}", ".median{stroke-width:2.6}",
        ".whisker{stroke-width:1.4}",
      ]
    }
    if body.contains("class=\"c") {
      rules.append(".c{text-anchor:middle}")
    }
    return rules
  }

  private func add(
    _ suffix: String, _ day: String, _ night: String, _ light: inout [String],
    _ dark: inout [String]
  ) {
    for (letter, property) in [("f", "fill"), ("l", "stroke")] {
      let name = letter + suffix
      guard body.contains("\(name)\"") || body.contains("\(name) ") else { continue }
      light.append(".\(name){\(property):\(day)}")
      dark.append(".\(name){\(property):\(night)}")
    }
  }

  /// Rules that hold inside of this picture alone.
  private func rules(_ rules: [String]) -> String {
    rules.map { rule in
      let parts = rule.split(separator: "{", maxSplits: 1)
      let selectors = parts[0].split(separator: ",").map { ".\(name) \($0)" }
      return selectors.joined(separator: ",") + "{" + parts[1]
    }.joined(separator: "\n")
  }
}
