import Glibc

/// Tails of the distributions that tests compare their statistics with.
package enum Distributions {
  /// The share of Student's t with `df` degrees of freedom beyond `t`, on the right.
  package static func studentAbove(_ t: Double, df: Double) -> Double {
    let tail = 0.5 * incompleteBeta(df / (df + t * t), df / 2, 0.5)
    return t >= 0 ? tail : 1 - tail
  }

  /// The share of Student's t beyond `t` on both sides.
  package static func studentBeyond(_ t: Double, df: Double) -> Double {
    incompleteBeta(df / (df + t * t), df / 2, 0.5)
  }

  /// The value that Student's t is beyond with this probability, on the right; `share` of (0, 0.5].
  package static func studentQuantile(above share: Double, df: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while studentAbove(high, df: df) > share, high < 1e300 { (low, high) = (high, high * 2) }
    for _ in 0..<200 {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      if studentAbove(middle, df: df) > share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The share of the chi-square distribution beyond `x`.
  package static func chiSquareAbove(_ x: Double, df: Double) -> Double {
    guard x > 0 else { return 1 }
    return upperGamma(df / 2, x / 2)
  }

  /// The share of the standard normal distribution beyond `z` on both sides.
  package static func normalBeyond(_ z: Double) -> Double { erfc(z.magnitude / 2.0.squareRoot()) }

  /// The value that the standard normal distribution is beyond with this probability.
  package static func normalQuantile(above share: Double) -> Double {
    var (low, high) = (0.0, 40.0)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      if normalBeyond(middle) / 2 > share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  private static func logGamma(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }

  private static let termCountMax = 100_000
  private static let tiny = 1e-300

  /// The regularised incomplete beta function, by Lentz's continued fraction on the side where it
  /// converges fast.
  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let front = Glibc.exp(
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * Glibc.log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2) { return front * betaFraction(x, a, b) / a }
    return 1 - front * betaFraction(1 - x, b, a) / b
  }

  private static func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    func kept(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var h = d
    for m in 1...termCountMax {
      let m = Double(m)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      h *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      let step = d * c
      h *= step
      if (step - 1).magnitude < 1e-16 { break }
    }
    return h
  }

  /// The regularised upper incomplete gamma function: a series for small `x`, else a fraction.
  private static func upperGamma(_ a: Double, _ x: Double) -> Double {
    let front = Glibc.exp(a * Glibc.log(x) - x - logGamma(a))
    if x < a + 1 {
      var term = 1 / a
      var sum = term
      for n in 1...termCountMax {
        term *= x / (a + Double(n))
        sum += term
        if term < sum * 1e-17 { break }
      }
      return 1 - front * sum
    }
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var h = d
    for n in 1...termCountMax {
      let factor = -Double(n) * (Double(n) - a)
      b += 2
      let below = factor * d + b
      d = 1 / (below.magnitude < tiny ? tiny : below)
      let next = b + factor / c
      c = next.magnitude < tiny ? tiny : next
      h *= d * c
      if (d * c - 1).magnitude < 1e-16 { break }
    }
    return front * h
  }
}
