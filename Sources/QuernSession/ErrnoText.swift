internal import Glibc

/// The system's words for an error number.
enum ErrnoText {
  static func of(_ code: Int32) -> String {
    guard let pointer = strerror(code) else { return "error \(code)" }
    return String(cString: pointer)
  }
}
