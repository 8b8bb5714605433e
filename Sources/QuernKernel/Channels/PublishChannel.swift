internal import QuernSystem
internal import QuernText

/// What all clients of a kernel see (iopub), on a thread of its own.
///
/// Nothing is lost and nothing changes places: text of `print` is gathered for some milliseconds, a
/// subscriber that is behind makes the cell wait, and what is said while nobody subscribes is kept
/// for the next one who does.
final class PublishChannel: @unchecked Sendable {
  enum Stream: String, Sendable {
    case stdout
    case stderr
  }

  private enum Item {
    case message([[UInt8]])
    case text(RequestParent, Stream, [UInt8])
    /// Done when all before it is sent.
    case then(@Sendable () -> Void)

    var byteCount: Int {
      switch self {
      case .message(let frames): frames.reduce(128) { $0 + $1.count }
      case .text(_, _, let bytes): bytes.count + 64
      case .then: 64
      }
    }
  }

  private let context: ZMQContext
  private let socket: ZMQSocket
  private let codec: MessageCodec
  private let clock: Clock
  private let bell: EventFD
  private let lock = Lock()
  private var items: [Item] = []
  private var itemByteCount = 0
  private var isStopping = false
  private var thread: PlatformThread?

  // Of the channel's thread alone.
  private var poller: ZMQPoller
  private var gathered: (parent: RequestParent, stream: Stream, bytes: [UInt8])?
  private var sentTextNs: Int64 = 0
  /// Whose text went out last: the first of another cell goes at once.
  private var sentTextParent = RequestParent.none
  private var subscriptionCount = 0
  private var held: [[[UInt8]]] = []
  private var heldByteCount = 0
  private var leftOutCount = 0
  private var someoneIsStalled = false
  private var isClosed = false

  init(
    context: ZMQContext, endpoint: String, codec: MessageCodec, clock: Clock,
    curveSecretKey: String?
  ) throws(SystemError) {
    self.context = context
    self.codec = codec
    self.clock = clock
    bell = try EventFD()
    socket = try ZMQSocket(context, .xpub)
    socket.set(.linger, KernelLimits.lingerMilliseconds)
    socket.set(.sendLimit, KernelLimits.subscriberMessageCountMax)
    socket.set(.publisherKeepsAll, 1)
    socket.set(.publisherTellsEverySubscription, 1)
    try socket.encrypt(curveSecretKey)
    try socket.bind(endpoint)
    poller = ZMQPoller(context, socket, bell: bell.descriptor)
  }

  func start() throws(SystemError) {
    thread = try PlatformThread.start(name: "quern-iopub") { self.serve() }
  }

  /// Publishes what waits, as far as its readers take it now, and ends the thread.
  func stop() {
    lock.withLock {
      isStopping = true
      lock.broadcast()
    }
    bell.signal()
    thread?.join()
  }
}

// From any thread.
extension PublishChannel {
  /// Publishes a message; `waits` where the caller can wait for readers that are behind.
  func publish(
    _ type: String, parent: RequestParent, metadata: [UInt8] = MessageCodec.empty,
    content: [UInt8], topic: String? = nil, waits: Bool = false
  ) {
    let frames =
      [Array((topic ?? type).utf8)]
      + codec.encode(type, parent: parent, metadata: metadata, content: content)
    push(.message(frames), waits: waits)
  }

  func status(_ state: String, parent: RequestParent) {
    publish(
      "status", parent: parent, content: Array(#"{"execution_state":"\#(state)"}"#.utf8))
  }

  /// Text of a cell; waits while readers are behind.
  func text(_ text: String, _ stream: Stream, parent: RequestParent) {
    guard !text.isEmpty else { return }
    push(.text(parent, stream, Array(text.utf8)), waits: true)
  }

  /// Has `action` done when everything before it is sent.
  func then(_ action: @escaping @Sendable () -> Void) { push(.then(action), waits: false) }

  private func push(_ item: Item, waits: Bool) {
    let size = item.byteCount
    let rings = lock.withLock { () -> Bool in
      while waits, itemByteCount > KernelLimits.outboxByteCountMax, !isStopping { lock.wait() }
      items.append(item)
      itemByteCount += size
      return items.count == 1
    }
    if rings { bell.signal() }
  }
}

// The channel's thread.
extension PublishChannel {
  private func serve() {
    defer { socket.close() }
    while !isClosed {
      let (batch, stops) = lock.withLock { () -> ([Item], Bool) in
        defer {
          items = []
          itemByteCount = 0
          lock.broadcast()
        }
        return (items, isStopping)
      }
      for item in batch { take(item) }
      if stops {
        flush()
        return
      }
      if !batch.isEmpty, gathered == nil { continue }
      wait()
    }
  }

  private func wait() {
    var milliseconds = -1
    if gathered != nil {
      let due = sentTextNs + Int64(KernelLimits.gatherMilliseconds) * 1_000_000
      let left = due - clock.monotonicNs()
      guard left > 0 else { return flush() }
      milliseconds = Int(left / 1_000_000) + 1
    }
    listen(milliseconds)
  }

  /// Waits for subscribers and the bell.
  private func listen(_ milliseconds: Int) {
    guard let ready = poller.wait(milliseconds: milliseconds) else {
      isClosed = true
      return
    }
    if ready.bell { bell.drain() }
    while ready.socket, case .message(let frames) = socket.receive() {
      for frame in frames { heed(frame) }
    }
  }

  private func take(_ item: Item) {
    switch item {
    case .message(let frames):
      flush()
      send(frames)
    case .then(let action):
      flush()
      action()
    case .text(let parent, let stream, let bytes):
      if let gathered, gathered.parent !== parent || gathered.stream != stream { flush() }
      if gathered == nil {
        gathered = (parent, stream, bytes)
      } else {
        gathered?.bytes += bytes
      }
      let isFirst =
        parent !== sentTextParent
        || clock.monotonicNs() - sentTextNs >= Int64(KernelLimits.gatherMilliseconds) * 1_000_000
      if isFirst || (gathered?.bytes.count ?? 0) >= KernelLimits.gatherByteCountMax { flush() }
    }
  }

  private func flush() {
    guard let text = gathered else { return }
    gathered = nil
    sentTextNs = clock.monotonicNs()
    sentTextParent = text.parent
    let name = text.stream.rawValue
    let content = JSON.members([
      ("name", .string(name)), ("text", .string(String(decoding: text.bytes, as: UTF8.self))),
    ])
    send(
      [Array("stream.\(name)".utf8)]
        + codec.encode("stream", parent: text.parent, content: content.utf8()))
  }

  private func send(_ frames: [[UInt8]]) {
    guard subscriptionCount > 0 else { return hold(frames) }
    var deadline: Int64?
    while !isClosed {
      switch socket.send(frames) {
      case .whole, .unreachable:
        someoneIsStalled = someoneIsStalled && deadline != nil
        return
      case .closed:
        isClosed = true
      case .wouldWait:
        let now = clock.monotonicNs()
        let end = deadline ?? now + Int64(KernelLimits.stalledSubscriberSeconds * 1e9)
        deadline = end
        if someoneIsStalled || now >= end || lock.withLock({ isStopping }) {
          someoneIsStalled = true
          socket.set(.publisherKeepsAll, 0)
          _ = socket.send(frames)
          socket.set(.publisherKeepsAll, 1)
          return
        }
        // There is no event for room at a subscriber.
        listen(5)
        if subscriptionCount == 0 { return hold(frames) }
      }
    }
  }

  /// Keeps a message for the next subscriber.
  private func hold(_ frames: [[UInt8]]) {
    held.append(frames)
    heldByteCount += frames.reduce(0) { $0 + $1.count }
    guard heldByteCount > KernelLimits.heldByteCountMax else { return }
    var dropped = 0
    while heldByteCount > KernelLimits.heldByteCountMax / 2, dropped < held.count {
      heldByteCount -= held[dropped].reduce(0) { $0 + $1.count }
      dropped += 1
    }
    held.removeFirst(dropped)
    leftOutCount += dropped
  }

  /// A subscription (1, topic) or its end (0, topic).
  private func heed(_ frame: [UInt8]) {
    guard let kind = frame.first, kind <= 1 else { return }
    guard kind == 1 else {
      subscriptionCount = max(0, subscriptionCount - 1)
      return
    }
    subscriptionCount += 1
    let topic = Array(frame.dropFirst())
    let name = String(decoding: topic, as: UTF8.self)
    let content = JSON.members([("subscription", .string(name))])
    send([topic] + codec.encode("iopub_welcome", parent: .none, content: content.utf8()))
    let waiting = held
    held = []
    heldByteCount = 0
    if leftOutCount > 0 {
      let text =
        "\(leftOutCount) messages that came while nobody listened are left out; "
        + "the session's journal has them\n"
      leftOutCount = 0
      let content = JSON.members([("name", .string("stderr")), ("text", .string(text))])
      send(
        [Array("stream.stderr".utf8)]
          + codec.encode("stream", parent: .none, content: content.utf8()))
    }
    for frames in waiting { send(frames) }
  }
}
