import Glibc
import QuernSystem
import QuernText

/// Seeded draws for the CSV tests; a failing test prints the seed.
struct CSVRandom {
  private let stream: RandomStream
  private var index: UInt64 = 0

  /// A new seed for each run, or the one that `QUERN_TEST_SEED` repeats.
  static let seed: Int64 =
    HostFacts.environment("QUERN_TEST_SEED").flatMap { Int64($0) } ?? Int64(time(nil))

  init(seed: Int64) { stream = RandomStream(seed: seed, word: "csv", ordinal: 0) }

  mutating func below(_ bound: Int) -> Int {
    index += 1
    return Int(stream.below(UInt64(max(1, bound)), index))
  }

  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
}
