package import QuernSyntax

/// What a cell reads, defines and does, known before it runs.
package struct Plan: Sendable {
  package let source: SourceText
  package let program: Program
  /// Names from above that it uses, in order of first use.
  package let reads: [String]
  /// Names that it defines, with what is known of them, in order.
  package let defines: [DefinedName]
  /// Calls that read or act, in order; pure calls are not listed.
  package let effects: [PlannedEffect]
  /// Parameters that it declares.
  package let params: [PlannedParam]
  /// Paths of `use`.
  package let uses: [String]
  /// Whether a draw in it depends on the notebook's seed.
  package let isRandom: Bool
  /// The text that stands for the cell in a cache key: no comments, one form of blanks.
  package let normalizedText: String
  /// What is known of the value of its last expression; nil where it ends in none.
  package let resultType: StaticType?

  package init(
    source: SourceText, program: Program, reads: [String], defines: [DefinedName],
    effects: [PlannedEffect], params: [PlannedParam], uses: [String], isRandom: Bool,
    normalizedText: String, resultType: StaticType?
  ) {
    self.source = source
    self.program = program
    self.reads = reads
    self.defines = defines
    self.effects = effects
    self.params = params
    self.uses = uses
    self.isRandom = isRandom
    self.normalizedText = normalizedText
    self.resultType = resultType
  }

  /// The strongest thing that the cell can do.
  package var effect: Effect {
    effects.reduce(.pure) { max($0, $1.effect) }
  }

  /// The bindings that a cell below sees.
  package func bindings(
    after bindings: [String: Binding], cell: String?
  ) -> [String: Binding] {
    var result = bindings
    for definition in defines {
      var binding = definition.binding
      binding.definedIn = cell
      result[definition.name] = binding
    }
    return result
  }
}

/// A name that a cell defines.
package struct DefinedName: Sendable {
  package var name: String
  package var binding: Binding

  package init(name: String, binding: Binding) {
    self.name = name
    self.binding = binding
  }
}

/// A call that reads or acts.
package struct PlannedEffect: Hashable, Sendable {
  package var effect: Effect
  package var word: String
  /// What it reads or changes, where it is written as a literal: a path, a name.
  package var target: String?
  /// Whether it stands where it may run any number of times, or not at all.
  package var isConditional: Bool
  package var range: SourceRange

  package init(
    effect: Effect, word: String, target: String?, isConditional: Bool, range: SourceRange
  ) {
    self.effect = effect
    self.word = word
    self.target = target
    self.isConditional = isConditional
    self.range = range
  }
}

/// A parameter of the notebook that a cell declares.
package struct PlannedParam: Hashable, Sendable {
  package var name: String
  package var type: TypeSyntax
  package var isRequired: Bool
  package var range: SourceRange

  package init(name: String, type: TypeSyntax, isRequired: Bool, range: SourceRange) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.range = range
  }
}
