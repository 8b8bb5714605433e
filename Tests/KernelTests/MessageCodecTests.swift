import QuernKernel
import QuernSystem
import QuernText
import Testing

@Suite struct MessageCodecTests {
  private static let key = Array("a secret".utf8)

  private func frames(_ codec: MessageCodec, content: String = "{}") -> [[UInt8]] {
    let parent = RequestParent(
      header: Array(#"{"msg_id":"p","n":12345678901234567890}"#.utf8), id: "p")
    return [[1, 2]]
      + codec.encode("execute_request", parent: parent, content: Array(content.utf8))
  }

  @Test func aMessageComesBackAsItWasSent() throws {
    let sender = MessageCodec(key: Self.key, session: "s")
    let message = try MessageCodec(key: Self.key, session: "r")
      .decode(frames(sender, content: #"{"code":"1 + 1"}"#))
    #expect(message.identities == [[1, 2]])
    #expect(message.type == "execute_request")
    #expect(message.session == "s")
    #expect(message.id == "s_1")
    #expect(message.content["code"] == .string("1 + 1"))
  }

  @Test func theParentIsPassedOnByteForByte() {
    let sent = frames(MessageCodec(key: Self.key, session: "s"))
    #expect(String(decoding: sent[4], as: UTF8.self) == #"{"msg_id":"p","n":12345678901234567890}"#)
  }

  @Test func everyChangedByteIsRefused() {
    let sent = frames(MessageCodec(key: Self.key, session: "s"))
    for frame in 2..<sent.count {
      for place in sent[frame].indices {
        var forged = sent
        forged[frame][place] ^= 1
        #expect(throws: MessageFault.wrongSignature) {
          try MessageCodec(key: Self.key, session: "r").decode(forged)
        }
      }
    }
  }

  @Test func anotherKeyAndNoSignatureAreRefused() {
    var sent = frames(MessageCodec(key: Array("another".utf8), session: "s"))
    let codec = MessageCodec(key: Self.key, session: "r")
    #expect(throws: MessageFault.wrongSignature) { try codec.decode(sent) }
    sent[2] = []
    #expect(throws: MessageFault.wrongSignature) { try codec.decode(sent) }
  }

  @Test func aMessageThatIsSentAgainIsRefused() throws {
    let sent = frames(MessageCodec(key: Self.key, session: "s"))
    let codec = MessageCodec(key: Self.key, session: "r")
    _ = try codec.decode(sent)
    #expect(throws: MessageFault.replayed) { try codec.decode(sent) }
  }

  @Test func anEmptyKeyMeansNoSignature() throws {
    let sent = frames(MessageCodec(key: [], session: "s"))
    #expect(sent[2].isEmpty)
    let codec = MessageCodec(key: [], session: "r")
    _ = try codec.decode(sent)
    _ = try codec.decode(sent)
  }

  @Test func whatIsNoMessageIsRefused() {
    let codec = MessageCodec(key: [], session: "r")
    func check(_ frames: [[UInt8]], _ fault: MessageFault) {
      #expect(throws: fault) { try codec.decode(frames) }
    }
    let object = Array("{}".utf8)
    check([], .noDelimiter)
    check([[1], [2]], .noDelimiter)
    check([MessageCodec.delimiter, [], object, object], .tooFewFrames)
    check([MessageCodec.delimiter, [], object, object, object, object], .noHeader)
    check([MessageCodec.delimiter, [], [0xFF], object, object, object], .notJSON)
    check([MessageCodec.delimiter, [], Array("[]".utf8), object, object, object], .notJSON)
  }

  @Test func datesHaveSixDigitsAndZ() throws {
    let clock = Clock(now: { 1_700_000_000_000_007 }, monotonicNs: { 0 })
    let sent = MessageCodec(key: [], session: "s", clock: clock)
      .encode("status", parent: .none, content: MessageCodec.empty)
    let header = try JSON.parse(sent[2])
    #expect(header["date"] == .string("2023-11-14T22:13:20.000007Z"))
    #expect(header["version"] == .string("5.5"))
  }
}
