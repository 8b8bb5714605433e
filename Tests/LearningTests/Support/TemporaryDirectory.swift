import Glibc
import QuernSystem

/// A directory that goes with the test.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    let base = HostFacts.environment("TMPDIR") ?? "/tmp"
    var template = Array((Path.join(base, "quern-test-XXXXXX")).utf8CString)
    guard mkdtemp(&template) != nil else {
      throw SystemError.call(operation: "make a temporary directory", errno: errno)
    }
    let bytes = template.dropLast().map { UInt8(bitPattern: $0) }
    path = String(decoding: bytes, as: UTF8.self)
  }

  func file(_ name: String) -> String { Path.join(path, name) }

  deinit {
    do {
      try Disk.real.remove(path)
    } catch {
      // What is left lies in the temporary directory.
    }
  }
}
