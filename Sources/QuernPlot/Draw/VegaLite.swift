package import QuernText

extension Figure {
  /// The figure as a Vega-Lite 5 specification with its data inside.
  package func vegaLite() -> JSON { VegaLite(self).specification() }

  /// The MIME type that Jupyter's front ends render it by.
  package static let vegaLiteType = "application/vnd.vegalite.v5+json"
}

/// Writes one figure as a Vega-Lite specification.
///
/// Bands are labels again, moments are milliseconds, and all else is as the figure has it: nothing
/// is computed by the reader.
struct VegaLite {
  let figure: Figure

  init(_ figure: Figure) { self.figure = figure }

  func specification() -> JSON {
    var members: [(String, JSON)] = [
      ("$schema", "https://vega.github.io/schema/vega-lite/v5.json")
    ]
    if let title = title { members.append(("title", title)) }
    let width = figure.width ?? (figure.panels.count > 1 ? 760 : figure.isSquare ? 400 : 560)
    if figure.panels.count == 1 {
      let height = figure.isSquare ? width : max(300, Self.labelCount(figure.panels[0]) * 18)
      members += panel(figure.panels[0], width: width, height: height)
    } else {
      let columns = SVGLayout.columnCount(figure.panels.count)
      let own = max(60, width / columns - 40)
      members += [
        ("columns", .int(Int64(columns))),
        (
          "concat",
          .array(
            figure.panels.map { panel in
              let title: [(String, JSON)] = [("title", panel.title.json)]
              return .members(title + self.panel(panel, width: own, height: own * 3 / 4))
            })
        ),
      ]
    }
    members.append((
      "config",
      .members([
        (
          "axis",
          [
            "labelOverlap": true, "labelSeparation": 8, "titleFontWeight": "normal",
            "gridOpacity": 0.6, "labelLimit": 220, "maxExtent": 260,
          ]
        ),
        ("view", ["stroke": nil]), ("title", ["subtitleColor": "#5f656d"]),
      ])
    ))
    return .members(members)
  }

  private static func labelCount(_ panel: Panel) -> Int {
    guard case .band(let labels) = panel.y.scale else { return 0 }
    return min(50, labels.count)
  }

  private var title: JSON? {
    guard figure.title != nil || !figure.notes.isEmpty else { return nil }
    return .members([
      ("text", .string(figure.title ?? "")), ("anchor", "start"),
      ("subtitle", .array(figure.notes.map { .string($0) })),
    ])
  }

  private func panel(_ panel: Panel, width: Int, height: Int) -> [(String, JSON)] {
    [
      ("width", .int(Int64(width))), ("height", .int(Int64(height))),
      ("layer", .array(panel.marks.map { layer($0, panel) })),
    ]
  }

  // MARK: Marks

  private func layer(_ mark: Mark, _ panel: Panel) -> JSON {
    switch mark {
    case .points(let mark): points(mark, panel)
    case .line(let mark): line(mark, panel)
    case .bars(let mark): bars(mark, panel)
    case .boxes(let mark): boxes(mark, panel)
    case .cells(let mark): cells(mark, panel)
    case .rule(let mark): rule(mark, panel)
    case .spans(let mark):
      unit(
        ["type": "rule", "strokeWidth": 1.5],
        mark.x.indices.map { row in
          [
            ("x", value(mark.x[row], panel.x)), ("y", value(mark.from[row], panel.y)),
            ("y2", value(mark.to[row], panel.y)),
          ]
        },
        [
          ("x", channel("x", panel.x)), ("y", channel("y", panel.y)), ("y2", ["field": "y2"]),
          ("color", color(mark.shade)),
        ], mark.shade)
    }
  }

  private func points(_ mark: Mark.Points, _ panel: Panel) -> JSON {
    let hasValues = !mark.values.isEmpty
    let rows = mark.x.indices.map { row -> [(String, JSON)] in
      [("x", .number(mark.x[row])), ("y", .number(mark.y[row]))]
        + (hasValues ? [("color", .number(mark.values[row]))] : [])
    }
    // Spread labels are no labels: their places are numbers with the labels' names at the axis.
    return unit(
      [
        "type": "circle", "opacity": mark.x.count > 500 ? 0.4 : 0.7,
        "size": mark.x.count > 500 ? 18 : 40,
      ], moments(rows, panel),
      [
        ("x", channel("x", panel.x)), ("y", channel("y", panel.y)),
        ("color", hasValues ? gradient : color(mark.shade)),
      ], hasValues ? .base : mark.shade)
  }

  /// Microseconds as milliseconds, where an axis has moments.
  private func moments(_ rows: [[(String, JSON)]], _ panel: Panel) -> [[(String, JSON)]] {
    rows.map { row in
      row.map { name, json in
        let axis = name == "x" ? panel.x : panel.y
        guard name != "color", case .moment = axis.scale, let number = json.doubleValue else {
          return (name, json)
        }
        return (name, .number(number / 1_000))
      }
    }
  }

  private func line(_ mark: Mark.Line, _ panel: Panel) -> JSON {
    if mark.isFilled { return outline(mark, panel) }
    let rows = mark.x.indices.map { row in
      [("x", value(mark.x[row], panel.x)), ("y", value(mark.y[row], panel.y))]
    }
    return unit(
      ["type": "line", "point": .bool(mark.hasPoints), "strokeWidth": 2], rows,
      [
        ("x", channel("x", panel.x)), ("y", channel("y", panel.y)),
        ("color", color(mark.shade)),
        ("order", ["field": "row", "type": "quantitative"]),
      ], mark.shade, isNumbered: true)
  }

  /// Steps from one edge to the next: of each pair of corners the first, and the end.
  private func outline(_ mark: Mark.Line, _ panel: Panel) -> JSON {
    let corners = mark.x.indices.filter { $0 % 2 == 0 || $0 == mark.x.count - 1 }
    let rows = corners.map { row in
      [("x", value(mark.x[row], panel.x)), ("y", value(mark.y[row], panel.y))]
    }
    var up = channel("y", panel.y).objectValue ?? JSONObject()
    up["stack"] = .null
    return unit(
      ["type": "area", "fillOpacity": 0.2, "line": true, "interpolate": "step-after"], rows,
      [
        ("x", channel("x", panel.x)), ("y", .object(up)),
        ("color", color(mark.shade)),
      ], mark.shade)
  }

  private func bars(_ mark: Mark.Bars, _ panel: Panel) -> JSON {
    let (along, up) = mark.isHorizontal ? (panel.y, panel.x) : (panel.x, panel.y)
    let (a, b) = mark.isHorizontal ? ("y", "x") : ("x", "y")
    let rows = mark.from.indices.map { row -> [(String, JSON)] in
      [
        (a, value(mark.from[row], along)), (a + "2", value(mark.to[row], along)),
        (b, value(mark.base[row], up)), (b + "2", value(mark.value[row], up)),
      ]
    }
    return unit(
      ["type": "rect"], rows,
      [
        (a, channel(a, along)), (a + "2", ["field": .string(a + "2")]),
        (b, channel(b, up)), (b + "2", ["field": .string(b + "2")]),
        ("color", color(mark.shade)),
      ], mark.shade)
  }

  /// A position: labels are places with names, so that bars beside each other have room.
  private func value(_ value: Double, _ axis: Axis) -> JSON {
    if case .moment = axis.scale { return .number(value / 1_000) }
    return .number(value)
  }

  private func boxes(_ mark: Mark.Boxes, _ panel: Panel) -> JSON {
    let (along, up) = mark.isHorizontal ? (panel.y, panel.x) : (panel.x, panel.y)
    let (a, b) = mark.isHorizontal ? ("y", "x") : ("x", "y")
    func layer(
      _ type: JSON, _ rows: [[(String, JSON)]], ends: Bool, spread: Bool
    ) -> JSON {
      var encoding: [(String, JSON)] = [(a, channel(a, along))]
      encoding.append((b, channel(b, up)))
      if spread { encoding.append((a + "2", ["field": .string(a + "2")])) }
      if ends { encoding.append((b + "2", ["field": .string(b + "2")])) }
      encoding.append(("color", color(mark.shade)))
      return unit(type, rows, encoding, mark.shade)
    }
    let items = mark.items.filter(\.hasBox)
    let whiskers = items.map { box -> [(String, JSON)] in
      [
        (a, .number((box.from + box.to) / 2)), (b, value(box.low, up)),
        (b + "2", value(box.high, up)),
      ]
    }
    let bodies = items.map { box -> [(String, JSON)] in
      [
        (a, .number(box.from)), (a + "2", .number(box.to)), (b, value(box.first, up)),
        (b + "2", value(box.third, up)),
      ]
    }
    let medians = items.map { box -> [(String, JSON)] in
      [(a, .number(box.from)), (a + "2", .number(box.to)), (b, value(box.median, up))]
    }
    var outliers: [[(String, JSON)]] = []
    for box in mark.items {
      let middle = JSON.number((box.from + box.to) / 2)
      for outlier in box.outliers { outliers.append([(a, middle), (b, value(outlier, up))]) }
    }
    let layers: [JSON] = [
      layer(["type": "rule"], whiskers, ends: true, spread: false),
      layer(["type": "rect", "fillOpacity": 0.5], bodies, ends: true, spread: true),
      layer(["type": "rule", "strokeWidth": 2.5], medians, ends: false, spread: true),
      layer(["type": "circle", "size": 16], outliers, ends: false, spread: false),
    ]
    return ["layer": .array(layers)]
  }

  private func cells(_ mark: Mark.Cells, _ panel: Panel) -> JSON {
    let rows = mark.values.indices.map { row -> [(String, JSON)] in
      [
        ("x", value(mark.xFrom[row], panel.x)), ("x2", value(mark.xTo[row], panel.x)),
        ("y", value(mark.yFrom[row], panel.y)), ("y2", value(mark.yTo[row], panel.y)),
        ("color", .number(mark.values[row])),
      ]
    }
    let places: [(String, JSON)] = [
      ("x", channel("x", panel.x)), ("x2", ["field": "x2"]),
      ("y", channel("y", panel.y)), ("y2", ["field": "y2"]),
    ]
    let squares = unit(["type": "rect", "tooltip": true], rows, places + [("color", gradient)])
    guard !mark.labels.isEmpty else { return squares }
    let texts = mark.labels.indices.map { row -> [(String, JSON)] in
      let ink = Palette.isLight(step(mark.values[row])) ? "#222" : "#fff"
      return [
        ("x", value((mark.xFrom[row] + mark.xTo[row]) / 2, panel.x)),
        ("y", value((mark.yFrom[row] + mark.yTo[row]) / 2, panel.y)),
        ("text", .string(mark.labels[row])), ("ink", .string(ink)),
      ]
    }
    let labels = unit(
      ["type": "text"], texts,
      [
        ("x", channel("x", panel.x)), ("y", channel("y", panel.y)),
        ("text", ["field": "text", "type": "nominal"]),
        ("color", ["field": "ink", "type": "nominal", "scale": nil]),
      ])
    return ["layer": [squares, labels]]
  }

  /// The colour of a gradient's value on light paper.
  private func step(_ value: Double) -> String {
    guard case .gradient(_, _, let lower, let upper, let isDiverging)? = figure.key else {
      return Palette.classes[0].light
    }
    let index = Palette.index(value, lower: lower, upper: upper, isDiverging: isDiverging)
    return Palette.step(index, isDiverging: isDiverging, isDark: false)
  }

  private func rule(_ mark: Mark.Rule, _ panel: Panel) -> JSON {
    let type: JSON = ["type": "rule", "color": "#555", "strokeDash": mark.isDashed ? [5, 4] : []]
    let (across, up) = (channel("x", panel.x), channel("y", panel.y))
    switch mark.place {
    case .x(let place): return unit(type, [[("x", value(place, panel.x))]], [("x", across)])
    case .y(let place):
      let line = unit(type, [[("y", value(place, panel.y))]], [("y", up)])
      guard let label = mark.label else { return line }
      let text = unit(
        ["type": "text", "align": "left", "dy": -6, "color": "#555", "text": .string(label)],
        [[("y", value(place, panel.y))]], [("x", ["value": 4]), ("y", up)])
      return ["layer": [line, text]]
    case .segment(let x, let y, let toX, let toY):
      let row: [(String, JSON)] = [
        ("x", value(x, panel.x)), ("y", value(y, panel.y)), ("x2", value(toX, panel.x)),
        ("y2", value(toY, panel.y)),
      ]
      let encoding: [(String, JSON)] = [
        ("x", across), ("y", up), ("x2", ["field": "x2"]), ("y2", ["field": "y2"]),
      ]
      return unit(type, [row], encoding)
    }
  }

  // MARK: Channels

  private func unit(
    _ mark: JSON, _ rows: [[(String, JSON)]], _ encoding: [(String, JSON)],
    _ shade: Shade = .base, isNumbered: Bool = false
  ) -> JSON {
    var named: [(String, JSON)] = []
    if let label = label(shade) {
      // All rows of a mark are of one class: it is said once.
      let text = JSON.string(label).text()
      named = [("transform", [["calculate": .string(text), "as": "class"]])]
    }
    return .members([
      (
        "data",
        [
          "values": .array(
            rows.enumerated().map { place, row in
              .members(row + (isNumbered ? [("row", .int(Int64(place)))] : []))
            })
        ]
      ),
      ("mark", mark), ("encoding", .members(encoding)),
    ] + named)
  }

  /// The class of a shade; nil where there are no classes.
  private func label(_ shade: Shade) -> String? {
    guard case .classes(_, let labels, _)? = figure.key else { return nil }
    switch shade {
    case .level(let index): return labels.indices.contains(index) ? labels[index] : nil
    case .other: return labels.last
    case .base, .ink: return nil
    }
  }

  private func channel(_ field: String, _ axis: Axis) -> JSON {
    var members: [(String, JSON)] = [("field", .string(field))]
    var axisMembers: [(String, JSON)] = [("title", axis.title.json)]
    switch axis.scale {
    case .number(let format, let lower, let upper, let isLog):
      members += [
        ("type", "quantitative"),
        (
          "scale",
          .members([
            ("domain", [.number(lower), .number(upper)]), ("nice", false), ("zero", false),
            ("type", isLog ? "log" : "linear"),
          ])
        ),
      ]
      axisMembers.append(("tickCount", field.hasPrefix("x") ? 8 : 6))
      if format == .share { axisMembers.append(("format", ".0%")) }
      let size = max(lower.magnitude, upper.magnitude)
      if format == .plain || format == .whole, size >= 1e9 || size < 1e-3 {
        axisMembers.append(("format", "~e"))
      }
      if format == .bytes { axisMembers.append(("format", ".3~s")) }
      if format == .duration {
        axisMembers.append(("labelExpr", "format(datum.value / 1e6, ',~f') + ' s'"))
      }
    case .moment(_, let lower, let upper):
      axisMembers.append(("tickCount", field.hasPrefix("x") ? 8 : 6))
      members += [
        ("type", "temporal"),
        (
          "scale",
          [
            "type": "utc", "nice": false,
            "domain": [.number(lower / 1_000), .number(upper / 1_000)],
          ]
        ),
      ]
    case .band(let labels):
      members += [
        ("type", "quantitative"),
        (
          "scale",
          [
            "domain": [-0.5, .number(Double(labels.count) - 0.5)], "nice": false, "zero": false,
          ]
        ),
      ]
      axisMembers += [
        ("values", .array(labels.indices.map { .int(Int64($0)) })), ("grid", false),
        ("labelExpr", .string("\(JSON.array(labels.map { .string($0) }).text())[datum.value]")),
      ]
    }
    return .members(members + [("axis", .members(axisMembers))])
  }

  private func color(_ shade: Shade) -> JSON {
    if label(shade) != nil, case .classes(let title, let labels, _)? = figure.key {
      var range = labels.indices.map { Palette.classes[$0 % Palette.classes.count].light }
      if hasOther { range[range.count - 1] = Palette.other.light }
      return [
        "field": "class", "type": "nominal", "title": .string(title),
        "scale": [
          "domain": .array(labels.map { .string($0) }),
          "range": .array(range.map { .string($0) }),
        ],
      ]
    }
    switch shade {
    case .base: return ["value": .string(Palette.classes[0].light)]
    case .other: return ["value": .string(Palette.other.light)]
    case .ink: return ["value": "#333"]
    case .level(let index):
      return ["value": .string(Palette.classes[index % Palette.classes.count].light)]
    }
  }

  /// Whether the last class of the key is all that has no colour of its own.
  private var hasOther: Bool {
    figure.panels.contains { panel in panel.marks.contains { $0.shade == .other } }
  }

  private var gradient: JSON {
    guard case .gradient(let title, _, let lower, let upper, let isDiverging)? = figure.key else {
      return color(.base)
    }
    let reach = max(lower.magnitude, upper.magnitude)
    return [
      "field": "color", "type": "quantitative", "title": .string(title),
      "scale": [
        "domain": isDiverging
          ? [.number(-reach), .number(reach)] : [.number(lower), .number(upper)],
        "range": .array(
          (0..<Palette.stepCount).map {
            .string(Palette.step($0, isDiverging: isDiverging, isDark: false))
          }), "interpolate": "rgb",
      ],
    ]
  }
}
