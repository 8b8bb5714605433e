/// How far apart two names are, for "did you mean".
package enum EditDistance {
  /// The weighted distance between two names, in half edits.
  ///
  /// A changed case or a dropped `_` or `-` costs one; an inserted, deleted or replaced character
  /// and two swapped neighbours cost two.
  package static func weighted(_ a: String, _ b: String) -> Int {
    let a = Array(a.unicodeScalars)
    let b = Array(b.unicodeScalars)
    if a.isEmpty || b.isEmpty { return (a + b).reduce(0) { $0 + gap($1) } }
    var before: [Int] = []
    var above = [0]
    for scalar in b { above.append(above[above.count - 1] + gap(scalar)) }
    for i in a.indices {
      var row = [above[0] + gap(a[i])]
      row.reserveCapacity(b.count + 1)
      for j in b.indices {
        var best = above[j] + change(a[i], b[j])
        best = min(best, above[j + 1] + gap(a[i]), row[j] + gap(b[j]))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j], a[i] != b[j] {
          best = min(best, before[j - 1] + 2)
        }
        row.append(best)
      }
      before = above
      above = row
    }
    return above[b.count]
  }

  private static func gap(_ scalar: Unicode.Scalar) -> Int {
    scalar == "_" || scalar == "-" || scalar == " " ? 1 : 2
  }

  private static func change(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Int {
    if a == b { return 0 }
    if gap(a) == 1, gap(b) == 1 { return 1 }
    if a.isASCII, b.isASCII { return a.value | 32 == b.value | 32 && isLetter(a) ? 1 : 2 }
    return a.properties.lowercaseMapping == b.properties.lowercaseMapping ? 1 : 2
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    (65...90).contains(scalar.value & ~32)
  }

  /// The names nearest to `name`, nearest first, ties in their own order; only those near enough
  /// that a slip of the hand explains the difference.
  package static func nearest(
    _ name: String, in names: some Sequence<String>, limit: Int = 1
  ) -> [String] {
    let length = name.unicodeScalars.count
    var found: [(name: String, cost: Int, place: Int)] = []
    for (place, candidate) in names.enumerated() where candidate != name {
      let other = candidate.unicodeScalars.count
      // A third of the longer name may be wrong, and one whole edit always.
      let most = max(2, max(length, other) * 2 / 3)
      guard abs(length - other) <= most else { continue }
      let cost = weighted(name, candidate)
      // "amount" for "amount_usd": the beginning of a name is a good hint too.
      let isPrefix = length >= 3 && other > length && candidate.hasPrefix(name)
      if cost <= most || isPrefix { found.append((candidate, cost, place)) }
    }
    found.sort { ($0.cost, $0.place) < ($1.cost, $1.place) }
    return found.prefix(limit).map(\.name)
  }
}
