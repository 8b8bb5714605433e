import Glibc
import QuernSystem
import QuernTesting
import Testing

@Suite struct SocketTests {
  private let directory: TemporaryFolder

  init() throws { directory = TemporaryFolder() }

  @Test func messagesGoBothWaysThroughAName() throws {
    let listener = try UnixSocket.listen(directory.file("s"))
    let client = try UnixSocket.connect(directory.file("s"))
    let server = try #require(try listener.accept())
    try client.send(Array("ping".utf8))
    #expect(try server.receive()?.bytes == Array("ping".utf8))
    try server.send(Array("pong".utf8))
    #expect(try client.receive()?.bytes == Array("pong".utf8))
    let peer = try server.peer()
    #expect(peer.pid == getpid())
    #expect(peer.uid == getuid())
    client.finishSending()
    #expect(try server.receive()?.isEnd == true)
  }

  @Test func namesLongerThanTheSystemTakesWork() throws {
    let deep = directory.file(String(repeating: "d", count: 200))
    try Disk.real.makeDirectory(deep)
    let path = deep + "/socket"
    let listener = try UnixSocket.listen(path)
    let client = try UnixSocket.connect(path)
    #expect(try listener.accept() != nil)
    client.close()
    listener.unlink()
    #expect(!Disk.real.exists(path))
  }

  @Test func aNameThatNobodyServesIsAnError() throws {
    let path = directory.file("none")
    let error = #expect(throws: SystemError.self) { try UnixSocket.connect(path) }
    #expect(error == .socket(path: path, operation: "connect to", errno: ENOENT))
    let listener = try UnixSocket.listen(path)
    listener.close()
    let refused = #expect(throws: SystemError.self) { try UnixSocket.connect(path) }
    #expect(refused?.errno == ECONNREFUSED)
    #expect(throws: SystemError.self) { try UnixSocket.listen(path) }
  }

  @Test func memoryTravelsAsADescriptor() throws {
    let (left, right) = try UnixSocket.pair()
    let memory = try MemoryFile.create(name: "column", byteCount: 4_096)
    try memory.map(writable: true).withMutableBytes { $0.storeBytes(of: 42, as: UInt64.self) }
    try memory.sealSize()
    try left.send([1], descriptors: [memory.descriptor, memory.descriptor])
    let received = try #require(try right.receive())
    #expect(received.bytes == [1])
    #expect(received.descriptors.count == 2)
    let adopted = try MemoryFile.adopt(try #require(received.descriptors.first))
    #expect(adopted.hasFixedSize)
    #expect(try adopted.map(writable: false).withBytes { $0.load(as: UInt64.self) } == 42)
  }

  @Test func longMessagesArriveWhole() throws {
    let (left, right) = try UnixSocket.pair()
    let message = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let sender = try PlatformThread.start(name: "sender") {
      do {
        try left.send(message)
        left.finishSending()
      } catch {
        Issue.record("\(error)")
      }
    }
    var received: [UInt8] = []
    while let piece = try right.receive(), !piece.isEnd { received += piece.bytes }
    sender.join()
    #expect(received == message)
  }

  @Test func aSocketThatDoesNotBlockSaysThatNothingCame() throws {
    let (left, right) = try UnixSocket.pair()
    right.setNonblocking()
    #expect(try right.receive() == nil)
    left.setNonblocking()
    var sent = 0
    let piece = [UInt8](repeating: 1, count: 100_000)
    while let count = try piece.withUnsafeBytes({ try left.sendSome($0) }) { sent += count }
    #expect(sent > 0)
    left.close()
    var received = 0
    while let piece = try right.receive(), !piece.isEnd { received += piece.bytes.count }
    #expect(received == sent)
    #expect(throws: SystemError.self) { try right.send([1]) }
  }

  @Test func aPollerTellsWhoIsReady() throws {
    let (left, right) = try UnixSocket.pair()
    let bell = try EventFD()
    var poller = Poller()
    poller.set(right.descriptor, .read)
    poller.set(bell.descriptor, .read)
    #expect(try poller.wait(timeoutSeconds: 0).isEmpty)
    bell.signal()
    bell.signal()
    #expect(try poller.wait().map(\.descriptor) == [bell.descriptor])
    #expect(bell.drain())
    #expect(!bell.drain())
    try left.send([1])
    let ready = try poller.wait()
    #expect(ready.map(\.descriptor) == [right.descriptor])
    #expect(ready.first?.canRead == true)
    #expect(ready.first?.isClosed == false)
    _ = try right.receive()
    poller.set(right.descriptor, [.read, .write])
    #expect(try poller.wait().first?.canWrite == true)
    left.close()
    #expect(try poller.wait().first?.isClosed == true)
    poller.remove(right.descriptor)
    #expect(try poller.wait(timeoutSeconds: 0).isEmpty)
    #expect(!Poller.waitReadable(bell.descriptor, timeoutSeconds: 0.001))
  }

  @Test func signalsAreReadAsEvents() throws {
    let thread = try PlatformThread.start(name: "signals") {
      // A thread of its own, so that the block ends with it.
      do {
        let signals = try SignalFD([SIGUSR1])
        #expect(signals.next() == nil)
        pthread_kill(pthread_self(), SIGUSR1)
        #expect(Poller.waitReadable(signals.descriptor, timeoutSeconds: 60))
        let next = signals.next()
        #expect(next?.signal == SIGUSR1)
        #expect(next?.sender == getpid())
      } catch {
        Issue.record("\(error)")
      }
    }
    thread.join()
  }
}
