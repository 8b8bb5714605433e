import Glibc

/// What a folder takes on disk.
package enum FolderSize {
  /// Bytes of all files below a folder; what goes meanwhile is not counted.
  package static func bytes(of folder: String) -> Int {
    var sum = 0
    var waiting = [folder]
    while let path = waiting.popLast() {
      let names: [String]
      do throws(SystemError) {
        names = try RealDisk.list(path)
      } catch {
        continue
      }
      for name in names {
        var facts = Glibc.stat()
        guard lstat("\(path)/\(name)", &facts) == 0 else { continue }
        sum += Int(facts.st_blocks) * 512
        if facts.st_mode & S_IFMT == S_IFDIR { waiting.append("\(path)/\(name)") }
      }
    }
    return sum
  }
}
