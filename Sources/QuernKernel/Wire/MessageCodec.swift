internal import Glibc
package import QuernSystem
internal import QuernText

/// Signs what is sent, and lets nothing in that is not signed.
///
/// Wire form: identities, `<IDS|MSG>`, hex HMAC-SHA256 over the four frames behind it as they are,
/// header, parent header, metadata, content, buffers.
package final class MessageCodec: @unchecked Sendable {
  package static let protocolVersion = "5.5"
  package static let delimiter = Array("<IDS|MSG>".utf8)
  /// Signatures that are remembered, to know a message that is sent again.
  package static let signatureCountMax = 32_768

  private let key: [UInt8]
  private let session: String
  private let clock: Clock
  private let lock = Lock()
  private var count = 0
  private var seen: Set<Digest> = []
  private var seenInOrder: [Digest] = []
  private var oldest = 0

  package init(key: [UInt8], session: String, clock: Clock = .system) {
    self.key = key
    self.session = session
    self.clock = clock
  }

  /// The message in frames; what is forged, sent again or malformed is refused.
  package func decode(_ frames: [[UInt8]]) throws(MessageFault) -> KernelMessage {
    guard let mark = frames.firstIndex(of: Self.delimiter) else { throw .noDelimiter }
    guard frames.count >= mark + 6 else { throw .tooFewFrames }
    try check(signature: frames[mark + 1], Array(frames[(mark + 2)..<(mark + 6)]))
    let header = try Self.object(frames[mark + 2])
    _ = try Self.object(frames[mark + 3])
    let metadata = try Self.object(frames[mark + 4])
    let content = try Self.object(frames[mark + 5])
    guard let id = header["msg_id"]?.stringValue, let type = header["msg_type"]?.stringValue else {
      throw .noHeader
    }
    return KernelMessage(
      identities: Array(frames[..<mark]), header: frames[mark + 2], id: id, type: type,
      session: header["session"]?.stringValue ?? "",
      subshell: header["subshell_id"]?.stringValue, metadata: metadata, content: content)
  }

  private static func object(_ bytes: [UInt8]) throws(MessageFault) -> JSON {
    do {
      let json = try JSON.parse(bytes, dialect: .python)
      guard json.objectValue != nil else { throw MessageFault.notJSON }
      return json
    } catch {
      throw .notJSON
    }
  }

  private func check(signature: [UInt8], _ parts: [[UInt8]]) throws(MessageFault) {
    guard !key.isEmpty else { return }
    let digest = HMAC.sha256(key: key, parts: parts)
    guard HMAC.equal(Array(digest.hex.utf8), signature) else { throw .wrongSignature }
    let isNew = lock.withLock { () -> Bool in
      guard seen.insert(digest).inserted else { return false }
      if seenInOrder.count < Self.signatureCountMax {
        seenInOrder.append(digest)
      } else {
        seen.remove(seenInOrder[oldest])
        seenInOrder[oldest] = digest
        oldest = (oldest + 1) % Self.signatureCountMax
      }
      return true
    }
    guard isNew else { throw .replayed }
  }

  /// The frames of a message, without identities.
  package func encode(
    _ type: String, parent: RequestParent, metadata: [UInt8] = MessageCodec.empty,
    content: [UInt8]
  ) -> [[UInt8]] {
    let header = self.header(type)
    var signature: [UInt8] = []
    if !key.isEmpty {
      signature = Array(
        HMAC.sha256(key: key, parts: [header, parent.header, metadata, content]).hex.utf8)
    }
    return [Self.delimiter, signature, header, parent.header, metadata, content]
  }

  package static let empty = Array("{}".utf8)

  private func header(_ type: String) -> [UInt8] {
    let number = lock.withLock {
      count += 1
      return count
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    bytes += #"{"msg_id":""#.utf8
    bytes += session.utf8
    bytes += "_\(number)".utf8
    bytes += #"","msg_type":""#.utf8
    bytes += type.utf8
    bytes += #"","username":"quern","session":""#.utf8
    bytes += session.utf8
    bytes += #"","date":""#.utf8
    bytes += Self.date(clock.now()).utf8
    bytes += #"","version":""#.utf8
    bytes += Self.protocolVersion.utf8
    bytes += #""}"#.utf8
    return bytes
  }

  /// ISO 8601 with six digits and Z, as the protocol's own library writes it.
  static func date(_ microseconds: Int64) -> String {
    var text: [UInt8] = []
    let seconds = (microseconds >= 0 ? microseconds : microseconds - 999_999) / 1_000_000
    let whole = Instant(microseconds: seconds * 1_000_000)
    DateFormatting.append(whole, to: &text)
    if text.last == UInt8(ascii: "Z") { text.removeLast() }
    let fraction = microseconds - seconds * 1_000_000
    let digits = "\(fraction)"
    let zeros = String(repeating: "0", count: max(0, 6 - digits.utf8.count))
    return String(decoding: text, as: UTF8.self) + ".\(zeros)\(digits)Z"
  }
}
