/// The release whose results these are: part of every cell's key.
package enum EngineVersion {
  /// Changes whenever a cell could give another result than before.
  package static let current = "0.2.0"
}
