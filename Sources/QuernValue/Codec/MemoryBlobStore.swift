package import QuernText
import Synchronization

/// Blobs in memory, gone with the object.
package final class MemoryBlobStore: BlobStore {
  package struct Missing: Error {
    package let digest: Digest
  }

  private let blobs = Mutex<[Digest: [UInt8]]>([:])

  package init() {}

  package func put(_ bytes: [UInt8]) throws -> Digest {
    let digest = SHA256.hash(bytes)
    blobs.withLock { $0[digest] = bytes }
    return digest
  }

  package func get(_ digest: Digest) throws -> [UInt8] {
    guard let bytes = blobs.withLock({ $0[digest] }) else { throw Missing(digest: digest) }
    return bytes
  }

  package var count: Int { blobs.withLock { $0.count } }
}
