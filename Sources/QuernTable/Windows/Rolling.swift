import QuernSystem
import QuernText

/// Which places a rolling window covers at each of the places of a group; neither end ever goes
/// back.
struct RollingBounds {
  enum Reach {
    /// The current row and those before it, that many together.
    case rows(Int)
    /// The rows less than a span older than the current one, and all those of its time.
    case time(TimeSpan)
  }

  let reach: Reach
  let range: Range<Int>
  /// By place; empty where rows are counted.
  let times: UnsafePointer<Int64>?
  private var low: Int
  private var high: Int

  init(_ reach: Reach, _ range: Range<Int>, _ times: UnsafePointer<Int64>?) {
    self.reach = reach
    self.range = range
    self.times = times
    low = range.lowerBound
    high = range.lowerBound
  }

  mutating func window(_ place: Int) -> (low: Int, high: Int) {
    switch reach {
    case .rows(let rows):
      low = rows > place - range.lowerBound ? range.lowerBound : place + 1 - rows
      return (low, place + 1)
    case .time(let span):
      guard let times else { return (place, place + 1) }
      let time = times[place]
      let oldest = TimeShift.moved(time, span, back: true)
      while times[low] <= oldest && low < place { low += 1 }
      while high < range.upperBound && times[high] <= time { high += 1 }
      return (low, high)
    }
  }
}

/// What a rolling window keeps of the values in it. Places are pushed and popped in their order.
protocol RollingState {
  /// Before the first place of a group.
  mutating func start(_ place: Int)
  mutating func push(_ place: Int)
  /// Takes the first place out of the places up to `high`.
  mutating func pop(_ place: Int, high: Int)
  /// The value for the places `low ..< high`, of which one is known at least.
  func write(_ low: Int, _ high: Int, to place: Int)
}

/// Values that are combined without ever being taken away again: no digit of a value that has left
/// the window stays in its sum.
///
/// The window is cut in two at `middle`: for each place before it the combination up to `middle`
/// is known; what follows is combined as it comes. When the first part is used up, the second takes
/// its place. So each value is combined twice.
struct TwoParts<Part: BitwiseCopyable> {
  let values: (Int) -> Part?
  let combine: (Part, Part) -> Part
  let identity: Part
  /// By place: the combination of the places from there to `middle`.
  let suffixes: UnsafeMutablePointer<Part>
  private var middle = 0
  private var rest: Part

  init(
    identity: Part, suffixes: UnsafeMutablePointer<Part>, values: @escaping (Int) -> Part?,
    combine: @escaping (Part, Part) -> Part
  ) {
    self.identity = identity
    self.suffixes = suffixes
    self.values = values
    self.combine = combine
    rest = identity
  }

  @inline(__always)
  mutating func start(_ place: Int) {
    middle = place
    rest = identity
  }

  @inline(__always)
  mutating func push(_ place: Int) {
    if let value = values(place) { rest = combine(rest, value) }
  }

  @inline(__always)
  mutating func pop(_ place: Int, high: Int) {
    guard place >= middle else { return }
    var total = identity
    var at = high
    while at > place {
      at -= 1
      if let value = values(at) { total = combine(value, total) }
      suffixes[at] = total
    }
    middle = high
    rest = identity
  }

  @inline(__always)
  func total(_ low: Int) -> Part { low < middle ? combine(suffixes[low], rest) : rest }
}

/// A sum of floats, or their mean.
struct RollingFloats: RollingState {
  var parts: TwoParts<Double>
  let known: UnsafePointer<UInt8>
  let isMean: Bool
  let out: WindowValues
  private var count = 0

  init(_ values: WindowValues, isMean: Bool, _ scratch: ColumnBuffer, _ out: WindowValues) {
    let (numbers, known) = (values.floats, UnsafePointer(values.known))
    parts = TwoParts(
      identity: 0, suffixes: scratch.base.assumingMemoryBound(to: Double.self),
      values: { known[$0] == 0 ? nil : numbers[$0] }, combine: { $0 + $1 })
    self.known = known
    self.isMean = isMean
    self.out = out
  }

  mutating func start(_ place: Int) {
    parts.start(place)
    count = 0
  }

  mutating func push(_ place: Int) {
    parts.push(place)
    count += Int(known[place])
  }

  mutating func pop(_ place: Int, high: Int) {
    parts.pop(place, high: high)
    count -= Int(known[place])
  }

  func write(_ low: Int, _ high: Int, to place: Int) {
    let total = parts.total(low)
    let value = isMean ? total / Double(count) : total
    out.floats[place] = value
    out.known[place] = value.isNaN ? 0 : 1
  }
}

/// An exact sum of integers, or their mean, rounded once.
struct RollingInts: RollingState {
  let values: WindowValues
  let isMean: Bool
  /// Whether a mean is a duration: whole microseconds.
  let isWhole: Bool
  let out: WindowValues
  let overflow: (Int) -> Void
  private var total: Int128 = 0
  private var count = 0

  init(
    _ values: WindowValues, isMean: Bool, isWhole: Bool, _ out: WindowValues,
    overflow: @escaping (Int) -> Void
  ) {
    self.values = values
    self.isMean = isMean
    self.isWhole = isWhole
    self.out = out
    self.overflow = overflow
  }

  mutating func start(_ place: Int) { (total, count) = (0, 0) }

  mutating func push(_ place: Int) {
    guard values.known[place] != 0 else { return }
    total += Int128(values.ints[place])
    count += 1
  }

  mutating func pop(_ place: Int, high: Int) {
    guard values.known[place] != 0 else { return }
    total -= Int128(values.ints[place])
    count -= 1
  }

  func write(_ low: Int, _ high: Int, to place: Int) {
    out.known[place] = 1
    if isMean {
      let mean = Double(total) / Double(Swift.max(1, count))
      if isWhole {
        out.ints[place] = Int64(exactly: mean.rounded(.toNearestOrAwayFromZero)) ?? 0
      } else {
        out.floats[place] = mean
        if count == 0 { out.known[place] = 0 }
      }
      return
    }
    guard let sum = Int64(exactly: total) else { return overflow(place) }
    out.ints[place] = sum
  }
}

/// How many values there are, or how many rows.
struct RollingCount: RollingState {
  /// Nil: rows.
  let values: WindowValues?
  let out: WindowValues
  private var count: Int64 = 0

  init(_ values: WindowValues?, _ out: WindowValues) {
    self.values = values
    self.out = out
  }

  mutating func start(_ place: Int) { count = 0 }

  mutating func push(_ place: Int) { count += values.map { Int64($0.known[place]) } ?? 1 }

  mutating func pop(_ place: Int, high: Int) {
    count -= values.map { Int64($0.known[place]) } ?? 1
  }

  func write(_ low: Int, _ high: Int, to place: Int) {
    out.ints[place] = count
    out.known[place] = 1
  }
}

/// The smallest or largest of words whose order is that of the values.
struct RollingExtreme: RollingState {
  var parts: TwoParts<UInt64>
  let isFloat: Bool
  let out: WindowValues

  init(
    _ values: WindowValues, isFloat: Bool, isMax: Bool, _ scratch: ColumnBuffer,
    _ out: WindowValues
  ) {
    let (words, known) = (values.words, values.known)
    parts = TwoParts(
      identity: isMax ? 0 : .max, suffixes: scratch.base.assumingMemoryBound(to: UInt64.self),
      values: { place in
        guard known[place] != 0 else { return nil }
        return isFloat
          ? SortableWord.of(Double(bitPattern: words[place]))
          : SortableWord.of(Int64(bitPattern: words[place]))
      },
      combine: isMax ? { Swift.max($0, $1) } : { Swift.min($0, $1) })
    self.isFloat = isFloat
    self.out = out
  }

  mutating func start(_ place: Int) { parts.start(place) }
  mutating func push(_ place: Int) { parts.push(place) }
  mutating func pop(_ place: Int, high: Int) { parts.pop(place, high: high) }

  func write(_ low: Int, _ high: Int, to place: Int) {
    let word = parts.total(low)
    out.words[place] =
      isFloat
      ? SortableWord.float(word).bitPattern : UInt64(bitPattern: SortableWord.int(word))
    out.known[place] = 1
  }
}

/// Count, mean and squared distances from it, put together as Chan does.
struct RollingMoments: BitwiseCopyable {
  var count: Double
  var mean: Double
  var squares: Double

  static let none = RollingMoments(count: 0, mean: 0, squares: 0)

  static func + (a: RollingMoments, b: RollingMoments) -> RollingMoments {
    if a.count == 0 { return b }
    if b.count == 0 { return a }
    let count = a.count + b.count
    let distance = b.mean - a.mean
    return RollingMoments(
      count: count, mean: a.mean + distance * (b.count / count),
      squares: a.squares + b.squares + distance * distance * (a.count * b.count / count))
  }
}

/// Sample variance, or its root.
struct RollingVariance: RollingState {
  var parts: TwoParts<RollingMoments>
  let isRoot: Bool
  let out: WindowValues

  init(
    _ values: WindowValues, isFloat: Bool, isRoot: Bool, _ scratch: ColumnBuffer,
    _ out: WindowValues
  ) {
    let (values, known) = (values, values.known)
    parts = TwoParts(
      identity: .none, suffixes: scratch.base.assumingMemoryBound(to: RollingMoments.self),
      values: { place in
        guard known[place] != 0 else { return nil }
        let value = isFloat ? values.floats[place] : Double(values.ints[place])
        return RollingMoments(count: 1, mean: value, squares: 0)
      }, combine: { $0 + $1 })
    self.isRoot = isRoot
    self.out = out
  }

  mutating func start(_ place: Int) { parts.start(place) }
  mutating func push(_ place: Int) { parts.push(place) }
  mutating func pop(_ place: Int, high: Int) { parts.pop(place, high: high) }

  func write(_ low: Int, _ high: Int, to place: Int) {
    let total = parts.total(low)
    guard total.count >= 2 else { return }
    let variance = total.squares / (total.count - 1)
    let value = isRoot ? variance.squareRoot() : variance
    out.floats[place] = value
    out.known[place] = value.isNaN ? 0 : 1
  }
}
