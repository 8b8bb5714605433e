import QuernText

/// PNG files.
enum PNG {
  /// - Parameter isDouble: two pixels stand for one of the page's, each way.
  static func encoded(
    _ pixels: [UInt32], width: Int, height: Int, isDouble: Bool
  ) -> [UInt8] {
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let palette = Palette.of(pixels)
    let size = big(UInt32(width)) + big(UInt32(height))
    add("IHDR", size + [8, palette == nil ? 2 : 3, 0, 0, 0], to: &file)
    // 144 dots to the inch, in dots to the metre.
    let dots = big(isDouble ? 5_669 : 2_835)
    add("pHYs", dots + dots + [1], to: &file)
    let rows: [UInt8]
    if let palette {
      let colors = palette.colors.flatMap { color in
        [16, 8, 0].map { UInt8(truncatingIfNeeded: color >> $0) }
      }
      add("PLTE", colors, to: &file)
      rows = Self.rows(palette.places, width: width)
    } else {
      rows = Self.differences(pixels, width: width)
    }
    add("IDAT", Deflate.zlib(rows), to: &file)
    add("IEND", [], to: &file)
    return file
  }

  /// Pixels as places among at most 256 colours.
  private struct Palette {
    var colors: [UInt32] = []
    var places: [UInt8] = []

    /// Nil where there are more colours.
    static func of(_ pixels: [UInt32]) -> Palette? {
      var palette = Palette()
      palette.places.reserveCapacity(pixels.count)
      var known: [UInt32: UInt8] = [:]
      var last: (color: UInt32, place: UInt8)?
      for color in pixels {
        if let last, last.color == color {
          palette.places.append(last.place)
          continue
        }
        var place = known[color]
        if place == nil {
          guard palette.colors.count < 256 else { return nil }
          place = UInt8(palette.colors.count)
          known[color] = place
          palette.colors.append(color)
        }
        palette.places.append(place ?? 0)
        last = (color, place ?? 0)
      }
      return palette
    }
  }

  /// Each row with its filter, none, in front.
  private static func rows(_ places: [UInt8], width: Int) -> [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity(places.count + places.count / max(1, width))
    for start in stride(from: 0, to: places.count, by: width) {
      rows.append(0)
      rows += places[start..<start + width]
    }
    return rows
  }

  /// Three bytes a pixel, each less that of the pixel above.
  private static func differences(_ pixels: [UInt32], width: Int) -> [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity(pixels.count * 3 + pixels.count / max(1, width))
    for (place, color) in pixels.enumerated() {
      if place % width == 0 { rows.append(2) }
      let above = place < width ? 0 : pixels[place - width]
      for shift: UInt32 in [16, 8, 0] {
        rows.append(
          UInt8(truncatingIfNeeded: color >> shift) &- UInt8(truncatingIfNeeded: above >> shift))
      }
    }
    return rows
  }

  private static func add(_ type: String, _ bytes: [UInt8], to file: inout [UInt8]) {
    let body = Array(type.utf8) + bytes
    file += big(UInt32(bytes.count)) + body + big(CRC32.checksum(body))
  }

  private static func big(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
