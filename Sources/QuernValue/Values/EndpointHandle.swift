/// A deployed model, by name: asked again whenever it is used.
package struct EndpointHandle: Hashable, Sendable {
  package var name: String
  package var arn: String

  package init(name: String, arn: String) {
    self.name = name
    self.arn = arn
  }
}
