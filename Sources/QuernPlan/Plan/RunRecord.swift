package import QuernText

/// What is kept of a training or a tracked run, without being asked.
package struct RunRecord: Sendable {
  /// The word that made it: `train`, `run`, `track`.
  package var kind: String
  package var name: String?
  package var token: ActToken
  package var parameters: [(name: String, value: JSON)]
  package var metrics: [(name: String, value: Double)]
  package var steps: [RunStep]
  /// Digests of what went in and came out: `data`, `model`.
  package var digests: [(name: String, digest: Digest)]
  package var seed: Int64
  package var startedMicroseconds: Int64
  package var seconds: Double

  package init(
    kind: String, name: String?, token: ActToken,
    parameters: [(name: String, value: JSON)] = [],
    metrics: [(name: String, value: Double)] = [], steps: [RunStep] = [],
    digests: [(name: String, digest: Digest)] = [], seed: Int64, startedMicroseconds: Int64,
    seconds: Double
  ) {
    self.kind = kind
    self.name = name
    self.token = token
    self.parameters = parameters
    self.metrics = metrics
    self.steps = steps
    self.digests = digests
    self.seed = seed
    self.startedMicroseconds = startedMicroseconds
    self.seconds = seconds
  }
}

/// One value of a metric at one step.
package struct RunStep: Hashable, Sendable {
  package var step: Int
  package var name: String
  package var value: Double

  package init(step: Int, name: String, value: Double) {
    self.step = step
    self.name = name
    self.value = value
  }
}
