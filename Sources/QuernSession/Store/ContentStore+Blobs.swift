internal import QuernValue

/// Values keep their large parts here.
extension ContentStore: BlobStore {}
