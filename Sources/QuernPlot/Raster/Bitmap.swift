/// Pixels, painted one outline over the other.
struct Bitmap {
  let width: Int
  let height: Int
  /// Red, green and blue in the lowest 24 bits, from the top left.
  private(set) var pixels: [UInt32]

  init(width: Int, height: Int, paper: UInt32) {
    self.width = width
    self.height = height
    pixels = [UInt32](repeating: paper, count: width * height)
  }

  mutating func fill(_ outlines: [Outline], _ color: UInt32, opacity: Double) {
    guard opacity > 0, let coverage = Coverage(outlines, width: width, height: height) else {
      return
    }
    // In 256ths, so that the same pixels come out everywhere.
    let full = UInt32(max(0, min(1, opacity)) * 256 + 0.5)
    let (width, ink) = (width, color)
    pixels.withUnsafeMutableBufferPointer { pixels in
      coverage.forEach { x, y, sixteenths in
        let place = y * width + x
        let share = full * UInt32(sixteenths) / 16
        pixels[place] = share >= 256 ? ink : Self.mixed(pixels[place], ink, share)
      }
    }
  }

  private static func mixed(_ paper: UInt32, _ ink: UInt32, _ share: UInt32) -> UInt32 {
    var color: UInt32 = 0
    for shift: UInt32 in [16, 8, 0] {
      let (under, over) = (paper >> shift & 255, ink >> shift & 255)
      color |= ((under * (256 - share) + over * share + 128) / 256) << shift
    }
    return color
  }
}
