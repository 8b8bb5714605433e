import QuernText

extension Figure {
  /// The figure as a PNG file on light paper, for readers that take no SVG; twice as fine as that.
  ///
  /// Drawn by ourselves with letters of our own: the same bytes on every machine.
  package func png() -> [UInt8] { RasterDrawing(self).png() }
}

/// Paints the shapes of a figure.
struct RasterDrawing {
  private let drawing: SVGDrawing
  private let scale: Double
  private var styles: RasterStyles
  private var bitmap: Bitmap

  /// A figure of more pixels is drawn at single size.
  private static let pixelCountMax = 12_000_000.0

  init(_ figure: Figure) {
    drawing = SVGDrawing(figure)
    let (width, height) = (drawing.layout.width, drawing.layout.height)
    scale = width * height * 4 <= Self.pixelCountMax ? 2 : 1
    bitmap = Bitmap(
      width: Int((width * scale).rounded(.up)), height: Int((height * scale).rounded(.up)),
      paper: 0xFFFFFF)
    styles = RasterStyles([])
  }

  func png() -> [UInt8] {
    var copy = self
    let shapes = drawing.shapes
    copy.styles = RasterStyles(SVGStyle(shapes, isDiverging: drawing.isDiverging).light)
    for shape in shapes { copy.paint(shape) }
    return PNG.encoded(
      copy.bitmap.pixels, width: copy.bitmap.width, height: copy.bitmap.height,
      isDouble: scale == 2)
  }

  private mutating func paint(_ shape: Shape) {
    switch shape {
    case .rect(let rect):
      let outline = Outlines.rect(rect.x, rect.y, rect.width, rect.height)
      paint([outline], along: outline, styles.style("rect", rect.style), isClosed: true)
    case .discs(let style, let opacity, let radius, let places):
      for place in places {
        let own = styles.style("circle", place.style.isEmpty ? style : place.style)
        guard let color = own.fill else { continue }
        bitmap.fill(
          [scaled(Outlines.disc(place.x, place.y, radius))], color,
          opacity: Double("0" + opacity) ?? 1)
      }
    case .line(let style, let x, let y, let toX, let toY):
      let ends = [Shape.Place(x: x, y: y), Shape.Place(x: toX, y: toY)]
      paint([], along: ends, styles.style("line", style), isClosed: false)
    case .path(let style, let points, let isClosed):
      paint([points], along: points, styles.style("path", style), isClosed: isClosed)
    case .text(let style, let x, let y, let text, let isSlanted):
      paint(text, x, y, styles.style("text", style), isSlanted)
    }
  }

  private func scaled(_ outline: Outline) -> Outline {
    outline.map { Shape.Place(x: $0.x * scale, y: $0.y * scale) }
  }

  private mutating func paint(
    _ inside: [Outline], along points: [Shape.Place], _ style: RasterStyle, isClosed: Bool
  ) {
    if let fill = style.fill {
      bitmap.fill(inside.map(scaled), fill, opacity: style.fillOpacity)
    }
    guard let stroke = style.stroke else { return }
    let width = style.strokeWidth
    let strokes: [Outline]
    if style.isDashed, points.count == 2 {
      strokes = Outlines.dashes(points[0], points[1], width, on: 5, off: 4)
    } else {
      strokes = Outlines.stroke(points, width, isClosed: isClosed)
    }
    bitmap.fill(strokes.map(scaled), stroke, opacity: style.strokeOpacity)
  }

  private mutating func paint(
    _ text: String, _ x: Double, _ y: Double, _ style: RasterStyle, _ isSlanted: Bool
  ) {
    guard let color = style.fill else { return }
    let unit = style.fontSize / Letters.unitsPerEm
    let width = Letters.shared.width(text, size: style.fontSize)
    var pen: Double
    switch style.anchor {
    case .start: pen = 0
    case .middle: pen = -width / 2
    case .end: pen = -width
    }
    // The cosine and sine of the slant.
    let (across, up) = isSlanted ? (0.788_010_753_606_722, 0.615_661_475_325_658_3) : (1, 0)
    // A bold letter is the plain one painted again, a little to the right.
    let weights = style.isBold ? [-0.32, 0.32] : [0]
    var outlines: [Outline] = []
    for glyph in Letters.shared.glyphs(of: text) {
      for contour in glyph.contours {
        let flat = Outlines.flattened(contour)
        for weight in weights {
          outlines.append(
            flat.map { point in
              let (dx, dy) = (pen + weight + point.x * unit, -point.y * unit)
              return Shape.Place(
                x: (x + dx * across + dy * up) * scale, y: (y - dx * up + dy * across) * scale)
            })
        }
      }
      pen += glyph.advance * unit
    }
    bitmap.fill(outlines, color, opacity: 1)
  }
}
