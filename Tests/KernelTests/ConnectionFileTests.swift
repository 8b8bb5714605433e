import QuernKernel
import QuernSystem
import QuernText
import Testing

@Suite struct ConnectionFileTests {
  private static let good = JSON.members([
    ("transport", "tcp"), ("ip", "127.0.0.1"), ("key", "k"), ("shell_port", 1),
    ("control_port", 2), ("stdin_port", 3), ("iopub_port", 4), ("hb_port", 5),
    ("signature_scheme", "hmac-sha256"),
  ])

  @Test func endpointsAreAsTheClientExpectsThem() throws {
    var file = try ConnectionFile(Self.good, path: "c.json")
    #expect(file.endpoint(file.shellPort) == "tcp://127.0.0.1:1")
    var json = Self.good
    json["transport"] = "ipc"
    json["ip"] = "/run/k"
    file = try ConnectionFile(json, path: "c.json")
    #expect(file.endpoint(file.heartbeatPort) == "ipc:///run/k-5")
  }

  @Test func whatCannotBeUsedIsNamed() {
    func check(_ key: String, _ value: JSON?, _ text: String) {
      var json = Self.good
      json[key] = value
      do throws(SystemError) {
        _ = try ConnectionFile(json, path: "c.json")
        Issue.record("\(key) was taken")
      } catch {
        #expect(error.message.contains(text), "\(error.message)")
      }
    }
    check("transport", "inproc", "inproc")
    check("shell_port", nil, "shell_port")
    check("iopub_port", 70_000, "iopub_port")
    check("signature_scheme", "hmac-md5", "hmac-md5")
  }
}
