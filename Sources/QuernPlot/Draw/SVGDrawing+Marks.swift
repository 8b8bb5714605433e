import QuernText

extension SVGDrawing {
  mutating func draw(_ mark: Mark, _ x: Projection, _ y: Projection) {
    switch mark {
    case .points(let mark): draw(mark, x, y)
    case .line(let mark): draw(mark, x, y)
    case .bars(let mark): draw(mark, x, y)
    case .boxes(let mark): draw(mark, x, y)
    case .cells(let mark): draw(mark, x, y)
    case .rule(let mark): draw(mark, x, y)
    case .spans(let mark):
      for (place, from, to) in zip3(mark.x, mark.from, mark.to) {
        line(stroke(mark.shade), x(place), y(from), x(place), y(to))
      }
    }
  }

  private func zip3(
    _ a: [Double], _ b: [Double], _ c: [Double]
  ) -> [(Double, Double, Double)] {
    a.indices.map { (a[$0], b[$0], c[$0]) }
  }

  /// Smaller and fainter the more there are.
  private mutating func draw(_ mark: Mark.Points, _ x: Projection, _ y: Projection) {
    let total = figure.panels.map(\.pointCount).max() ?? 0
    let (radius, opacity) =
      total <= 60 ? (4.0, ".85") : total <= 300 ? (3.2, ".7")
        : total <= 1_500 ? (2.6, ".5") : (2.1, ".35")
    let hasValues = !mark.values.isEmpty
    out.append(
      .discs(
        style: hasValues ? "" : fill(mark.shade), opacity: hasValues ? ".85" : opacity,
        radius: radius,
        places: mark.x.indices.map { place in
          Shape.Disc(
            x: x(mark.x[place]), y: y(mark.y[place]),
            style: hasValues ? "k\(step(mark.values[place]))" : "")
        }))
  }

  private func step(_ value: Double) -> Int {
    guard case .gradient(_, _, let lower, let upper, let isDiverging)? = figure.key else {
      return 0
    }
    return Palette.index(value, lower: lower, upper: upper, isDiverging: isDiverging)
  }

  private mutating func draw(_ mark: Mark.Line, _ x: Projection, _ y: Projection) {
    let points = zip(mark.x, mark.y).map { Shape.Place(x: x($0), y: y($1)) }
    guard let first = points.first, let last = points.last else { return }
    if mark.isFilled {
      let ends = [Shape.Place(x: last.x, y: y.base)]
      out.append(
        .path(
          style: "area \(fill(mark.shade))",
          points: [Shape.Place(x: first.x, y: y.base)] + points + ends, isClosed: true))
    }
    if points.count > 1 {
      let style = mark.isFilled ? "step " : points.count > 300 ? "fine " : ""
      out.append(.path(style: style + stroke(mark.shade), points: points, isClosed: false))
    }
    guard mark.hasPoints else { return }
    for point in points { disc(mark.shade, "1", 3, point.x, point.y) }
  }

  private mutating func disc(
    _ shade: Shade, _ opacity: String, _ radius: Double, _ x: Double, _ y: Double
  ) {
    out.append(
      .discs(
        style: fill(shade), opacity: opacity, radius: radius, places: [Shape.Disc(x: x, y: y)]))
  }

  private mutating func draw(_ mark: Mark.Bars, _ x: Projection, _ y: Projection) {
    let gap = mark.isTouching ? 0.5 : 0
    let (along, up) = mark.isHorizontal ? (y, x) : (x, y)
    for place in mark.from.indices {
      let (a, b) = (along(mark.from[place]), along(mark.to[place]))
      let bottom = mark.base[place] == 0 ? up.base : up(mark.base[place])
      let top = up(mark.value[place])
      var (from, to) = (min(a, b) + gap, max(a, b) - gap)
      if to - from < 0.6 { (from, to) = ((from + to) / 2 - 0.3, (from + to) / 2 + 0.3) }
      let (low, high) = (min(bottom, top), max(bottom, top))
      let size = mark.isHorizontal ? (high - low, to - from) : (to - from, high - low)
      let corner = mark.isHorizontal ? (low, from) : (from, low)
      let middle = (mark.from[place] + mark.to[place]) / 2
      let name = mark.isTouching
        ? "\(along.scale.text(mark.from[place])) to \(along.scale.text(mark.to[place]))"
        : along.scale.text(middle)
      let value = up.scale.text(mark.value[place] - mark.base[place])
      out.append(
        .rect(
          Shape.Rect(
            style: fill(mark.shade), x: corner.0, y: corner.1, width: size.0, height: size.1,
            title: "\(name): \(value)")))
    }
  }

  private mutating func draw(_ mark: Mark.Boxes, _ x: Projection, _ y: Projection) {
    let (along, up) = mark.isHorizontal ? (y, x) : (x, y)
    for box in mark.items {
      let (a, b) = (along(box.from), along(box.to))
      let (from, to) = (min(a, b), max(a, b))
      let middle = (from + to) / 2
      if box.hasBox {
        let (first, third) = (up(box.first), up(box.third))
        let (low, high) = (min(first, third), max(first, third))
        whisker(mark, middle, first, up(box.low))
        whisker(mark, middle, third, up(box.high))
        let corner = mark.isHorizontal ? (low, from) : (from, low)
        let size = mark.isHorizontal ? (high - low, to - from) : (to - from, high - low)
        out.append(
          .rect(
            Shape.Rect(
              style: "box \(fill(mark.shade)) \(stroke(mark.shade))", x: corner.0, y: corner.1,
              width: size.0, height: size.1, title: title(box, along, up))))
        let median = up(box.median)
        let style = "median \(stroke(mark.shade))"
        if mark.isHorizontal {
          line(style, median, from, median, to)
        } else {
          line(style, from, median, to, median)
        }
      }
      for value in box.outliers {
        let (cx, cy) = mark.isHorizontal ? (up(value), middle) : (middle, up(value))
        disc(mark.shade, ".6", 2.4, cx, cy)
      }
    }
  }

  private func title(_ box: Box, _ along: Projection, _ up: Projection) -> String {
    let name = along.scale.text((box.from + box.to) / 2)
    let numbers = [box.first, box.median, box.third].map { up.scale.text($0) }
    return (name.isEmpty ? "" : name + ": ")
      + "median \(numbers[1]), quartiles \(numbers[0]) and \(numbers[2]), "
      + "\(Numbers.grouped(Int64(box.count))) rows"
  }

  private mutating func whisker(
    _ mark: Mark.Boxes, _ middle: Double, _ from: Double, _ to: Double
  ) {
    let style = "whisker \(stroke(mark.shade))"
    if mark.isHorizontal {
      line(style, from, middle, to, middle)
      line(style, to, middle - 5, to, middle + 5)
    } else {
      line(style, middle, from, middle, to)
      line(style, middle - 5, to, middle + 5, to)
    }
  }

  private mutating func draw(_ mark: Mark.Cells, _ x: Projection, _ y: Projection) {
    for place in mark.values.indices {
      let (left, right) = (x(mark.xFrom[place]), x(mark.xTo[place]))
      let (bottom, top) = (y(mark.yFrom[place]), y(mark.yTo[place]))
      let step = step(mark.values[place])
      let gap = mark.labels.isEmpty ? 0.0 : 0.5
      out.append(
        .rect(
          Shape.Rect(
            style: "k\(step)", x: left + gap, y: top + gap,
            width: max(0.5, right - left - 2 * gap + (gap == 0 ? 0.3 : 0)),
            height: max(0.5, bottom - top - 2 * gap + (gap == 0 ? 0.3 : 0)))))
      guard !mark.labels.isEmpty,
        SVGText.width(mark.labels[place], size: 12) < right - left - 2, bottom - top > 13
      else { continue }
      write(mark.labels[place], (left + right) / 2, (top + bottom) / 2 + 4, "mid t\(step)")
    }
  }

  private mutating func draw(_ mark: Mark.Rule, _ x: Projection, _ y: Projection) {
    let style = "rule li" + (mark.isDashed ? " dash" : "")
    switch mark.place {
    case .x(let value):
      line(style, x(value), y.start, x(value), y.end)
      if let label = mark.label { write(label, x(value) + 5, y.end + 11, "note") }
    case .y(let value):
      line(style, x.start, y(value), x.end, y(value))
      if let label = mark.label { write(label, x.start + 5, y(value) - 5, "note") }
    case .segment(let fromX, let fromY, let toX, let toY):
      line(style, x(fromX), y(fromY), x(toX), y(toY))
      if let label = mark.label { write(label, x(toX) - 4, y(toY) - 5, "note end") }
    }
  }
}

extension Panel {
  var hasBars: Bool {
    marks.contains { mark in
      if case .bars = mark { return true }
      return false
    }
  }

  var pointCount: Int {
    marks.reduce(0) { total, mark in
      if case .points(let points) = mark { return total + points.x.count }
      return total
    }
  }
}

extension Box {
  /// Few values are drawn as they are.
  static let countMin = 5

  var hasBox: Bool { count >= Self.countMin }
}
