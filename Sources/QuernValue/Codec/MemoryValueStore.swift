package import QuernTable
package import QuernText
import Synchronization

/// Blobs and tables in memory, gone with the object.
package final class MemoryValueStore: ValueStore {
  private struct State {
    var blobs: [Digest: [UInt8]] = [:]
    var leaves: [TableLeaf] = []
  }

  package struct Missing: Error {}

  private let state = Mutex(State())

  package init() {}

  package func put(_ bytes: [UInt8]) throws -> Digest {
    let digest = SHA256.hash(bytes)
    state.withLock { $0.blobs[digest] = bytes }
    return digest
  }

  package func get(_ digest: Digest) throws -> [UInt8] {
    guard let bytes = state.withLock({ $0.blobs[digest] }) else { throw Missing() }
    return bytes
  }

  /// In the clear: memory is all it is.
  package func seal(_ secret: String) throws -> [UInt8] { Array(secret.utf8) }

  package func unseal(_ bytes: [UInt8]) throws -> String? {
    String(validating: bytes, as: UTF8.self)
  }

  package func keep(_ leaf: TableLeaf) throws -> JSON {
    state.withLock { state in
      state.leaves.append(leaf)
      return .int(Int64(state.leaves.count - 1))
    }
  }

  package func open(_ reference: JSON) throws -> TableLeaf {
    let leaf = state.withLock { state in
      reference.intValue.flatMap { place in
        place >= 0 && place < Int64(state.leaves.count) ? state.leaves[Int(place)] : nil
      }
    }
    guard let leaf else { throw Missing() }
    return leaf
  }
}
