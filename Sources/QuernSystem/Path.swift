import Glibc

/// Paths as text.
package enum Path {
  /// `name` inside `directory`; an absolute name stands for itself.
  package static func join(_ directory: String, _ name: String) -> String {
    if name.utf8.first == UInt8(ascii: "/") || directory.isEmpty { return name }
    return directory.utf8.last == UInt8(ascii: "/") ? directory + name : directory + "/" + name
  }

  /// The directory that holds a path: "." for a bare name, "/" for the root itself.
  package static func parent(_ path: String) -> String {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == 47 { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: 47) else { return "." }
    while bytes.count > max(slash, 1) { bytes.removeLast() }
    while bytes.count > 1, bytes.last == 47 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The last part: "c.csv" of "/a/b/c.csv".
  package static func name(_ path: String) -> String {
    path.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init)
      ?? (path.isEmpty ? "" : "/")
  }

  /// The part of the name after its last dot, in lower case; empty without one.
  package static func suffix(_ path: String) -> String {
    let name = name(path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// The name without its last suffix.
  package static func stem(_ path: String) -> String {
    let name = name(path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// The path with `.`, `..` and doubled slashes resolved as text, links not followed.
  package static func normalised(_ path: String) -> String {
    let isAbsolute = path.utf8.first == UInt8(ascii: "/")
    var parts: [Substring] = []
    for part in path.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
    let text = parts.joined(separator: "/")
    if isAbsolute { return "/" + text }
    return text.isEmpty ? "." : text
  }

  /// The absolute form of a path, seen from `directory` (the process's own by default).
  package static func absolute(_ path: String, from directory: String? = nil) -> String {
    normalised(join(directory ?? workingDirectory(), path))
  }

  /// The path with all links followed; nil where it does not exist.
  package static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// The process's working directory.
  package static func workingDirectory() -> String {
    guard let buffer = getcwd(nil, 0) else { return "/" }
    defer { free(buffer) }
    return String(cString: buffer)
  }
}
