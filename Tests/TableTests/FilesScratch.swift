import Glibc
import QuernSystem

/// A directory that goes with the test.
final class ScratchDirectory: Sendable {
  let path: String

  init() throws {
    let base = HostFacts.environment("TMPDIR") ?? "/tmp"
    var template = Array(Path.join(base, "quern-table-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw SystemError.call(operation: "make a temporary directory", errno: errno)
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func file(_ name: String) -> String { Path.join(path, name) }

  deinit {
    do throws(SystemError) { try Disk.real.remove(path) } catch {
      // What is left lies in the temporary directory.
    }
  }
}
