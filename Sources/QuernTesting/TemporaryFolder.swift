import Glibc
package import QuernSystem

/// A folder of its own for a test, gone with the object.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() {
    let base = HostFacts.environment("TMPDIR") ?? "/tmp"
    // `mkdtemp` puts letters of its own in the place of the six.
    let name = "quern-test-" + String(repeating: "X", count: 6)
    var template = Array(Path.join(base, name).utf8CString)
    let made = mkdtemp(&template)
    precondition(made != nil, "no temporary folder: errno \(errno)")
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  package func file(_ name: String) -> String { Path.join(path, name) }

  package func write(_ name: String, _ text: String) throws(SystemError) {
    try Disk.real.writeAtomically("\(path)/\(name)", text: text)
  }

  deinit {
    do throws(SystemError) {
      try Disk.real.remove(path)
    } catch {
      // A folder that stays behind in /tmp harms no test.
    }
  }
}
