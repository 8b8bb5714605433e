import Glibc
import QuernSystem
import QuernWire
import Testing

@testable import QuernSession

/// Where nothing of the system holds an instance's memory down, its shim does.
@Suite("The memory watch", .serialized)
struct MemoryWatchTests {
  /// Takes a line that never ends into memory.
  private static let eats = "sort /dev/zero"

  @Test("a helper that takes too much goes, and the worker goes on")
  func helpersGoFirst() throws {
    let pipe = try Pipe.make()
    var spawn = Spawn("/bin/sh", ["sh", "-c", "\(Self.eats); echo over; exec sleep 1000"])
    spawn.standardOutput = .file(pipe.write)
    spawn.standardError = .null
    spawn.newSession = true
    let worker = try spawn.spawn()
    defer { worker.killGroup() }
    pipe.write.close()
    let watch = MemoryWatch(worker: worker, limitBytes: 100 << 20)
    while !Poller.waitReadable(pipe.read.descriptor, timeoutSeconds: 0.01) {
      #expect(!watch.look(), "the worker was ended")
    }
    #expect(try pipe.read.read(count: 16) == Array("over\n".utf8))
    #expect(worker.poll() == nil)
    #expect(!watch.look(), "what is left is little")
  }

  @Test("a worker that takes too much itself is ended, and that is said")
  func workersGoWhenTheyAreIt() throws {
    var spawn = Spawn("/bin/sh", ["sh", "-c", "exec \(Self.eats)"])
    spawn.standardOutput = .null
    spawn.newSession = true
    let worker = try spawn.spawn()
    defer { worker.killGroup() }
    let watch = MemoryWatch(worker: worker, limitBytes: 100 << 20)
    var isOver = false
    while worker.poll() == nil, !isOver { isOver = watch.look() }
    #expect(isOver)
    #expect(worker.wait().status == .signalled(signal: SIGKILL))
  }

  @Test("a script over its instance's memory is an error of its cell, by whatever means it is held")
  func scriptsGoAlone() throws {
    let place = try ProcessPlace(memoryByteCount: 512 << 20)
    let client = try place.open()
    let path = "\(place.scratch.path)/eat.sh"
    try Disk.real.writeAtomically(path, text: "#!/bin/sh\n\(Self.eats)\n")
    chmod(path, 0o755)
    try client.submit(
      CellSubmission(id: "big", index: 1, source: "script(\"eat.sh\")", reuse: .never))
    let report = try client.events(untilEndOf: "big").last?.report
    #expect(report?.errorCode == "script-failed")
    try client.submit(CellSubmission(id: "small", index: 2, source: "1 + 1"))
    #expect(try client.events(untilEndOf: "small").resultTexts == ["2"])
    try client.close()
  }
}
