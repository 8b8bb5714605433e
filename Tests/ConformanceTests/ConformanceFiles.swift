import Glibc
import QuernSystem

/// The files below `Tests/Conformance`.
enum ConformanceFiles {
  static let folder: String = {
    let parts = #filePath.split(separator: "/").dropLast(2)
    return "/" + parts.joined(separator: "/") + "/Conformance"
  }()

  /// `QUERN_UPDATE=1` rewrites what files expect.
  static let isUpdating = getenv("QUERN_UPDATE") != nil

  /// Paths below the folder, sorted. What lies under `syntax/` is checked by the parser's tests.
  static let all: [String] = files(below: "").filter { !$0.hasPrefix("syntax/") }.sorted()

  private static func files(below path: String) -> [String] {
    let here = path.isEmpty ? folder : "\(folder)/\(path)"
    do throws(SystemError) {
      return try Disk.real.list(here).flatMap { name in
        let inner = path.isEmpty ? name : "\(path)/\(name)"
        if name.hasSuffix(".cells") { return [inner] }
        return Disk.real.isDirectory("\(folder)/\(inner)") ? files(below: inner) : []
      }
    } catch {
      return []
    }
  }
}
