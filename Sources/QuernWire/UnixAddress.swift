internal import Glibc

/// Unix socket addresses: the one place that packs a path into `sockaddr_un`.
enum UnixAddress {
  /// Bytes of a path that fit, without the final zero.
  static let pathByteCountMax = 107

  /// Calls `body` with the address of `path`.
  static func with<Result>(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
  ) throws(WireError) -> Result {
    let bytes = Array(path.utf8)
    guard bytes.count <= pathByteCountMax else {
      throw .pathTooLong(path: path, limit: pathByteCountMax)
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }

  /// A new stream socket, closed on exec.
  static func socket(path: String) throws(WireError) -> Int32 {
    let descriptor = Glibc.socket(
      AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else {
      throw .socket(operation: "socket", path: path, errno: errno)
    }
    return descriptor
  }
}
