/// What a cell knows of a name that was defined above it.
package struct Binding: Sendable {
  package var type: StaticType
  /// Where it was defined, as messages say it: `cell 4`; nil at the prompt.
  package var definedIn: String?
  /// Present for `fn`, where its text was checked by this process: its body can be looked into.
  package var function: CheckedFunction?

  package init(type: StaticType, definedIn: String? = nil, function: CheckedFunction? = nil) {
    self.type = type
    self.definedIn = definedIn
    self.function = function
  }
}
