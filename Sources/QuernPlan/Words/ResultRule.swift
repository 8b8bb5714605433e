/// What the checker knows of a call's result.
package enum ResultRule: Sendable {
  /// Always this.
  case type(StaticType)
  /// What the first argument is: `show`, `expect`.
  case sameAsFirst
  /// The body is run on placeholders of the arguments: it only looks at schemas. Where the checker
  /// knows too little, the schema is that of the first argument if `keepsSchema`, else unknown.
  case verb(keepsSchema: Bool = false)
  /// The body is run on placeholders of the arguments; where the checker knows too little, this.
  case evaluated(otherwise: StaticType)
  /// An expression over columns where an argument is one, by `lift`; else this.
  case lifted(StaticType)
  /// Worked out by a closure, which may also report mistakes.
  case analysed(@Sendable (StaticCall) -> StaticType)
}
