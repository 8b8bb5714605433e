package import QuernSystem
internal import QuernText

/// What was run in kernels of a home: inputs, and what they gave.
///
/// One line of JSON each in a file that all kernels append to: `{"s":3,"n":1,"in":…}`.
/// A line without `in` begins a session.
package final class KernelHistory: @unchecked Sendable {
  package struct Entry: Sendable, Hashable {
    package var session: Int
    package var line: Int
    package var input: String
    package var output: String?
  }

  private let path: String
  private let disk: Disk
  private let lock = Lock()
  private var loaded: [Entry]?
  private var number = 0

  package init(path: String, disk: Disk = .real) {
    self.path = path
    self.disk = disk
  }

  /// The number of this kernel's session.
  package var session: Int {
    lock.withLock {
      load()
      return number
    }
  }

  /// Keeps an input.
  package func add(line: Int, input: String, output: String?) {
    lock.withLock {
      load()
      loaded?.append(Entry(session: number, line: line, input: input, output: output))
      var json = JSONObject([
        ("s", .int(Int64(number))), ("n", .int(Int64(line))), ("in", .string(input)),
      ])
      if let output, output.utf8.count < 4_096 { json["out"] = .string(output) }
      append(.object(json))
    }
  }

  /// The last `count` inputs, oldest first.
  package func tail(_ count: Int) -> [Entry] {
    entries.suffix(max(0, count))
  }

  /// Lines `start` up to `stop` of a session; 0 is this one, -1 the one before.
  package func range(session wanted: Int, start: Int, stop: Int?) -> [Entry] {
    let own = session
    let session = wanted > 0 ? wanted : own + wanted
    return entries.filter { entry in
      entry.session == session && entry.line >= start && entry.line < (stop ?? Int.max)
    }
  }

  /// Inputs that a pattern with `*` and `?` fits, oldest first; with `isUnique` each text once, at
  /// its last place.
  package func search(_ pattern: String, count: Int?, isUnique: Bool) -> [Entry] {
    let glob = Glob(pattern.isEmpty ? "*" : pattern)
    var found = entries.filter { glob.fits($0.input) }
    if isUnique {
      var seen: Set<String> = []
      found = found.reversed().filter { seen.insert($0.input).inserted }.reversed()
    }
    return count.map { found.suffix(max(0, $0)) } ?? found
  }

  private var entries: [Entry] {
    lock.withLock {
      load()
      return loaded ?? []
    }
  }

  /// Reads the file and takes a number, at the first use: a kernel starts without it.
  private func load() {
    guard loaded == nil else { return }
    let lines: [JSON]
    do throws(SystemError) {
      let handle = try locked()
      defer { handle.close() }
      let isThere = disk.exists(path)
      lines = Self.lines(isThere ? try disk.read(path) : [])
      number = Int(lines.last?["s"]?.intValue ?? 0) + 1
      let own: [UInt8] = JSON.members([("s", .int(Int64(number)))]).utf8() + [10]
      if isThere, try disk.stat(path).size > KernelLimits.historyByteCountMax {
        let kept = lines.suffix(lines.count / 2).flatMap { line -> [UInt8] in line.utf8() + [10] }
        try disk.writeAtomically(path, kept + own)
      } else {
        try FileHandle.open(path, .append, permissions: 0o600).write(own)
      }
    } catch {
      // Without its file a kernel remembers what it ran itself.
      number = max(1, number)
      loaded = []
      return
    }
    loaded = lines.compactMap { line in
      guard let session = line["s"]?.intValue, let number = line["n"]?.intValue,
        let input = line["in"]?.stringValue
      else { return nil }
      return Entry(
        session: Int(session), line: Int(number), input: input, output: line["out"]?.stringValue)
    }
  }

  private func append(_ json: JSON) {
    do throws(SystemError) {
      let handle = try locked()
      defer { handle.close() }
      try FileHandle.open(path, .append, permissions: 0o600).write(json.utf8() + [10])
    } catch {
      // The kernel goes on; its own memory has the entry.
      return
    }
  }

  private func locked() throws(SystemError) -> FileHandle {
    try disk.makeDirectory(Path.parent(path))
    let handle = try FileHandle.open("\(path).lock", .readWrite, permissions: 0o600)
    try handle.lock()
    return handle
  }

  /// Lines that are no entries (a file cut short by a full disk) are passed over.
  private static func lines(_ bytes: [UInt8]) -> [JSON] {
    bytes.split(separator: 10).compactMap { line in
      do { return try JSON.parse(Array(line)) } catch { return nil }
    }
  }
}
