package import QuernTable
package import QuernText

/// Where the parts of values lie that are kept once and referred to: blobs, and rows of tables.
///
/// Implemented by the session's store and by `MemoryValueStore`.
package protocol ValueStore: BlobStore {
  /// Keeps what a table's plan starts from; the JSON is enough to open it again.
  func keep(_ leaf: TableLeaf) throws -> JSON
  /// What `keep` was given, or the same rows from where they lie now.
  func open(_ reference: JSON) throws -> TableLeaf
  /// How a secret is kept.
  func seal(_ secret: String) throws -> [UInt8]
  /// What `seal` was given; nil where the key is another one.
  func unseal(_ bytes: [UInt8]) throws -> String?
  /// The table of a plan over what was opened.
  func table(_ plan: JSON, _ leaves: [TableLeaf]) throws -> Table
}

extension ValueStore {
  package func table(_ plan: JSON, _ leaves: [TableLeaf]) throws -> Table {
    try Table.fromPlanJSON(plan, sources: leaves)
  }
}
