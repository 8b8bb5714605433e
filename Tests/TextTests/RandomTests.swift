import Glibc
import QuernText
import Testing

@Suite struct RandomTests {
  // The known answers of Random123 1.14, kat_vectors.
  @Test func philoxMatchesThePublishedVectors() {
    func check(_ counter: (UInt64, UInt64), _ key: UInt64, _ expected: SIMD4<UInt32>) {
      #expect(Philox4x32(key: key).block(counter) == expected)
    }
    check((0, 0), 0, [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    check((.max, .max), .max, [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
    check(
      (0x85a3_08d3_243f_6a88, 0x0370_7344_1319_8a2e), 0x299f_31d0_a409_3822,
      [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
  }

  @Test func streamsAreFixedForever() {
    // A change here changes every split and every model of every user.
    let stream = RandomStream(seed: 42, word: "split", ordinal: 0, loop: [])
    #expect(stream.bits(0) == 2_274_507_707_475_154_273)
    #expect(stream.normal(1).bitPattern == 4_607_509_980_849_819_686)
    #expect(stream.permutation(8) == [3, 5, 2, 6, 0, 1, 4, 7])
  }

  @Test func everyPartOfTheKeyMatters() {
    let streams = [
      RandomStream(seed: 1, word: "a", ordinal: 0, loop: []),
      RandomStream(seed: 2, word: "a", ordinal: 0, loop: []),
      RandomStream(seed: 1, word: "b", ordinal: 0, loop: []),
      RandomStream(seed: 1, word: "a", ordinal: 1, loop: []),
      RandomStream(seed: 1, word: "a", ordinal: 0, loop: [0]),
      RandomStream(seed: 1, word: "a", ordinal: 0, loop: [0, 0]),
      RandomStream(seed: 1, word: "a", ordinal: 0, loop: []).child(0),
      RandomStream(seed: 1, word: "a", ordinal: 0, loop: []).child(1),
    ]
    #expect(Set(streams.map { $0.bits(0) }).count == streams.count)
  }

  @Test func uniformDrawsFillTheirRange() {
    let stream = RandomStream(seed: 7, word: "u", ordinal: 0, loop: [])
    var sum = 0.0
    var buckets = [Int](repeating: 0, count: 10)
    let count = 20_000
    for index in 0..<count {
      let draw = stream.uniform(UInt64(index))
      #expect(draw >= 0 && draw < 1)
      sum += draw
      buckets[Int(draw * 10)] += 1
    }
    #expect(abs(sum / Double(count) - 0.5) < 0.01)
    // Each bucket is within five standard deviations of its share.
    for bucket in buckets { #expect(abs(bucket - 2_000) < 212) }
  }

  @Test func normalDrawsHaveTheirMoments() {
    let stream = RandomStream(seed: 7, word: "n", ordinal: 0, loop: [])
    let count = 20_000
    var (sum, squares, fourths, beyond) = (0.0, 0.0, 0.0, 0)
    for index in 0..<count {
      let draw = stream.normal(UInt64(index))
      sum += draw
      squares += draw * draw
      fourths += draw * draw * draw * draw
      if abs(draw) > 1.959_963_984_540_054 { beyond += 1 }
    }
    #expect(abs(sum / Double(count)) < 0.035)
    #expect(abs(squares / Double(count) - 1) < 0.05)
    #expect(abs(fourths / Double(count) - 3) < 0.35)
    #expect(abs(Double(beyond) / Double(count) - 0.05) < 0.008)
  }

  @Test(arguments: [
    (0.5, 0), (0.975, 1.959963984540054), (0.025, -1.959963984540054),
    (0.001, -3.090232306167813), (1e-10, -6.361340902404056), (1e-20, -9.262340089798408),
    (0.841344746068543, 1.0), (1e-300, -37.0471),
  ])
  func quantilesMatchTables(_ p: Double, _ expected: Double) {
    let value = NormalDistribution.quantile(p)
    let tolerance = p < 1e-200 ? 1e-4 : 5e-15 * max(1, abs(expected))
    #expect(abs(value - expected) < tolerance, "\(value)")
  }

  @Test func boundedDrawsAreInBoundsAndFair() {
    let stream = RandomStream(seed: 7, word: "b", ordinal: 0, loop: [])
    var counts = [Int](repeating: 0, count: 6)
    for index in 0..<12_000 { counts[Int(stream.below(6, UInt64(index)))] += 1 }
    for count in counts { #expect(abs(count - 2_000) < 205) }
    #expect(stream.below(1, 0) == 0)
    #expect(stream.below(.max, 3) < .max)
  }

  @Test func permutationsHoldEveryIndexOnce() {
    let stream = RandomStream(seed: 7, word: "p", ordinal: 0, loop: [])
    for count in [0, 1, 2, 3, 100, 1_000] {
      #expect(stream.permutation(count).sorted() == Array(0..<count))
    }
    // All six orders of three come up about equally often.
    var seen: [[Int]: Int] = [:]
    for index in 0..<3_000 { seen[stream.child(index).permutation(3), default: 0] += 1 }
    #expect(seen.count == 6)
    for count in seen.values { #expect(abs(count - 500) < 103) }
  }
}
