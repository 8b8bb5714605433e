/// What a call does to the world; ordered by strength.
package enum Effect: String, Hashable, Sendable, Comparable, CaseIterable {
  case pure
  /// Looks at something outside: pinned and recorded.
  case reads
  /// Changes something outside.
  case acts

  package static func < (left: Effect, right: Effect) -> Bool {
    left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .pure: 0
    case .reads: 1
    case .acts: 2
    }
  }
}

/// How the effect of a call follows from its literal options.
///
///     .option("on", ["local": .pure], absent: .pure, otherwise: .acts)
package struct EffectRule: Sendable {
  /// The option looked at; nil where the effect is always the same.
  package let option: String?
  package let byConstant: [String: Effect]
  package let absent: Effect
  /// For every constant not listed, and for an option that is no literal.
  package let otherwise: Effect

  package static let pure = EffectRule(always: .pure)
  package static let reads = EffectRule(always: .reads)
  package static let acts = EffectRule(always: .acts)

  private init(always effect: Effect) {
    option = nil
    byConstant = [:]
    absent = effect
    otherwise = effect
  }

  private init(option: String, byConstant: [String: Effect], absent: Effect, otherwise: Effect) {
    self.option = option
    self.byConstant = byConstant
    self.absent = absent
    self.otherwise = otherwise
  }

  package static func option(
    _ name: String, _ byConstant: [String: Effect], absent: Effect, otherwise: Effect
  ) -> EffectRule {
    EffectRule(option: name, byConstant: byConstant, absent: absent, otherwise: otherwise)
  }

  /// The strongest effect that a call can have.
  package var strongest: Effect {
    byConstant.values.reduce(max(absent, otherwise), max)
  }
}
