import QuernText
import QuernWire
import Testing

@Suite("Messages between front end and worker")
struct WireTests {
  @Test("every message of a front end reads back as it was written")
  func frontEndMessagesRoundTrip() throws {
    for message in Samples.frontEndMessages {
      let bytes = try message.frame.encoded()
      let frame = try Frame(payload: Array(bytes.dropFirst(4)))
      #expect(try FrontEndMessage(frame) == message)
    }
  }

  @Test("every message of a worker reads back as it was written")
  func workerMessagesRoundTrip() throws {
    for message in Samples.workerMessages {
      let bytes = try message.frame.encoded()
      let frame = try Frame(payload: Array(bytes.dropFirst(4)))
      #expect(try WorkerMessage(frame) == message)
    }
  }

  @Test("the bytes of an event are frozen")
  func eventBytesAreFrozen() throws {
    let event = SessionEvent(sequence: 7, at: 1_700_000_000_000_000, body: .started(cell: "a-1"))
    let text = String(decoding: try event.frame.encoded().dropFirst(4), as: UTF8.self)
    let header = #"{"type":"event","seq":7,"at":1700000000000000,"kind":"started","cell":"a-1"}"#
    #expect(text == header + "\n")
  }

  @Test("a message of an unknown kind is an error that names it")
  func unknownKindsAreNamed() {
    let strange = Frame(header: JSONObject([("type", "teleport")]))
    #expect(throws: WireError.unknownMessage("teleport")) { try FrontEndMessage(strange) }
    #expect(throws: WireError.unknownMessage("teleport")) { try WorkerMessage(strange) }
    let event = Frame(
      header: JSONObject([("type", "event"), ("seq", 1), ("at", 0), ("kind", "teleported")]))
    #expect(throws: WireError.unknownMessage("teleported")) { try WorkerMessage(event) }
  }

  @Test("a member of the wrong type is an error that names it")
  func wrongMembersAreNamed() {
    let frame = Frame(header: JSONObject([("type", "replay"), ("from", "soon")]))
    let message = "`from` of `replay` must be a whole number, zero or more"
    #expect(throws: WireError.malformed(message)) {
      try FrontEndMessage(frame)
    }
  }

  @Test("frames come out whole however the stream was cut")
  func streamsMayBeCutAnywhere() throws {
    var stream: [UInt8] = []
    for message in Samples.workerMessages { stream += try message.frame.encoded() }
    for size in [1, 2, 3, 7, 64, 1000, stream.count] {
      var buffer = FrameBuffer()
      var found: [WorkerMessage] = []
      var start = 0
      while start < stream.count {
        let end = min(start + size, stream.count)
        Array(stream[start..<end]).withUnsafeBytes { buffer.append($0) }
        while let frame = try buffer.next() { found.append(try WorkerMessage(frame)) }
        start = end
      }
      #expect(found == Samples.workerMessages)
      #expect(buffer.waitingByteCount == 0)
    }
  }

  @Test("mutated frames are messages or errors, never a crash", arguments: [UInt64(1), 2, 3])
  func mutatedFramesNeverTrap(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let originals =
      try Samples.workerMessages.map { try $0.frame.encoded() }
      + Samples.frontEndMessages.map { try $0.frame.encoded() }
    var readCount = 0
    for _ in 0..<2_000 {
      var bytes = originals[Int(random.next() % UInt64(originals.count))]
      for _ in 0..<(1 + random.next() % 4) {
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 3 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        }
        if bytes.isEmpty { bytes = [0] }
      }
      var buffer = FrameBuffer()
      bytes.withUnsafeBytes { buffer.append($0) }
      readCount += Self.readAll(&buffer)
    }
    #expect(readCount > 0, "seed \(seed): some mutations keep the frame readable")
  }

  /// How many whole messages come before the first that cannot be read.
  private static func readAll(_ buffer: inout FrameBuffer) -> Int {
    var count = 0
    do throws(WireError) {
      while let frame = try buffer.next() {
        _ = try WorkerMessage(frame)
        count += 1
      }
    } catch {
      return count
    }
    return count
  }
}
