import QuernTable
import QuernText
import Testing

@testable import QuernPlot

/// Bitmaps, read back by a reader of our own.
@Suite struct PNGTests {
  @Test func everyPictureIsAFileThatReadsBack() throws {
    for plot in try SamplePlots.all() {
      var figure = plot.figure
      figure.width = 240
      let image = try PNGReader.read(figure.png())
      let layout = SVGLayout(figure)
      #expect(image.width == Int((layout.width * 2).rounded(.up)), "\(plot.summary)")
      #expect(image.pixels.count == image.width * image.height)
      #expect(image.pixels[0] == 0xFFFFFF, "paper")
      let colors = Set(image.pixels)
      #expect(colors.count > 4, "\(plot.summary)")
    }
  }

  @Test func theSamePictureGivesTheSameBytes() throws {
    let (one, other) = (try SamplePlots.all()[1], try SamplePlots.all()[1])
    #expect(one.figure.png() == other.figure.png())
  }

  @Test func aBarIsWhereTheSVGHasIt() throws {
    let plot = try SamplePlots.plot(.bar, LayerRequest(kind: .bar, x: .column("ok")))
    let image = try PNGReader.read(plot.figure.png())
    let shapes = SVGDrawing(plot.figure).shapes
    var bars = 0
    for case .rect(let rect) in shapes where rect.style == "f0" {
      let (x, y) = (Int((rect.x + rect.width / 2) * 2), Int((rect.y + rect.height / 2) * 2))
      #expect(image.pixels[y * image.width + x] == 0x0072B2)
      let above = Int((rect.y - 3) * 2)
      #expect(image.pixels[above * image.width + x] != 0x0072B2)
      bars += 1
    }
    #expect(bars == 2)
  }

  @Test func coverageIsTheAreaInside() {
    var bitmap = Bitmap(width: 4, height: 3, paper: 0xFFFFFF)
    bitmap.fill([Outlines.rect(0.5, 0.25, 2, 1)], 0x000000, opacity: 1)
    func gray(_ x: Int, _ y: Int) -> UInt32 { bitmap.pixels[y * 4 + x] & 255 }
    // Half of a column, three quarters of a row.
    #expect((0..<4).map { gray($0, 0) } == [159, 64, 159, 255])
    #expect((0..<4).map { gray($0, 1) } == [223, 191, 223, 255])
    #expect((0..<4).map { gray($0, 2) } == [255, 255, 255, 255])
    var slope = Bitmap(width: 4, height: 4, paper: 0xFFFFFF)
    let corners = [(0.0, 0.0), (4, 4), (0, 4)].map { Shape.Place(x: $0.0, y: $0.1) }
    slope.fill([corners], 0x000000, opacity: 1)
    for y in 0..<4 {
      for x in 0..<4 {
        let value = slope.pixels[y * 4 + x] & 255
        #expect(value == (x < y ? 0 : x > y ? 255 : 127) || (x == y && value == 128), "\(x) \(y)")
      }
    }
    // A wide slope: one row, the area of a triangle of four by one.
    var wide = Bitmap(width: 4, height: 1, paper: 0)
    wide.fill(
      [[(0.0, 1.0), (4, 0), (4, 1)].map { Shape.Place(x: $0.0, y: $0.1) }], 0xFFFFFF, opacity: 1)
    #expect(wide.pixels.map { $0 & 255 } == [32, 96, 159, 223])
  }

  @Test(arguments: [0, 1, 2, 3, 300, 70_000])
  func whatIsCompressedReadsBack(count: Int) throws {
    var kinds: [[UInt8]] = [Array(repeating: 7, count: count)]
    var state: UInt64 = 88_172_645_463_325_252
    kinds.append(
      (0..<count).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt8(truncatingIfNeeded: state)
      })
    kinds.append((0..<count).map { UInt8($0 % 251) })
    kinds.append((0..<count).map { UInt8($0 * $0 % 13) })
    for bytes in kinds { #expect(try Inflate.zlib(Deflate.zlib(bytes)) == bytes) }
    #expect(Deflate.zlib(kinds[0]).count < 150 + count / 100)
  }

  @Test func lettersAreThereAndWideEnough() {
    for text in ["Aa0−", "äöß", "Ωλ", "Жя", "→≤"] {
      #expect(Letters.shared.glyphs(of: text).allSatisfy { !$0.contours.isEmpty }, "\(text)")
    }
    #expect(Letters.shared.glyphs(of: "日").count == 1)
    #expect(Letters.shared.glyphs(of: "e\u{301}").count == 1, "marks that combine are left out")
    // What the layout expects of any font holds for ours.
    for text in ["Kristiansand", "1 234 567", "mean(income)", "WWW", "false positive rate"] {
      #expect(Letters.shared.width(text, size: 12) <= SVGText.width(text, size: 12) * 1.05, "\(text)")
    }
  }
}
