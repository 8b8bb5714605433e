internal import GRDB
package import QuernSystem

/// The platform's one SQLite file, opened and migrated. It belongs to the control plane alone.
package struct PlatformDatabase: Sendable {
  let writer: any DatabaseWriter

  /// Opens the file at `path`, in WAL mode, and brings its schema up to date.
  package static func open(path: String) throws(PlatformFault) -> PlatformDatabase {
    try make(doing: "open \(path)") {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      configuration.prepareDatabase { database in
        // An act is answered only after its row would survive a power cut.
        try database.execute(sql: "PRAGMA synchronous = FULL")
      }
      return try DatabasePool(path: path, configuration: configuration)
    }
  }

  /// A database in memory, for tests.
  package static func inMemory() throws(PlatformFault) -> PlatformDatabase {
    try make(doing: "open a database in memory") { try DatabaseQueue() }
  }

  private static func make(
    doing: String, _ open: () throws -> any DatabaseWriter
  ) throws(PlatformFault) -> PlatformDatabase {
    do {
      let writer = try open()
      var migrator = DatabaseMigrator()
      for step in Migrations.steps {
        migrator.registerMigration(step.name) { try $0.execute(sql: step.sql) }
      }
      guard try writer.read({ try !migrator.hasBeenSuperseded($0) }) else {
        throw PlatformFault.newerDatabase
      }
      try migrator.migrate(writer)
      return PlatformDatabase(writer: writer)
    } catch let fault as PlatformFault {
      throw fault
    } catch {
      throw PlatformFault.database(doing: doing, reason: "\(error)")
    }
  }
}

/// The platform's own world failing: not a caller's mistake.
package enum PlatformFault: Error, Equatable, Sendable {
  case database(doing: String, reason: String)
  /// A newer Quern has written this home.
  case newerDatabase
  case system(SystemError)

  package var message: String {
    switch self {
    case .database(let doing, let reason): "cannot \(doing): \(reason)"
    case .newerDatabase:
      "this home was written by a newer Quern. Hint: upgrade, or set QUERN_HOME to another place"
    case .system(let error): error.message
    }
  }
}
