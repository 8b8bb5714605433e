/// A closed polygon in pixels.
typealias Outline = [Shape.Place]

/// Polygons of shapes: what a bitmap fills.
enum Outlines {
  static func rect(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> Outline {
    [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
      .map { Shape.Place(x: $0, y: $1) }
  }

  private static let corners: [Shape.Place] = {
    // Turned step by step by an angle written out: no machine's cosine has a say.
    let (cosine, sine) = (0.980_785_280_403_230_4, 0.195_090_322_016_128_25)
    var place = Shape.Place(x: 1, y: 0)
    return (0..<32).map { _ in
      defer {
        place = Shape.Place(
          x: place.x * cosine - place.y * sine, y: place.x * sine + place.y * cosine)
      }
      return place
    }
  }()

  static func disc(_ x: Double, _ y: Double, _ radius: Double) -> Outline {
    corners.map { Shape.Place(x: x + $0.x * radius, y: y + $0.y * radius) }
  }

  /// A straight stroke: a rectangle along the way, always turning the same way round.
  static func stroke(_ from: Shape.Place, _ to: Shape.Place, _ width: Double) -> Outline? {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return nil }
    let (nx, ny) = (-dy / length * width / 2, dx / length * width / 2)
    return [
      Shape.Place(x: from.x - nx, y: from.y - ny), Shape.Place(x: to.x - nx, y: to.y - ny),
      Shape.Place(x: to.x + nx, y: to.y + ny), Shape.Place(x: from.x + nx, y: from.y + ny),
    ]
  }

  /// Strokes along a way, with round joints.
  static func stroke(_ points: [Shape.Place], _ width: Double, isClosed: Bool) -> [Outline] {
    var outlines: [Outline] = []
    for (from, to) in zip(points, points.dropFirst()) {
      if let stroke = stroke(from, to, width) { outlines.append(stroke) }
    }
    var joints = points.dropFirst().dropLast()[...]
    if isClosed, let first = points.first, let last = points.last {
      if let stroke = stroke(last, first, width) { outlines.append(stroke) }
      joints = points[...]
    }
    return outlines + joints.map { disc($0.x, $0.y, width / 2) }
  }

  /// A stroke in pieces.
  static func dashes(
    _ from: Shape.Place, _ to: Shape.Place, _ width: Double, on: Double, off: Double
  ) -> [Outline] {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let length = (dx * dx + dy * dy).squareRoot()
    guard length > 0 else { return [] }
    return stride(from: 0, to: length, by: on + off).compactMap { start in
      let end = min(length, start + on)
      return stroke(
        Shape.Place(x: from.x + dx * start / length, y: from.y + dy * start / length),
        Shape.Place(x: from.x + dx * end / length, y: from.y + dy * end / length), width)
    }
  }

  /// An outline of a letter with its parabolas as short lines.
  static func flattened(_ contour: [Letters.Point]) -> [Shape.Place] {
    guard let last = contour.last, let first = contour.first else { return [] }
    func middle(_ a: Letters.Point, _ b: Letters.Point) -> Shape.Place {
      Shape.Place(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2)
    }
    var from =
      last.isOnCurve
      ? Shape.Place(x: last.x, y: last.y)
      : first.isOnCurve ? Shape.Place(x: first.x, y: first.y) : middle(last, first)
    var places: [Shape.Place] = [from]
    for (place, point) in contour.enumerated() {
      if point.isOnCurve {
        from = Shape.Place(x: point.x, y: point.y)
        places.append(from)
        continue
      }
      let next = contour[(place + 1) % contour.count]
      let to = next.isOnCurve ? Shape.Place(x: next.x, y: next.y) : middle(point, next)
      for step in 1...4 {
        let share = Double(step) / 4
        let (a, b, c) = ((1 - share) * (1 - share), 2 * share * (1 - share), share * share)
        places.append(
          Shape.Place(
            x: a * from.x + b * point.x + c * to.x, y: a * from.y + b * point.y + c * to.y))
      }
      from = to
    }
    return places
  }
}
