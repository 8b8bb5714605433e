internal import QuernTable
internal import QuernText
internal import QuernValue

/// Values as blobs of the store, and back.
struct ValueArchive: Sendable {
  let store: ContentStore

  func keep(_ value: Value, context: TableContext) throws -> (digest: Digest, blob: Digest) {
    fatalError()
  }

  func decode(_ bytes: [UInt8]) throws -> Value { fatalError() }
}
