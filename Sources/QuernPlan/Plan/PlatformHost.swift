package import QuernLearning
package import QuernTable
package import QuernText
package import QuernValue

/// The part of the door that leads to instances, their programs, and what the platform keeps.
package protocol PlatformHost: AnyObject, Sendable {
  /// Runs a program on the session's instance by the container contract; `show` gets what it
  /// prints, as it comes.
  func runScript(
    _ request: ScriptRequest, show: (String) throws -> Void
  ) throws -> ScriptOutcome

  /// The instance of this session, with its limits.
  func instance() throws -> Record
  /// A type of the catalogue.
  func instance(named type: String) throws -> Record
  /// The catalogue, with what fits this machine.
  func instances() throws -> Table
  /// Seconds of sessions by instance type, with what they would cost elsewhere; added up by
  /// `session`, `notebook`, `instance` or `day` where that is given.
  func costs(by grouping: String?) throws -> Table

  /// The model that an endpoint answers with; nil where there is no such endpoint, or its model is
  /// not Quern's.
  func deployed(endpoint: String) throws -> Model?

  /// The first cell whose tables have a column that is made so, as messages say it; nil where none
  /// is known.
  func cell(making input: ComputedInput) -> String?

  /// Keeps a model as a version of a group; the same bytes again change nothing.
  func register(_ request: RegisterRequest) throws -> RegisteredVersion
  /// A registered version `group/3`, or the newest of a group that was not rejected.
  func registered(_ name: String, approvedOnly: Bool) throws -> (Model, RegisteredVersion)
  /// Waits until an endpoint is no longer in motion; nil in time when the limit is over.
  func settled(endpoint: String, seconds: Double?) throws -> EndpointStanding
  /// What happened to an endpoint, oldest first.
  func history(ofEndpoint name: String) throws -> Table
  /// The last lines of each of an endpoint's replicas.
  func logs(ofEndpoint name: String, lineCount: Int) throws -> Table
}

/// A model for the registry.
package struct RegisterRequest: Sendable {
  package var model: Model
  package var group: String
  /// `Approved`, `PendingManualApproval`, `Rejected`; nil: as it is, or pending.
  package var status: String?
  package var description: String?
  package var metrics: [(name: String, value: Double)]
  package var token: ActToken

  package init(
    model: Model, group: String, status: String?, description: String?,
    metrics: [(name: String, value: Double)], token: ActToken
  ) {
    self.model = model
    self.group = group
    self.status = status
    self.description = description
    self.metrics = metrics
    self.token = token
  }
}

/// A version of a registered model.
package struct RegisteredVersion: Sendable, Hashable {
  package var group: String
  package var version: Int
  package var arn: String
  /// `Approved`, `PendingManualApproval` or `Rejected`.
  package var status: String
  /// What the act that it comes from did; nil where it was only looked at.
  package var outcome: ActOutcome?

  package init(
    group: String, version: Int, arn: String, status: String, outcome: ActOutcome? = nil
  ) {
    self.group = group
    self.version = version
    self.arn = arn
    self.status = status
    self.outcome = outcome
  }

  /// `churn/3`.
  package var name: String { "\(group)/\(version)" }
}

/// How an endpoint stands.
package struct EndpointStanding: Sendable, Hashable {
  package var endpoint: EndpointHandle
  package var status: String
  package var reason: String?

  package init(endpoint: EndpointHandle, status: String, reason: String?) {
    self.endpoint = endpoint
    self.status = status
    self.reason = reason
  }
}

/// Whose folders and variables a program finds.
package enum ScriptContract: Sendable {
  /// Those of a training job, and of a processing job beside them: `script`.
  case training
  /// Those of a processing job: `process`.
  case processing
}

/// A program to run, with its tables and arguments.
package struct ScriptRequest: Sendable {
  package var contract: ScriptContract
  /// Path of the program, as the cell gives it.
  package var program: String
  /// Tables in, by the names of their channels.
  package var inputs: [(name: String, table: Table)]
  /// Arguments by name, as the toolkits' hyperparameters.
  package var hyperparameters: JSONObject
  /// The command line after the program.
  package var arguments: [String]
  /// Tables that must come out; nil: whatever comes.
  package var outputs: [String]?
  /// Further files that the program reads, laid beside it.
  package var files: [String]
  /// Variables of its environment, beside those of the contract.
  package var environment: [(name: String, value: String)]
  /// The program that runs it, where suffix and first line are not to decide.
  package var interpreter: String?
  /// Types of output columns that are not to be guessed.
  package var types: [String: DataType]

  package init(
    contract: ScriptContract, program: String, inputs: [(name: String, table: Table)],
    hyperparameters: JSONObject, arguments: [String], outputs: [String]?, files: [String],
    environment: [(name: String, value: String)], interpreter: String?, types: [String: DataType]
  ) {
    self.contract = contract
    self.program = program
    self.inputs = inputs
    self.hyperparameters = hyperparameters
    self.arguments = arguments
    self.outputs = outputs
    self.files = files
    self.environment = environment
    self.interpreter = interpreter
    self.types = types
  }
}

/// What a program left.
package struct ScriptOutcome: Sendable {
  /// By name, in the order of names; as they were asked for, where they were.
  package var tables: [(name: String, table: Table)]
  /// What it printed.
  package var log: String
  /// What is worth a remark: files that were not read.
  package var notes: [String]

  package init(tables: [(name: String, table: Table)], log: String, notes: [String] = []) {
    self.tables = tables
    self.log = log
    self.notes = notes
  }
}
