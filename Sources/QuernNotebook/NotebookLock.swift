package import QuernText

/// What a run read and was made by: enough to say later which outputs still hold, and why not.
///
/// Written as `lock.json` beside the outputs; it changes only when a cell, an input, a parameter,
/// the seed, the engine or the numeric profile does.
package struct NotebookLock: Sendable, Hashable {
  package struct Cell: Sendable, Hashable {
    package var id: String
    /// The static key; nil where the cell was not understood.
    package var key: Digest?
    /// What the cell's text was, by `sourceDigest`.
    package var source: String?
    /// Each outside read in order: kind, subject (relative to the notebook), digest.
    package var reads: [Read]

    package init(id: String, key: Digest?, source: String? = nil, reads: [Read]) {
      self.id = id
      self.key = key
      self.source = source
      self.reads = reads
    }
  }

  package struct Read: Sendable, Hashable {
    package var kind: String
    package var subject: String
    package var digest: Digest?

    package init(kind: String, subject: String, digest: Digest?) {
      self.kind = kind
      self.subject = subject
      self.digest = digest
    }
  }

  /// The edition of the language: new words never change an older notebook's meaning.
  package var edition = 1
  package var engine: String
  /// Architecture level and digests of the numeric libraries.
  package var numericProfile: JSON
  package var instance: String
  package var seed: Int64
  /// Literals of the parameters that were given.
  package var parameters: [String: String]
  package var cells: [Cell]

  package init(
    engine: String, numericProfile: JSON, instance: String, seed: Int64,
    parameters: [String: String], cells: [Cell]
  ) {
    self.engine = engine
    self.numericProfile = numericProfile
    self.instance = instance
    self.seed = seed
    self.parameters = parameters
    self.cells = cells
  }

  /// The beginning of the digest of a cell's text: whether it was edited shows without running it.
  package static func sourceDigest(_ source: String) -> String { SHA256.hash(source).short }

  /// The text of `lock.json`.
  package var text: String {
    let json = JSON.object(
      JSONObject([
        ("edition", .int(Int64(edition))),
        ("engine", .string(engine)),
        ("numeric_profile", numericProfile),
        ("instance", .string(instance)),
        ("seed", .int(seed)),
        (
          "parameters",
          .object(
            JSONObject(
              parameters.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
        ),
        ("cells", .array(cells.map(\.json))),
      ]))
    return json.text(pretty: true) + "\n"
  }
}

extension NotebookLock.Cell {
  fileprivate var json: JSON {
    .object(
      JSONObject([
        ("id", .string(id)), ("key", key.map { .string($0.hex) } ?? .null),
        ("source", source.map { .string($0) } ?? .null), ("reads", .array(reads.map(\.json))),
      ]))
  }
}

extension NotebookLock.Read {
  fileprivate var json: JSON {
    .object(
      JSONObject([
        ("kind", .string(kind)), ("subject", .string(subject)),
        ("digest", digest.map { .string($0.hex) } ?? .null),
      ]))
  }
}
