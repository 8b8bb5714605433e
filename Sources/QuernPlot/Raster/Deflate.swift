/// Compression as PNG wants it (RFC 1950 and 1951): one block, repetitions found by their first
/// three bytes, codes made for what occurs.
enum Deflate {
  /// A stretch that stands again, or a byte of its own.
  private struct Piece {
    /// 0 for a byte of its own.
    var distance: UInt16
    /// Of the stretch; the byte itself where there is none.
    var length: UInt16
  }

  static func zlib(_ bytes: [UInt8]) -> [UInt8] {
    var out = BitWriter()
    out.bytes = [0x78, 0x9C]
    write(pieces(bytes), &out)
    let sum = adler(bytes)
    return out.finished() + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
  }

  private static func adler(_ bytes: [UInt8]) -> UInt32 {
    var (a, b): (UInt32, UInt32) = (1, 0)
    bytes.withUnsafeBufferPointer { bytes in
      var place = 0
      while place < bytes.count {
        // So many sums fit into 32 bits.
        let end = min(place + 5_552, bytes.count)
        while place < end {
          a &+= UInt32(bytes[place])
          b &+= a
          place += 1
        }
        a %= 65_521
        b %= 65_521
      }
    }
    return b << 16 | a
  }

  // MARK: Repetitions

  private static let window = 32_768
  private static let lengthMax = 258
  /// Earlier places that are looked at.
  private static let chainMax = 16

  private static func pieces(_ bytes: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var heads = [Int32](repeating: -1, count: window)
    var earlier = [Int32](repeating: -1, count: window)
    bytes.withUnsafeBufferPointer { bytes in
      heads.withUnsafeMutableBufferPointer { heads in
        earlier.withUnsafeMutableBufferPointer { earlier in
          find(bytes, heads, earlier) { pieces.append($0) }
        }
      }
    }
    return pieces
  }

  private static func find(
    _ bytes: UnsafeBufferPointer<UInt8>, _ heads: UnsafeMutableBufferPointer<Int32>,
    _ earlier: UnsafeMutableBufferPointer<Int32>, _ found: (Piece) -> Void
  ) {
    func hash(_ place: Int) -> Int {
      (Int(bytes[place]) << 10 ^ Int(bytes[place + 1]) << 5 ^ Int(bytes[place + 2])) & (window - 1)
    }
    func enter(_ place: Int) {
      guard place + 2 < bytes.count else { return }
      let slot = hash(place)
      earlier[place & (window - 1)] = heads[slot]
      heads[slot] = Int32(truncatingIfNeeded: place)
    }
    var place = 0
    while place < bytes.count {
      var (best, distance) = (0, 0)
      if place + 2 < bytes.count {
        let limit = min(lengthMax, bytes.count - place)
        var candidate = Int(heads[hash(place)])
        var steps = 0
        while candidate >= 0, place - candidate < window, steps < chainMax, best < limit {
          var length = 0
          while length < limit, bytes[candidate + length] == bytes[place + length] { length += 1 }
          if length > best { (best, distance) = (length, place - candidate) }
          let next = Int(earlier[candidate & (window - 1)])
          // What was overwritten since points forward.
          candidate = next < candidate ? next : -1
          steps += 1
        }
      }
      if best >= 4 {
        found(Piece(distance: UInt16(distance), length: UInt16(best)))
        // The inside of a long run is like its start.
        for inner in 0..<min(best, 24) { enter(place + inner) }
        place += best
      } else {
        found(Piece(distance: 0, length: UInt16(bytes[place])))
        enter(place)
        place += 1
      }
    }
  }

  // MARK: Codes

  /// The least length, or distance, of each symbol, and the bits that say how much more it is.
  private static let lengths: [(start: Int, bits: Int)] = {
    var table: [(start: Int, bits: Int)] = []
    var start = 3
    for symbol in 0..<28 {
      let bits = symbol < 8 ? 0 : symbol / 4 - 1
      table.append((start, bits))
      start += 1 << bits
    }
    return table + [(258, 0)]
  }()

  private static let distances: [(start: Int, bits: Int)] = {
    var table: [(start: Int, bits: Int)] = []
    var start = 1
    for symbol in 0..<30 {
      let bits = symbol < 4 ? 0 : symbol / 2 - 1
      table.append((start, bits))
      start += 1 << bits
    }
    return table
  }()

  /// The symbol of each length from 0 to 258.
  private static let lengthSymbols: [Int] = (0...lengthMax).map { symbol(lengths, $0) }

  private static func symbol(_ table: [(start: Int, bits: Int)], _ value: Int) -> Int {
    var (low, high) = (0, table.count)
    while low < high {
      let middle = (low + high) / 2
      if table[middle].start <= value { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  private static let end = 256

  private static func write(_ pieces: [Piece], _ out: inout BitWriter) {
    var counts = [Int](repeating: 0, count: 286)
    var distanceCounts = [Int](repeating: 0, count: 30)
    counts[end] = 1
    for piece in pieces {
      if piece.distance == 0 {
        counts[Int(piece.length)] += 1
      } else {
        counts[257 + lengthSymbols[Int(piece.length)]] += 1
        distanceCounts[symbol(distances, Int(piece.distance))] += 1
      }
    }
    let literals = HuffmanCode(counts, bitCountMax: 15)
    let ways = HuffmanCode(distanceCounts, bitCountMax: 15)
    writeCodes(literals, ways, &out)
    for piece in pieces {
      guard piece.distance > 0 else {
        literals.write(Int(piece.length), &out)
        continue
      }
      let long = lengthSymbols[Int(piece.length)]
      literals.write(257 + long, &out)
      out.write(Int(piece.length) - lengths[long].start, lengths[long].bits)
      let far = symbol(distances, Int(piece.distance))
      ways.write(far, &out)
      out.write(Int(piece.distance) - distances[far].start, distances[far].bits)
    }
    literals.write(end, &out)
  }

  /// The head of the block: how many bits each symbol has, those counts in a code of their own.
  private static func writeCodes(
    _ literals: HuffmanCode, _ ways: HuffmanCode, _ out: inout BitWriter
  ) {
    let bitCounts = literals.bitCounts + ways.bitCounts
    var counts = [Int](repeating: 0, count: 19)
    for count in bitCounts { counts[count] += 1 }
    let code = HuffmanCode(counts, bitCountMax: 7)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    // The last block, with codes of its own; all symbols have a count.
    out.write(1, 1)
    out.write(2, 2)
    out.write(literals.bitCounts.count - 257, 5)
    out.write(ways.bitCounts.count - 1, 5)
    out.write(order.count - 4, 4)
    for symbol in order { out.write(code.bitCounts[symbol], 3) }
    for count in bitCounts { code.write(count, &out) }
  }
}

/// Bits in the order of deflate: the lowest first.
struct BitWriter {
  var bytes: [UInt8] = []
  private var pending: UInt64 = 0
  private var pendingCount = 0

  mutating func write(_ value: Int, _ count: Int) {
    pending |= UInt64(value) << UInt64(pendingCount)
    pendingCount += count
    while pendingCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: pending))
      pending >>= 8
      pendingCount -= 8
    }
  }

  mutating func finished() -> [UInt8] {
    if pendingCount > 0 { bytes.append(UInt8(truncatingIfNeeded: pending)) }
    return bytes
  }
}

/// A prefix code: frequent symbols have few bits.
struct HuffmanCode {
  /// Of each symbol; 0 where it does not occur.
  private(set) var bitCounts: [Int]
  /// With the first bit lowest.
  private var codes: [Int]

  init(_ counts: [Int], bitCountMax: Int) {
    var counts = counts
    // A code has two symbols at least; some readers want it so.
    for symbol in 0..<2 where counts.count(where: { $0 > 0 }) < 2 {
      counts[symbol] = max(1, counts[symbol])
    }
    bitCounts = Self.bitCounts(counts)
    // Evening the counts out makes the longest codes shorter.
    while (bitCounts.max() ?? 0) > bitCountMax {
      counts = counts.map { $0 > 0 ? $0 / 2 + 1 : 0 }
      bitCounts = Self.bitCounts(counts)
    }
    codes = [Int](repeating: 0, count: counts.count)
    var code = 0
    for bits in 1...bitCountMax {
      for symbol in counts.indices where bitCounts[symbol] == bits {
        codes[symbol] = (0..<bits).reduce(0) { $0 | (code >> $1 & 1) << (bits - 1 - $1) }
        code += 1
      }
      code <<= 1
    }
  }

  func write(_ symbol: Int, _ out: inout BitWriter) {
    out.write(codes[symbol], bitCounts[symbol])
  }

  /// How deep each symbol lies in the tree that joins the two rarest, again and again.
  private static func bitCounts(_ counts: [Int]) -> [Int] {
    var parents = [Int](repeating: -1, count: counts.count)
    var open = counts.indices.filter { counts[$0] > 0 }.map { (count: counts[$0], node: $0) }
      .sorted { ($0.count, $0.node) > ($1.count, $1.node) }
    while open.count > 1 {
      let (one, other) = (open.removeLast(), open.removeLast())
      let joined = (count: one.count + other.count, node: parents.count)
      parents.append(-1)
      parents[one.node] = joined.node
      parents[other.node] = joined.node
      var place = open.count
      while place > 0, open[place - 1].count < joined.count { place -= 1 }
      open.insert(joined, at: place)
    }
    return counts.indices.map { symbol in
      var (depth, node) = (0, symbol)
      while parents[node] >= 0 {
        depth += 1
        node = parents[node]
      }
      return depth
    }
  }
}
