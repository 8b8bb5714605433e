import QuernSystem

/// Kendall's tau-b by sorting (Knight, 1966): exact for few rows without ties, else by its normal
/// limit.
enum Kendall {
  /// Rows up to which the exact distribution is used.
  private static let exactCountMax = 33

  static func of(
    _ x: [Double], _ y: [Double], _ interrupt: Interrupt?
  ) throws(LearningError) -> Correlation {
    let n = x.count
    let none = Correlation(value: nil, p: nil, count: n)
    guard n > 1 else { return none }
    var order = Array(x.indices)
    try PatientSort.sort(&order, interrupt: interrupt) {
      (x[$0], y[$0]) < (x[$1], y[$1])
    }
    let xs = order.map { x[$0] }
    var ys = order.map { y[$0] }
    let joint = ties(order.indices) { xs[$0] == xs[$1] && ys[$0] == ys[$1] }
    let left = ties(order.indices) { xs[$0] == xs[$1] }
    let discordant = try inversions(&ys, interrupt)
    // The columns are sorted by now.
    let right = ties(order.indices) { ys[$0] == ys[$1] }
    let total = Double(n) * Double(n - 1) / 2
    guard left.pairs < total, right.pairs < total else { return none }
    let difference = total - left.pairs - right.pairs + joint.pairs - 2 * discordant
    let value =
      difference / (total - left.pairs).squareRoot() / (total - right.pairs).squareRoot()
    let isTied = left.pairs > 0 || right.pairs > 0
    let isExact = !isTied && (n <= exactCountMax || min(discordant, total - discordant) <= 1)
    let p =
      isExact
      ? exact(n, Int(min(discordant, total - discordant)))
      : limit(Double(n), difference, left, right)
    return Correlation(value: max(-1, min(1, value)), p: p, count: n)
  }

  /// What runs of equal values add to the variance.
  private struct Ties {
    var pairs = 0.0
    var triples = 0.0
    var weighted = 0.0
  }

  private static func ties(_ range: Range<Int>, _ areEqual: (Int, Int) -> Bool) -> Ties {
    var ties = Ties()
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + 1
      while end < range.upperBound, areEqual(start, end) { end += 1 }
      let count = Double(end - start)
      ties.pairs += count * (count - 1) / 2
      ties.triples += count * (count - 1) * (count - 2)
      ties.weighted += count * (count - 1) * (2 * count + 5)
      start = end
    }
    return ties
  }

  /// Pairs that stand the wrong way round; the values are sorted afterwards.
  private static func inversions(
    _ values: inout [Double], _ interrupt: Interrupt?
  ) throws(LearningError) -> Double {
    var count = 0.0
    var other = values
    var width = 1
    while width < values.count {
      for start in stride(from: 0, to: values.count, by: 2 * width) {
        if start % 65_536 < 2 * width { try PatientSort.check(interrupt) }
        let middle = min(start + width, values.count)
        let end = min(start + 2 * width, values.count)
        var (i, j) = (start, middle)
        for place in start..<end {
          if place % 65_536 == 0 { try PatientSort.check(interrupt) }
          if j >= end || i < middle && values[i] <= values[j] {
            other[place] = values[i]
            i += 1
          } else {
            other[place] = values[j]
            count += Double(middle - i)
            j += 1
          }
        }
      }
      swap(&values, &other)
      width *= 2
    }
    return count
  }

  private static func limit(_ n: Double, _ difference: Double, _ x: Ties, _ y: Ties) -> Double? {
    let m = n * (n - 1)
    var variance = (m * (2 * n + 5) - x.weighted - y.weighted) / 18 + 2 * x.pairs * y.pairs / m
    if n > 2 { variance += x.triples * y.triples / (9 * m * (n - 2)) }
    guard variance > 0 else { return nil }
    return Distributions.normalBeyond(difference / variance.squareRoot())
  }

  /// Twice the share of the orders of n rows that have at most so many pairs the wrong way round.
  private static func exact(_ n: Int, _ fewer: Int) -> Double {
    guard n > 2, 4 * fewer != n * (n - 1) else { return 1 }
    var counts = [Double](repeating: 0, count: fewer + 1)
    counts[0] = 1
    // Divided by n! on the way, so that nothing overflows.
    for rows in 2...n {
      var next = counts
      var sum = 0.0
      for place in counts.indices {
        sum += counts[place]
        if place >= rows { sum -= counts[place - rows] }
        next[place] = sum / Double(rows)
      }
      counts = next
    }
    return min(1, 2 * counts.reduce(0, +))
  }
}
