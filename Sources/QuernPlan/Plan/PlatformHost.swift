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
  /// Seconds of sessions by instance type, with what they would cost elsewhere.
  func costs() throws -> Table
}

/// A program to run, with its tables and arguments.
package struct ScriptRequest: Sendable {
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
    program: String, inputs: [(name: String, table: Table)], hyperparameters: JSONObject,
    arguments: [String], outputs: [String]?, files: [String],
    environment: [(name: String, value: String)], interpreter: String?, types: [String: DataType]
  ) {
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
