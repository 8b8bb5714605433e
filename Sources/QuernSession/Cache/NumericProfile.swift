internal import Glibc
internal import QuernSystem
package import QuernText

/// What of this machine a floating-point result may depend on: part of every cell's key.
///
/// The same notebook, inputs, seed and profile give the same bytes on any machine.
package struct NumericProfile: Sendable, Hashable {
  /// `x86_64 avx2 fma`: libm chooses its code by it.
  package var architecture: String
  package var libc: String
  /// File names with their versions; `none` where a library is not installed.
  package var openblas: String
  package var xgboost: String

  package init(architecture: String, libc: String, openblas: String, xgboost: String) {
    self.architecture = architecture
    self.libc = libc
    self.openblas = openblas
    self.xgboost = xgboost
  }

  /// Of this machine, found once.
  package static let current = NumericProfile(
    architecture: architectureName(), libc: libcVersion(),
    openblas: library(["libopenblas.so.0"]),
    xgboost: library(["libxgboost.so.1", "libxgboost.so.0", "libxgboost.so"]))

  package var json: JSON {
    .members([
      ("architecture", .string(architecture)), ("libc", .string(libc)),
      ("openblas", .string(openblas)), ("xgboost", .string(xgboost)),
    ])
  }

  package var digest: Digest { SHA256.hash(json.text()) }

  private static func libcVersion() -> String {
    // `_CS_GNU_LIBC_VERSION`, whose form in Swift differs between releases of the C library.
    let name: Int32 = 2
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = buffer.withUnsafeMutableBytes { bytes in
      confstr(name, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
    }
    guard count > 1, count <= buffer.count else { return "unknown" }
    return String(decoding: buffer[..<(count - 1)], as: UTF8.self)
  }

  private static func architectureName() -> String {
    #if arch(x86_64)
      let name = "x86_64"
    #elseif arch(arm64)
      let name = "aarch64"
    #else
      let name = "other"
    #endif
    // The first processor's flags are in the first bytes; all of a large machine's would be a lot.
    let words: Set<Substring>
    do throws(SystemError) {
      let file = try FileHandle.open("/proc/cpuinfo", .read)
      let text = String(decoding: try file.read(count: 4096), as: UTF8.self)
      words = Set(text.split { $0 == " " || $0 == "\n" })
    } catch {
      words = []
    }
    return ([name] + ["avx2", "fma", "avx512f"].filter { words.contains(Substring($0)) })
      .joined(separator: " ")
  }

  /// The real file behind a library's name, where the system's loader looks.
  private static func library(_ names: [String]) -> String {
    let folders = [
      "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib",
    ]
    for folder in folders {
      for name in names {
        if let path = Path.resolved("\(folder)/\(name)") { return Path.name(path) }
      }
    }
    return "none"
  }
}
