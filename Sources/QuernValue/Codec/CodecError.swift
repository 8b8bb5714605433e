/// Why bytes are no value.
package enum CodecError: Error, Hashable, Sendable {
  /// Written by a newer edition.
  case newer(version: Int)
  /// Not what `encode` writes, at this offset.
  case damaged(offset: Int, what: String)
  /// Nested deeper than `ValueCodec.depthMax`.
  case tooDeep
  /// A secret that was kept under another key.
  case sealed

  package var message: String {
    switch self {
    case .newer(let version): "the value was saved by a newer Quern (format \(version))"
    case .damaged(let offset, let what): "the saved value is damaged at byte \(offset): \(what)"
    case .sealed: "it is a secret, kept under a key that is not here: secret.key of the home"
    case .tooDeep: "the value is nested more than \(ValueCodec.depthMax) deep"
    }
  }
}
