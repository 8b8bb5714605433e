/// How much of each pixel of a box lies inside of outlines.
///
/// Each edge adds, to the pixels that it crosses, the area to its right; summed from left to right
/// along a row that is what lies inside. Outlines that turn the same way round are united.
struct Coverage {
  let left: Int
  let top: Int
  let width: Int
  let height: Int
  private var areas: [Double]

  /// The part of outlines within a bitmap; nil where nothing of them is.
  init?(_ outlines: [Outline], width limitX: Int, height limitY: Int) {
    var (minX, minY) = (Double.infinity, Double.infinity)
    var (maxX, maxY) = (-Double.infinity, -Double.infinity)
    for outline in outlines {
      for point in outline {
        (minX, maxX) = (min(minX, point.x), max(maxX, point.x))
        (minY, maxY) = (min(minY, point.y), max(maxY, point.y))
      }
    }
    guard minX <= maxX, maxX > 0, maxY > 0, minX < Double(limitX), minY < Double(limitY) else {
      return nil
    }
    left = Int(max(0, minX))
    top = Int(max(0, minY))
    width = Int(min(Double(limitX), maxX.rounded(.up))) - left
    height = Int(min(Double(limitY), maxY.rounded(.up))) - top
    guard width > 0, height > 0 else { return nil }
    areas = [Double](repeating: 0, count: (width + 2) * height)
    let (reach, low, side) = (Double(width), Double(top), Double(left))
    areas.withUnsafeMutableBufferPointer { areas in
      for outline in outlines {
        guard var from = outline.last else { continue }
        for to in outline {
          Self.add(
            (min(reach, max(0, from.x - side)), from.y - low),
            (min(reach, max(0, to.x - side)), to.y - low), width, height, areas)
          from = to
        }
      }
    }
  }

  /// Calls with each pixel that is covered, and how much of it: sixteenths, so that there are few
  /// colours.
  func forEach(_ body: (_ x: Int, _ y: Int, _ sixteenths: Int) -> Void) {
    areas.withUnsafeBufferPointer { areas in
      for row in 0..<height {
        var sum = 0.0
        for column in 0..<width {
          sum += areas[row * (width + 2) + column]
          let part = Int(min(1, sum.magnitude) * 16 + 0.5)
          if part > 0 { body(left + column, top + row, part) }
        }
      }
    }
  }

  private static func add(
    _ a: (x: Double, y: Double), _ b: (x: Double, y: Double), _ width: Int, _ height: Int,
    _ areas: UnsafeMutableBufferPointer<Double>
  ) {
    guard a.y != b.y else { return }
    let direction = a.y < b.y ? 1.0 : -1.0
    let (from, to) = a.y < b.y ? (a, b) : (b, a)
    guard to.y > 0, from.y < Double(height) else { return }
    let slope = (to.x - from.x) / (to.y - from.y)
    var x = from.y < 0 ? from.x - from.y * slope : from.x
    let last = min(height - 1, Int(to.y.rounded(.up)) - 1)
    for row in max(0, Int(from.y))...max(0, last) {
      let start = row * (width + 2)
      let high = min(Double(row) + 1, to.y) - max(Double(row), from.y)
      guard high > 0 else { continue }
      let next = x + slope * high
      let amount = high * direction
      let (low, far) = (max(0, min(x, next)), min(Double(width), max(x, next)))
      x = next
      let first = Int(low)
      let end = Int(far.rounded(.up))
      if end <= first + 1 {
        let share = (low + far) / 2 - Double(first)
        areas[start + first] += amount * (1 - share)
        areas[start + first + 1] += amount * share
        continue
      }
      // Across several pixels: what of each lies to the right, less what that adds further on.
      let perPixel = 1 / (far - low)
      var before = 0.0
      for column in first..<end {
        let side = Double(column)
        let (from, to) = (max(low, side), min(far, side + 1))
        let passed = max(0, side - low) * perPixel
        let inside = passed + (to - from) * perPixel * (side + 1 - (from + to) / 2)
        areas[start + column] += amount * (inside - before)
        before = inside
      }
      areas[start + end] += amount * (1 - before)
    }
  }
}
