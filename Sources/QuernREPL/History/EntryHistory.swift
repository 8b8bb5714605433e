package import QuernSystem
import QuernText

/// What was typed at prompts of a home, oldest first; entries may have several lines.
///
/// One line of JSON each, in a file that all prompts append to under a lock. It is read when it is
/// first needed: a prompt that nobody searches in starts without it.
package final class EntryHistory {
  /// Entries kept in the file.
  package static let entryCountMax = 5_000
  /// The file is cut to its newest entries when it has grown over this.
  package static let fileByteCountMax = 2 << 20
  /// Longer entries are not kept.
  package static let entryByteCountMax = 64 << 10

  private let path: String
  private let disk: Disk
  private var loaded: [String]?
  /// Typed here before the file was read.
  private var typed: [String] = []
  /// Why entries are not kept, told once.
  private var failure: String?

  package init(path: String, disk: Disk = .real) {
    self.path = path
    self.disk = disk
  }

  /// Everything that is known, read from the file at the first call.
  package var entries: [String] {
    if let loaded { return loaded }
    // What could not be written is known here alone.
    let read = Self.read(path, disk)
    let unwritten = typed.filter { !read.suffix(typed.count).contains($0) }
    let all = read + unwritten
    loaded = all
    return all
  }

  /// Keeps an entry; what begins with a blank and what was just typed are left out.
  package func add(_ entry: String) {
    guard let first = entry.first, !first.isWhitespace,
      entry.utf8.count <= Self.entryByteCountMax, entry != (loaded ?? typed).last
    else { return }
    typed.append(entry)
    loaded?.append(entry)
    do throws(SystemError) {
      try append(entry)
    } catch {
      failure = failure ?? "what is typed is not kept: \(error.message)"
    }
  }

  /// What went wrong since the last call.
  package func takeFailure() -> String? {
    defer { failure = nil }
    return failure
  }

  private func append(_ entry: String) throws(SystemError) {
    try disk.makeDirectory(Path.parent(path))
    let lock = try FileHandle.open("\(path).lock", .readWrite, permissions: 0o600)
    try lock.lock()
    defer { lock.unlock() }
    let file = try FileHandle.open(path, .append, permissions: 0o600)
    try file.write(Array((JSON.string(entry).text() + "\n").utf8))
    guard try file.size() > Self.fileByteCountMax else { return }
    try cut()
  }

  private func cut() throws(SystemError) {
    var kept = Self.read(path, disk).suffix(Self.entryCountMax)[...]
    var byteCount = kept.reduce(0) { $0 + $1.utf8.count + 4 }
    // Half the room stays free, so that not every entry cuts again.
    while byteCount > Self.fileByteCountMax / 2, let first = kept.first {
      byteCount -= first.utf8.count + 4
      kept = kept.dropFirst()
    }
    let text = kept.map { JSON.string($0).text() + "\n" }.joined()
    try disk.writeAtomically(path, Array(text.utf8))
  }

  /// Lines that are no entries (a file cut short by a full disk) are passed over.
  private static func read(_ path: String, _ disk: Disk) -> [String] {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try disk.read(path)
    } catch {
      return []
    }
    return bytes.split(separator: UInt8(ascii: "\n")).suffix(entryCountMax).compactMap { line in
      do {
        return try JSON.parse(Array(line)).stringValue
      } catch {
        return nil
      }
    }
  }
}
