/// One piece of a picture: where it stands, and the classes that say how it looks.
///
/// Every bitmap and every SVG is a list of them.
enum Shape {
  case rect(Rect)
  /// Discs of one size; each may have a class of its own, such as the step of a gradient.
  case discs(style: String, opacity: String, radius: Double, places: [Disc])
  case line(style: String, x: Double, y: Double, toX: Double, toY: Double)
  case path(style: String, points: [Place], isClosed: Bool)
  /// `isSlanted`: reading up to its end.
  case text(style: String, x: Double, y: Double, text: String, isSlanted: Bool)

  struct Place {
    var x: Double
    var y: Double
  }

  struct Rect {
    var style: String
    var x: Double
    var y: Double
    var width: Double
    var height: Double
    var corner = 0.0
    /// What a pointer that rests on it is told.
    var title: String?
  }

  struct Disc {
    var x: Double
    var y: Double
    /// Empty where all are alike.
    var style = ""
  }

  /// Degrees by which a slanted text goes up.
  static let slant = 38
}

extension Shape {
  /// As SVG writes it.
  var svg: String {
    switch self {
    case .rect(let rect): return rect.svg
    case .discs(let style, let opacity, let radius, let places):
      return Self.svg(style, opacity, radius, places)
    case .line(let style, let x, let y, let toX, let toY):
      return "<line class=\"\(style)\" x1=\"\(n(x))\" y1=\"\(n(y))\" x2=\"\(n(toX))\" "
        + "y2=\"\(n(toY))\"/>"
    case .path(let style, let points, let isClosed):
      let places = points.map { "\(n($0.x)) \(n($0.y))" }
      return "<path class=\"\(style)\" d=\"M\(places.joined(separator: "L"))"
        + "\(isClosed ? "Z" : "")\"/>"
    case .text(let style, let x, let y, let text, false):
      return "<text class=\"\(style)\" x=\"\(n(x))\" y=\"\(n(y))\">\(SVGText.escape(text))</text>"
    case .text(let style, let x, let y, let text, true):
      return "<text class=\"\(style)\" transform=\"translate(\(n(x)) \(n(y))) "
        + "rotate(-\(Self.slant))\">\(SVGText.escape(text))</text>"
    }
  }

  private func n(_ value: Double) -> String { SVGText.number(value) }

  private static func svg(
    _ style: String, _ opacity: String, _ radius: Double, _ places: [Disc]
  ) -> String {
    func n(_ value: Double) -> String { SVGText.number(value) }
    let own = style.isEmpty ? "" : " class=\"\(style)\""
    if places.count == 1, let disc = places.first, disc.style.isEmpty {
      return "<circle\(own) fill-opacity=\"\(opacity)\" cx=\"\(n(disc.x))\" cy=\"\(n(disc.y))\" "
        + "r=\"\(n(radius))\"/>"
    }
    var lines = ["<g\(own) fill-opacity=\"\(opacity)\">"]
    var line = ""
    for disc in places {
      let step = disc.style.isEmpty ? "" : "class=\"\(disc.style)\" "
      line += "<circle \(step)cx=\"\(n(disc.x))\" cy=\"\(n(disc.y))\" r=\"\(n(radius))\"/>"
      if line.utf8.count > 400 {
        lines.append(line)
        line = ""
      }
    }
    if !line.isEmpty { lines.append(line) }
    return (lines + ["</g>"]).joined(separator: "\n")
  }
}

extension Shape.Rect {
  fileprivate var svg: String {
    func n(_ value: Double) -> String { SVGText.number(value) }
    let start =
      "<rect class=\"\(style)\" x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(width))\" "
      + "height=\"\(n(height))\"" + (corner > 0 ? " rx=\"\(n(corner))\"" : "")
    guard let title else { return start + "/>" }
    return start + "><title>\(SVGText.escape(title))</title></rect>"
  }
}
