package import QuernText

/// A message of a client, whose signature was good.
package struct KernelMessage: Sendable {
  /// Routing frames, to be put before an answer.
  package var identities: [[UInt8]]
  /// The header as it came: the parent of every answer, byte for byte.
  package var header: [UInt8]
  package var id: String
  package var type: String
  package var session: String
  /// The subshell that it is for; nil: the main one.
  package var subshell: String?
  package var metadata: JSON
  package var content: JSON
}

/// What went wrong with a message; its sender is told nothing.
package enum MessageFault: Error, Sendable, Hashable {
  case noDelimiter
  case tooFewFrames
  case wrongSignature
  case replayed
  case notJSON
  case noHeader
}

/// Who a message answers: the request's header.
package final class RequestParent: Sendable {
  package let header: [UInt8]
  package let id: String

  package init(header: [UInt8], id: String) {
    self.header = header
    self.id = id
  }

  package convenience init(_ message: KernelMessage) {
    self.init(header: message.header, id: message.id)
  }

  /// Of what answers nobody.
  package static let none = RequestParent(header: Array("{}".utf8), id: "")
}
