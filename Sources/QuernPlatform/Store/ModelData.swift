internal import Glibc
package import QuernText

/// The platform's own copies of models' files, by digest: a model that was created stays as it was,
/// whatever happens to the file that it came from.
package struct ModelData: Sendable {
  /// The folder of the copies.
  package let directory: String

  /// The largest model file.
  package static let byteCountMax = 4 * 1024 * 1024 * 1024

  package init(directory: String) { self.directory = directory }

  package func path(digest: String) -> String { "\(directory)/\(digest)" }

  /// A copy that was taken.
  package struct Taken: Equatable, Sendable {
    package let digest: Digest
  }

  /// Copies the file that a ModelDataUrl names into the store, once per content.
  func take(_ url: String) throws -> Taken {
    let path = try ModelData.filePath(url)
    let bytes = try ModelData.read(path, url)
    let digest = SHA256.hash(bytes)
    try ModelData.keep(bytes, at: self.path(digest: digest.hex), in: directory)
    return Taken(digest: digest)
  }

  /// The path of a `file://` URL or a path; other places are refused with the reason.
  static func filePath(_ url: String) throws(PlatformError) -> String {
    if url.hasPrefix("/") { return url }
    if url.hasPrefix("file://") {
      let rest = String(url.dropFirst("file://".count))
      let path = rest.hasPrefix("localhost/") ? String(rest.dropFirst("localhost".count)) : rest
      guard path.hasPrefix("/"), let decoded = Percent.decode(path), !decoded.contains("\0") else {
        throw .missingModelData(url, "it is not file:// and an absolute path")
      }
      return decoded
    }
    throw .missingModelData(
      url, "this version of Quern reads models from files only. Hint: use file:///…")
  }

  private static func read(_ path: String, _ url: String) throws(PlatformError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .missingModelData(url, reason(errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .missingModelData(url, reason(errno)) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .missingModelData(url, "it is not a regular file")
    }
    guard status.st_size <= byteCountMax else {
      throw .missingModelData(url, "it has \(status.st_size) bytes, over \(byteCountMax)")
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress.map { $0 + offset }, $0.count - offset)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .missingModelData(url, reason(errno)) }
      if count == 0 { break }
      offset += count
    }
    bytes.removeLast(bytes.count - offset)
    return bytes
  }

  private static func keep(
    _ bytes: [UInt8], at path: String, in directory: String
  ) throws(PlatformFault) {
    if access(path, F_OK) == 0 { return }
    try Files.makeDirectory(directory)
    try Files.replace(path, with: bytes)
  }

  private static func reason(_ code: Int32) -> String { Files.text(code) }
}
