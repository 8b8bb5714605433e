package import QuernLearning
package import QuernTable
package import QuernText
package import QuernValue

/// The only door from a running cell to the world.
///
/// Implemented by the session's worker and by the simulated host of tests. Every call may throw
/// `RuntimeError`, or an error of the layer below, which the evaluator turns into one.
package protocol Host: PlatformHost {
  /// Arena, threads, interrupt, notes and store of every table of this cell.
  var tableContext: TableContext { get }
  /// Runs training jobs: in the helper process, or here.
  var fit: FitRunner { get }

  /// Opens and pins what a path or address names.
  func openTable(_ path: String, options: CSVOptions) throws -> Table
  /// The names in a folder.
  func listFolder(_ path: String) throws -> [String]
  /// Writes a table to a path; the same content again changes nothing.
  func writeTable(_ table: Table, to path: String) throws -> ActOutcome
  /// Writes bytes to a path; the same content again changes nothing.
  func writeBytes(_ bytes: [UInt8], to path: String) throws -> ActOutcome
  /// The text of a file, for `use` and for patterns kept in files.
  func readText(_ path: String) throws -> String
  /// The start of the cell, in microseconds UTC: one value per execution.
  func now() -> Int64
  /// Performs an operation of the platform; `token` makes it idempotent.
  func perform(operation: String, input: JSON, token: ActToken) throws -> JSON
  /// Puts a model behind an endpoint and returns when it answers; the same again changes nothing.
  func deploy(_ request: DeployRequest) throws -> DeployOutcome
  /// Ends an endpoint and returns when it is gone; false where there was none.
  func stopEndpoint(_ name: String, token: ActToken) throws -> Bool
  /// An endpoint that is there already.
  func endpoint(named name: String) throws -> EndpointHandle
  /// Asks an endpoint for an answer.
  func invoke(endpoint: String, contentType: String, body: [UInt8]) throws -> EndpointAnswer
  /// Keeps a run; the same cell key and call index again adds nothing.
  func record(_ run: RunRecord) throws
  /// Begins a named run: what is recorded until `closeRun` belongs to it.
  func openRun(_ name: String, token: ActToken) throws
  func closeRun()
  func experiments() throws -> Table
  /// Shows something, at once.
  func emit(_ output: Output)
  /// Asks whoever sits at the front end that submitted the cell; nil where nobody does, or gives
  /// no answer.
  func ask(_ question: UserQuestion) throws -> String?
}

/// What `ask` wants to know.
package struct UserQuestion: Hashable, Sendable {
  package var text: String
  /// Whether the answer must not be seen: neither while it is typed nor in what is kept.
  package var isSecret: Bool

  package init(text: String, isSecret: Bool = false) {
    self.text = text
    self.isSecret = isSecret
  }
}

/// What an idempotent act came to.
package enum ActOutcome: String, Hashable, Sendable, CaseIterable {
  case created
  case updated
  case unchanged
}

/// Which call of a cell acts: with the cell's key it names the act for ever.
package struct ActToken: Hashable, Sendable {
  /// Place of the call among the cell's calls, in reading order.
  package var ordinal: Int
  /// Indices of the loops around it.
  package var loop: [Int]

  package init(ordinal: Int, loop: [Int]) {
    self.ordinal = ordinal
    self.loop = loop
  }
}

/// A model to put behind an endpoint.
package struct DeployRequest: Sendable {
  package var model: Model
  /// The endpoint's name.
  package var endpoint: String
  package var instanceCount: Int
  /// Nil: the host's own.
  package var instanceType: String?
  /// Take a name that another notebook owns.
  package var takesOver: Bool
  package var token: ActToken

  package init(
    model: Model, endpoint: String, instanceCount: Int, instanceType: String?, takesOver: Bool,
    token: ActToken
  ) {
    self.model = model
    self.endpoint = endpoint
    self.instanceCount = instanceCount
    self.instanceType = instanceType
    self.takesOver = takesOver
    self.token = token
  }
}

/// What deploying did.
package struct DeployOutcome: Sendable {
  package var outcome: ActOutcome
  package var endpoint: EndpointHandle

  package init(outcome: ActOutcome, endpoint: EndpointHandle) {
    self.outcome = outcome
    self.endpoint = endpoint
  }
}

/// What an endpoint answered.
package struct EndpointAnswer: Hashable, Sendable {
  package var status: Int
  package var contentType: String
  package var body: [UInt8]
  /// How the request differed from the endpoint's contract; nil where it did not.
  package var counts: ServedCounts?

  package init(
    status: Int, contentType: String, body: [UInt8], counts: ServedCounts? = nil
  ) {
    self.counts = counts
    self.status = status
    self.contentType = contentType
    self.body = body
  }
}
