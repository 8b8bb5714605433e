internal import GRDB

/// The platform's one SQLite file, opened and migrated. It belongs to the control plane alone.
package struct PlatformDatabase: Sendable {
  let writer: any DatabaseWriter
  /// Where it lies, for messages.
  let path: String

  /// Opens the file at `path`, in WAL mode, and brings its schema up to date.
  ///
  /// `pageByteCount` counts where the file is new; nil: SQLite's own choice.
  package static func open(
    path: String, pageByteCount: Int? = nil
  ) throws(PlatformFault) -> PlatformDatabase {
    try make(path: path) {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      configuration.prepareDatabase { database in
        // An act is answered only after its row would survive a power cut.
        try database.execute(sql: "PRAGMA synchronous = FULL")
        if let pageByteCount {
          try database.execute(sql: "PRAGMA page_size = \(pageByteCount)")
        }
      }
      return try DatabasePool(path: path, configuration: configuration)
    }
  }

  /// A database in memory, for tests.
  package static func inMemory() throws(PlatformFault) -> PlatformDatabase {
    try make(path: "memory") { try DatabaseQueue() }
  }

  /// Lets the file grow by so many pages more and no further, as on a disk that is full; nil: as it
  /// likes. For tests.
  package func limit(pagesMore count: Int?) throws {
    try writer.writeWithoutTransaction { database in
      let now = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      let most = count.map { now + $0 } ?? 1_073_741_823
      _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(most)")
    }
  }

  /// What SQLite finds wrong with the file; `ok` where nothing is.
  package func integrity() throws -> String {
    try writer.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") ?? "" }
  }

  /// All rows of all tables but the journal of SQLite's own, as text: to compare two databases.
  package func dump() throws -> String {
    try writer.read { database in
      let tables = try String.fetchAll(
        database,
        sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
          + "ORDER BY name")
      return try tables.map { table in
        let rows = try Row.fetchAll(database, sql: "SELECT * FROM \(table)")
        return "\(table)\n" + rows.map { "\($0)" }.sorted().joined(separator: "\n")
      }.joined(separator: "\n")
    }
  }

  private static func make(
    path: String, _ open: () throws -> any DatabaseWriter
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
      return PlatformDatabase(writer: writer, path: path)
    } catch {
      throw PlatformFault.of(error, doing: "open \(path)", path: path)
    }
  }
}
