/// Philox4x32-10 (Salmon and others, 2011): a keyed function from a counter to 128 random bits.
///
/// There is no state: draw number `i` is the same whoever asks for it, in whatever order.
package struct Philox4x32: Sendable {
  package let key: UInt64

  package init(key: UInt64) { self.key = key }

  /// The four words of one counter; the low half of the counter comes first.
  @inlinable
  package func block(_ counter: (UInt64, UInt64)) -> SIMD4<UInt32> {
    var x0 = UInt32(truncatingIfNeeded: counter.0)
    var x1 = UInt32(truncatingIfNeeded: counter.0 >> 32)
    var x2 = UInt32(truncatingIfNeeded: counter.1)
    var x3 = UInt32(truncatingIfNeeded: counter.1 >> 32)
    var k0 = UInt32(truncatingIfNeeded: key)
    var k1 = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<10 {
      let a = UInt64(x0) &* 0xD251_1F53
      let b = UInt64(x2) &* 0xCD9E_8D57
      x0 = UInt32(truncatingIfNeeded: b >> 32) ^ x1 ^ k0
      x1 = UInt32(truncatingIfNeeded: b)
      x2 = UInt32(truncatingIfNeeded: a >> 32) ^ x3 ^ k1
      x3 = UInt32(truncatingIfNeeded: a)
      k0 = k0 &+ 0x9E37_79B9
      k1 = k1 &+ 0xBB67_AE85
    }
    return SIMD4(x0, x1, x2, x3)
  }
}

/// The random draws of one call of one word: a function of seed, word, ordinal and loop indices.
///
/// ```swift
/// let stream = RandomStream(seed: 42, word: "split", ordinal: 0, loop: [])
/// let order = stream.permutation(rowCount)
/// ```
package struct RandomStream: Sendable {
  @usableFromInline let philox: Philox4x32
  @usableFromInline let high: UInt64

  /// The stream of call `ordinal` of `word` in its cell, at these indices of the loops around it.
  package init(seed: Int64, word: String, ordinal: Int, loop: [Int] = []) {
    var hash = SHA256()
    hash.update("quern random 1\n")
    hash.update(seed)
    hash.update(Int64(word.utf8.count))
    hash.update(word)
    hash.update(Int64(ordinal))
    hash.update(Int64(loop.count))
    for index in loop { hash.update(Int64(index)) }
    let words = hash.finalize().words
    philox = Philox4x32(key: words.0)
    high = words.1
  }

  /// The stream of a part of this one (a tree, a fold): independent of it and of its siblings.
  package func child(_ index: Int) -> RandomStream {
    let block = philox.block((UInt64(bitPattern: Int64(index)), ~high))
    let key = UInt64(block.y) << 32 | UInt64(block.x)
    return RandomStream(
      philox: Philox4x32(key: key), high: UInt64(block.w) << 32 | UInt64(block.z))
  }

  private init(philox: Philox4x32, high: UInt64) {
    self.philox = philox
    self.high = high
  }

  /// The two words that a stream is made of: what a saved plan keeps of it.
  package var words: (UInt64, UInt64) { (philox.key, high) }

  /// The stream that has these words.
  package init(words: (UInt64, UInt64)) {
    self.init(philox: Philox4x32(key: words.0), high: words.1)
  }

  /// Sixty-four random bits: draw number `index`.
  @inlinable
  package func bits(_ index: UInt64) -> UInt64 {
    let block = philox.block((index, high))
    return UInt64(block.y) << 32 | UInt64(block.x)
  }

  /// A double of [0, 1), a multiple of 2⁻⁵³.
  @inlinable
  package func uniform(_ index: UInt64) -> Double {
    Double(bits(index) >> 11) * 0x1p-53
  }

  /// A draw from the standard normal distribution.
  ///
  /// The inverse of the distribution at a uniform draw of (0, 1), by additions, multiplications,
  /// divisions and square roots alone: the same bits on every machine.
  package func normal(_ index: UInt64) -> Double {
    // Odd multiples of 2⁻⁵⁴: never 0 and never 1.
    NormalDistribution.quantile(Double(bits(index) >> 11) * 0x1p-53 + 0x1p-54)
  }

  /// An integer of 0..<bound. The bias is below bound ÷ 2⁶⁴.
  @inlinable
  package func below(_ bound: UInt64, _ index: UInt64) -> UInt64 {
    bits(index).multipliedFullWidth(by: bound).high
  }

  /// The integers 0..<count in a random order (Fisher and Yates).
  package func permutation(_ count: Int) -> [Int] {
    guard count > 1 else { return count == 1 ? [0] : [] }
    var order = Array(0..<count)
    for place in stride(from: count - 1, to: 0, by: -1) {
      let other = Int(below(UInt64(place + 1), UInt64(place)))
      if other != place { order.swapAt(place, other) }
    }
    return order
  }
}
