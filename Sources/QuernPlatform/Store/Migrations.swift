/// The database's schema, as steps that are only ever added to.
enum Migrations {
  static let steps: [(name: String, sql: String)] = [
    ("1 deployment", deployment), ("2 registry", registry), ("3 uses", uses),
  ]

  private static let deployment = """
    CREATE TABLE counter (
      name TEXT NOT NULL PRIMARY KEY,
      value INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE event (
      sequence INTEGER NOT NULL PRIMARY KEY,
      at INTEGER NOT NULL,
      account TEXT NOT NULL,
      region TEXT NOT NULL,
      principal TEXT NOT NULL,
      token TEXT,
      kind TEXT NOT NULL,
      resource TEXT NOT NULL,
      detail TEXT NOT NULL
    ) STRICT;

    CREATE TABLE model (
      account TEXT NOT NULL,
      region TEXT NOT NULL,
      name TEXT NOT NULL COLLATE NOCASE,
      principal TEXT NOT NULL,
      token TEXT,
      owner TEXT,
      createdAt INTEGER NOT NULL,
      contentDigest TEXT NOT NULL,
      dataDigest TEXT NOT NULL,
      input TEXT NOT NULL,
      PRIMARY KEY (account, region, name)
    ) STRICT;

    CREATE TABLE endpointConfig (
      account TEXT NOT NULL,
      region TEXT NOT NULL,
      name TEXT NOT NULL COLLATE NOCASE,
      principal TEXT NOT NULL,
      token TEXT,
      owner TEXT,
      createdAt INTEGER NOT NULL,
      contentDigest TEXT NOT NULL,
      input TEXT NOT NULL,
      PRIMARY KEY (account, region, name)
    ) STRICT;

    CREATE TABLE endpoint (
      account TEXT NOT NULL,
      region TEXT NOT NULL,
      name TEXT NOT NULL COLLATE NOCASE,
      principal TEXT NOT NULL,
      token TEXT,
      owner TEXT,
      createdAt INTEGER NOT NULL,
      modifiedAt INTEGER NOT NULL,
      status TEXT NOT NULL,
      failureReason TEXT,
      configName TEXT NOT NULL,
      nextGeneration INTEGER NOT NULL,
      deploymentConfig TEXT,
      PRIMARY KEY (account, region, name)
    ) STRICT;

    CREATE TABLE fleet (
      account TEXT NOT NULL,
      region TEXT NOT NULL,
      endpoint TEXT NOT NULL COLLATE NOCASE,
      generation INTEGER NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('serving', 'incoming')),
      configName TEXT NOT NULL,
      terminationWaitSeconds INTEGER NOT NULL,
      PRIMARY KEY (account, region, endpoint, generation),
      UNIQUE (account, region, endpoint, role),
      FOREIGN KEY (account, region, endpoint)
        REFERENCES endpoint (account, region, name) ON DELETE CASCADE
    ) STRICT;

    CREATE TABLE fleetVariant (
      account TEXT NOT NULL,
      region TEXT NOT NULL,
      endpoint TEXT NOT NULL COLLATE NOCASE,
      generation INTEGER NOT NULL,
      position INTEGER NOT NULL,
      name TEXT NOT NULL,
      modelName TEXT NOT NULL,
      modelPath TEXT NOT NULL,
      weight REAL NOT NULL CHECK (weight >= 0),
      instanceCount INTEGER NOT NULL CHECK (instanceCount > 0),
      instanceType TEXT,
      startupTimeoutSeconds INTEGER NOT NULL,
      environment TEXT NOT NULL,
      PRIMARY KEY (account, region, endpoint, generation, position),
      FOREIGN KEY (account, region, endpoint, generation)
        REFERENCES fleet (account, region, endpoint, generation) ON DELETE CASCADE
    ) STRICT;

    CREATE TABLE replica (
      number INTEGER NOT NULL PRIMARY KEY,
      account TEXT NOT NULL,
      region TEXT NOT NULL,
      endpoint TEXT NOT NULL COLLATE NOCASE,
      generation INTEGER NOT NULL,
      variant TEXT NOT NULL,
      ordinal INTEGER NOT NULL,
      phase TEXT NOT NULL,
      failureCount INTEGER NOT NULL,
      readyAt INTEGER,
      dueAt INTEGER,
      FOREIGN KEY (account, region, endpoint)
        REFERENCES endpoint (account, region, name) ON DELETE CASCADE
    ) STRICT;

    CREATE INDEX replicaByEndpoint ON replica (account, region, endpoint);
    CREATE INDEX replicaByDeadline ON replica (dueAt) WHERE dueAt IS NOT NULL;
    """

  /// A group's versions are never given again: `lastVersion` only grows.
  private static let registry = """
    CREATE TABLE modelPackageGroup (
      account TEXT NOT NULL,
      region TEXT NOT NULL,
      name TEXT NOT NULL COLLATE NOCASE,
      principal TEXT NOT NULL,
      token TEXT,
      owner TEXT,
      createdAt INTEGER NOT NULL,
      lastVersion INTEGER NOT NULL,
      input TEXT NOT NULL,
      PRIMARY KEY (account, region, name)
    ) STRICT;

    CREATE TABLE modelPackage (
      account TEXT NOT NULL,
      region TEXT NOT NULL,
      name TEXT NOT NULL COLLATE NOCASE,
      groupName TEXT NOT NULL COLLATE NOCASE,
      version INTEGER NOT NULL CHECK (version > 0),
      principal TEXT NOT NULL,
      token TEXT,
      owner TEXT,
      createdAt INTEGER NOT NULL,
      modifiedAt INTEGER NOT NULL,
      approvalStatus TEXT NOT NULL,
      approvalDescription TEXT,
      clientToken TEXT,
      dataDigest TEXT NOT NULL,
      input TEXT NOT NULL,
      PRIMARY KEY (account, region, name),
      UNIQUE (account, region, groupName, version),
      FOREIGN KEY (account, region, groupName)
        REFERENCES modelPackageGroup (account, region, name)
    ) STRICT;

    CREATE INDEX eventByResource ON event (resource, sequence);
    CREATE INDEX modelPackageByData ON modelPackage (account, region, groupName, dataDigest);
    """

  /// What each replica used stays when its endpoint is gone. Those that serve begin where they
  /// became ready.
  private static let uses = """
    CREATE TABLE replicaUse (
      number INTEGER NOT NULL PRIMARY KEY,
      account TEXT NOT NULL,
      region TEXT NOT NULL,
      endpoint TEXT NOT NULL COLLATE NOCASE,
      variant TEXT NOT NULL,
      owner TEXT,
      instanceType TEXT,
      startedAt INTEGER NOT NULL,
      endedAt INTEGER
    ) STRICT;

    INSERT INTO replicaUse
      SELECT replica.number, replica.account, replica.region, replica.endpoint, replica.variant,
        endpoint.owner, fleetVariant.instanceType, replica.readyAt, NULL
      FROM replica
      JOIN endpoint ON endpoint.account = replica.account AND endpoint.region = replica.region
        AND endpoint.name = replica.endpoint
      LEFT JOIN fleetVariant ON fleetVariant.account = replica.account
        AND fleetVariant.region = replica.region AND fleetVariant.endpoint = replica.endpoint
        AND fleetVariant.generation = replica.generation AND fleetVariant.name = replica.variant
      WHERE replica.readyAt IS NOT NULL;
    """
}
