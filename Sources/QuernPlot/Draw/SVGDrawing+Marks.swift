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
      total <= 60 ? ("4", ".85") : total <= 300 ? ("3.2", ".7")
        : total <= 1_500 ? ("2.6", ".5") : ("2.1", ".35")
    let style = mark.values.isEmpty ? " class=\"\(fill(mark.shade))\"" : ""
    out.append("<g\(style) fill-opacity=\"\(mark.values.isEmpty ? opacity : ".85")\">")
    var line = ""
    for place in mark.x.indices {
      let step = mark.values.isEmpty ? "" : "class=\"k\(step(mark.values[place]))\" "
      line +=
        "<circle \(step)cx=\"\(n(x(mark.x[place])))\" cy=\"\(n(y(mark.y[place])))\" "
        + "r=\"\(radius)\"/>"
      if line.utf8.count > 400 {
        out.append(line)
        line = ""
      }
    }
    if !line.isEmpty { out.append(line) }
    out.append("</g>")
  }

  private func step(_ value: Double) -> Int {
    guard case .gradient(_, _, let lower, let upper, let isDiverging)? = figure.key else {
      return 0
    }
    return Palette.index(value, lower: lower, upper: upper, isDiverging: isDiverging)
  }

  private mutating func draw(_ mark: Mark.Line, _ x: Projection, _ y: Projection) {
    let points = zip(mark.x, mark.y).map { "\(n(x($0))) \(n(y($1)))" }
    guard let first = mark.x.first, let last = mark.x.last else { return }
    if mark.isFilled {
      let base = n(y.base)
      out.append(
        "<path class=\"area \(fill(mark.shade))\" d=\"M\(n(x(first))) \(base)L"
          + points.joined(separator: "L") + "L\(n(x(last))) \(base)Z\"/>")
    }
    if points.count > 1 {
      let style = mark.isFilled ? "step " : points.count > 300 ? "fine " : ""
      out.append(
        "<path class=\"\(style)\(stroke(mark.shade))\" d=\"M" + points.joined(separator: "L")
          + "\"/>")
    }
    guard mark.hasPoints else { return }
    for (a, b) in zip(mark.x, mark.y) {
      out.append(
        "<circle class=\"\(fill(mark.shade))\" cx=\"\(n(x(a)))\" cy=\"\(n(y(b)))\" r=\"3\"/>")
    }
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
        "<rect class=\"\(fill(mark.shade))\" x=\"\(n(corner.0))\" y=\"\(n(corner.1))\" "
          + "width=\"\(n(size.0))\" height=\"\(n(size.1))\"><title>"
          + "\(SVGText.escape(name)): \(SVGText.escape(value))</title></rect>")
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
          "<rect class=\"box \(fill(mark.shade)) \(stroke(mark.shade))\" x=\"\(n(corner.0))\" "
            + "y=\"\(n(corner.1))\" width=\"\(n(size.0))\" height=\"\(n(size.1))\"><title>"
            + SVGText.escape(title(box, along, up)) + "</title></rect>")
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
        out.append(
          "<circle class=\"\(fill(mark.shade))\" fill-opacity=\".6\" cx=\"\(n(cx))\" "
            + "cy=\"\(n(cy))\" r=\"2.4\"/>")
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
        "<rect class=\"k\(step)\" x=\"\(n(left + gap))\" y=\"\(n(top + gap))\" "
          + "width=\"\(n(max(0.5, right - left - 2 * gap + (gap == 0 ? 0.3 : 0))))\" "
          + "height=\"\(n(max(0.5, bottom - top - 2 * gap + (gap == 0 ? 0.3 : 0))))\"/>")
      guard !mark.labels.isEmpty,
        SVGText.width(mark.labels[place], size: 12) < right - left - 2, bottom - top > 13
      else { continue }
      out.append(
        "<text class=\"t\(step)\" text-anchor=\"middle\" x=\"\(n((left + right) / 2))\" "
          + "y=\"\(n((top + bottom) / 2 + 4))\">\(SVGText.escape(mark.labels[place]))</text>")
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
      if let label = mark.label { write(label, x.end - 4, y(value) - 5, "note end") }
    case .segment(let fromX, let fromY, let toX, let toY):
      line(style, x(fromX), y(fromY), x(toX), y(toY))
      if let label = mark.label { write(label, x(toX) - 4, y(toY) - 5, "note end") }
    }
  }
}

extension Panel {
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
