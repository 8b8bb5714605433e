/// The values of a window in their order, for what needs more than a sum of them.
struct RollingOrder: RollingState {
  enum Result {
    case quantile(Double)
    case nunique
    case mode
  }

  let values: WindowValues
  let isFloat: Bool
  let result: Result
  /// Whether a quantile is a duration: whole microseconds.
  let isWhole: Bool
  let out: WindowValues
  private var sorted: [UInt64] = []
  private var distinct = 0

  init(
    _ values: WindowValues, isFloat: Bool, _ result: Result, isWhole: Bool, _ out: WindowValues
  ) {
    self.values = values
    self.isFloat = isFloat
    self.result = result
    self.isWhole = isWhole
    self.out = out
  }

  mutating func start(_ place: Int) {
    sorted.removeAll(keepingCapacity: true)
    distinct = 0
  }

  private func word(_ place: Int) -> UInt64 {
    isFloat ? SortableWord.of(values.floats[place]) : SortableWord.of(values.ints[place])
  }

  /// The first index whose word is not below.
  private func index(of word: UInt64) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < word { low = middle + 1 } else { high = middle }
    }
    return low
  }

  mutating func push(_ place: Int) {
    guard values.known[place] != 0 else { return }
    let word = word(place)
    let index = index(of: word)
    if index == sorted.count || sorted[index] != word { distinct += 1 }
    sorted.insert(word, at: index)
  }

  mutating func pop(_ place: Int, high: Int) {
    guard values.known[place] != 0 else { return }
    let word = word(place)
    let index = index(of: word)
    sorted.remove(at: index)
    if index == sorted.count || sorted[index] != word { distinct -= 1 }
  }

  func write(_ low: Int, _ high: Int, to place: Int) {
    switch result {
    case .nunique: out.ints[place] = Int64(distinct)
    case .mode:
      guard let word = mostFrequent else { return }
      out.words[place] =
        isFloat
        ? SortableWord.float(word).bitPattern : UInt64(bitPattern: SortableWord.int(word))
    case .quantile(let share):
      guard !sorted.isEmpty else { return }
      let value = quantile(share)
      if isWhole {
        out.ints[place] = Int64(exactly: value.rounded(.toNearestOrAwayFromZero)) ?? 0
      } else {
        out.floats[place] = value
        if value.isNaN { return }
      }
    }
    out.known[place] = 1
  }

  /// As `quantile` of a group: between the two nearest values.
  private func quantile(_ share: Double) -> Double {
    func number(_ index: Int) -> Double {
      isFloat ? SortableWord.float(sorted[index]) : Double(SortableWord.int(sorted[index]))
    }
    let at = Double(sorted.count - 1) * share
    let low = Int(at.rounded(.down))
    let (a, b) = (number(low), number(Swift.min(low + 1, sorted.count - 1)))
    let part = at - Double(low)
    return part == 0 || a == b ? a : part == 0.5 ? a / 2 + b / 2 : a + (b - a) * part
  }

  /// Of several the smallest.
  private var mostFrequent: UInt64? {
    var best: (word: UInt64, times: Int)?
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count && sorted[end] == sorted[start] { end += 1 }
      if end - start > best?.times ?? 0 { best = (sorted[start], end - start) }
      start = end
    }
    return best?.word
  }
}
