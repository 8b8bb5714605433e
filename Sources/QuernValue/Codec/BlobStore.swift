package import QuernText

/// Where bytes are kept by their digest: what is large in a value lies here.
///
/// Implemented by the session's store on disk and by `MemoryBlobStore`.
package protocol BlobStore: AnyObject, Sendable {
  /// Keeps the bytes; the same bytes are kept once.
  func put(_ bytes: [UInt8]) throws -> Digest
  /// The bytes that `put` was given.
  func get(_ digest: Digest) throws -> [UInt8]
}
