internal import QuernTable
internal import QuernText

/// Scanned sources as columns, by the digest of their content.
final class SourceShelf: SourceStore, Sendable {
  private let folder: String

  init(folder: String) {
    self.folder = folder
  }

  func stored(_ digest: Digest) -> (any TableSource)? { nil }

  func keep(_ data: TableData, digest: Digest) throws(TableError) {}
}
