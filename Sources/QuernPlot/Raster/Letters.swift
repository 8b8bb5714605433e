import QuernText

/// Outlines of letters: bitmaps are lettered alike on every machine, whatever fonts it has.
///
/// Latin, Greek, Cyrillic and the signs of plots; anything else is a box.
struct Letters: Sendable {
  /// A corner of an outline or, off the curve, the handle of a parabola; y goes up.
  struct Point {
    var x: Double
    var y: Double
    var isOnCurve: Bool
  }

  struct Glyph {
    /// From its origin to that of the next letter.
    let advance: Double
    let contours: [[Point]]
  }

  static let unitsPerEm = 512.0
  static let shared = Letters()

  private let glyphs: [UInt32: Glyph]
  private let missing: Glyph

  private init() {
    var glyphs: [UInt32: Glyph] = [:]
    for text in [Self.latin, Self.other] {
      var reader = Reader(bytes: Base64.decode(text) ?? [])
      reader.read(into: &glyphs)
    }
    self.glyphs = glyphs
    missing = glyphs[0x25A1] ?? Glyph(advance: Self.unitsPerEm / 2, contours: [])
  }

  /// The letters of a text, one after the other; marks that combine are left out.
  func glyphs(of text: String) -> [Glyph] {
    text.unicodeScalars.compactMap { scalar in
      if let glyph = glyphs[scalar.value] { return glyph }
      return TerminalText.width(Character(scalar)) == 0 ? nil : missing
    }
  }

  /// How long a text of a size is.
  func width(_ text: String, size: Double) -> Double {
    glyphs(of: text).reduce(0) { $0 + $1.advance } * size / Self.unitsPerEm
  }

  /// The form that `scripts/plot_letters.py` writes.
  private struct Reader {
    let bytes: [UInt8]
    var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func read(into glyphs: inout [UInt32: Glyph]) {
      var character = 0
      while place < bytes.count {
        character += number()
        let advance = Double(number())
        let contours = (0..<number()).map { _ in contour() }
        glyphs[UInt32(truncatingIfNeeded: character)] = Glyph(advance: advance, contours: contours)
      }
    }

    private mutating func contour() -> [Point] {
      let count = number()
      var points: [Point] = []
      points.reserveCapacity(count)
      var (x, y) = (0, 0)
      for _ in 0..<count {
        let across = number()
        x += Self.signed(across >> 1)
        y += Self.signed(number())
        points.append(Point(x: Double(x), y: Double(y), isOnCurve: across & 1 == 1))
      }
      return points
    }

    private mutating func number() -> Int {
      var (value, shift) = (0, 0)
      while place < bytes.count {
        let byte = Int(bytes[place])
        place += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128 { break }
      }
      return value
    }

    private static func signed(_ number: Int) -> Int {
      number & 1 == 0 ? number >> 1 : -((number + 1) >> 1)
    }
  }
}
