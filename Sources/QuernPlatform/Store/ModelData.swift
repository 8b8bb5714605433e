package import QuernSystem
internal import QuernText

/// The platform's own copies of models' files, by digest: a model that was created stays as it was,
/// whatever happens to the file that it came from.
package struct ModelData: Sendable {
  /// The folder of the copies.
  package let directory: String
  private let disk: Disk

  /// The largest model file.
  package static let byteCountMax: Int64 = 4 * 1024 * 1024 * 1024

  package init(directory: String, disk: Disk = .real) {
    self.directory = directory
    self.disk = disk
  }

  package func path(digest: String) -> String { "\(directory)/\(digest)" }

  /// Copies the file that a ModelDataUrl names, once per content; returns its digest.
  func take(_ url: String) throws -> Digest {
    let path = try ModelData.filePath(url)
    let bytes: [UInt8]
    do {
      let status = try disk.status(path)
      guard status.isRegular else {
        throw PlatformError.missingModelData(url, "it is not a regular file")
      }
      guard status.size <= ModelData.byteCountMax else {
        throw PlatformError.missingModelData(
          url,
          "it has \(Numbers.bytes(Int(status.size))), over the limit of "
            + Numbers.bytes(Int(ModelData.byteCountMax)))
      }
      bytes = try disk.read(path)
    } catch let error as SystemError {
      throw PlatformError.missingModelData(url, error.message)
    }
    let digest = SHA256.hash(bytes)
    let copy = self.path(digest: digest.hex)
    if disk.exists(copy) { return digest }
    do {
      try disk.makeDirectory(directory)
      try disk.writeAtomically(copy, bytes)
    } catch {
      throw PlatformFault.system(error)
    }
    return digest
  }

  /// Removes the copies that nothing needs any more.
  package func prune(keeping digests: Set<String>) throws(SystemError) {
    guard disk.exists(directory) else { return }
    for name in try disk.list(directory) where !digests.contains(name) {
      try disk.remove(path(digest: name))
    }
  }

  /// The path of a `file://` URL or a path; other places are refused with the reason.
  static func filePath(_ url: String) throws(PlatformError) -> String {
    if url.hasPrefix("/") { return url }
    guard url.hasPrefix("file://") else {
      throw .missingModelData(
        url, "this version of Quern reads models from files only. Hint: use file:///…")
    }
    let rest = url.dropFirst("file://".count)
    let path = rest.hasPrefix("localhost/") ? rest.dropFirst("localhost".count) : rest
    guard path.hasPrefix("/"), let decoded = Percent.decode(String(path)),
      !decoded.utf8.contains(0)
    else { throw .missingModelData(url, "it is not file:// and an absolute path") }
    return decoded
  }
}
