import QuernText

/// The draws that one made-up thing takes from its stream, in order.
///
/// Only exactly rounded operations and comparisons: the same on every machine.
struct Draws {
  let stream: RandomStream
  private var index: UInt64 = 0

  init(_ stream: RandomStream) { self.stream = stream }

  mutating func uniform() -> Double {
    index += 1
    return stream.uniform(index)
  }

  mutating func normal() -> Double {
    index += 1
    return stream.normal(index)
  }

  mutating func chance(_ share: Double) -> Bool { uniform() < share }

  /// An integer of 0..<bound.
  mutating func below(_ bound: Int) -> Int {
    index += 1
    return Int(stream.below(UInt64(bound), index))
  }

  mutating func pick<Choice>(_ choices: [(Choice, Double)], otherwise: Choice) -> Choice {
    var rest = uniform()
    for (choice, share) in choices {
      if rest < share { return choice }
      rest -= share
    }
    return otherwise
  }

  /// How many come where `mean` are expected: about as widely spread as such counts are.
  mutating func count(around mean: Double) -> Int64 {
    let drawn = mean + mean.squareRoot() * normal()
    return Int64(max(0, drawn).rounded())
  }
}
