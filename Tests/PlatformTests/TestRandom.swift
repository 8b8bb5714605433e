import Glibc
import QuernText

/// Seeded draws for a test; a failing test prints the seed.
struct TestRandom {
  private let stream: RandomStream
  private var index: UInt64 = 0

  init(seed: Int64) { stream = RandomStream(seed: seed, word: "platform", ordinal: 0) }

  mutating func below(_ bound: Int) -> Int {
    index += 1
    return Int(stream.below(UInt64(bound), index))
  }

  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  mutating func pick<Element>(_ elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[below(elements.count)]
  }

  /// A new seed for each run of the tests, or the one that `QUERN_TEST_SEED` repeats.
  static let seed: Int64 =
    getenv("QUERN_TEST_SEED").flatMap { Int64(String(cString: $0)) } ?? Int64(time(nil))
}
