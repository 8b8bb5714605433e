/// Whose a replica is.
package struct ReplicaPlace: Equatable, Sendable {
  package let endpoint: String
  /// Of the fleet.
  package let generation: Int

  package init(endpoint: String, generation: Int) {
    self.endpoint = endpoint
    self.generation = generation
  }
}
