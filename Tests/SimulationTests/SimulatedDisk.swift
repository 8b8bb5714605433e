import Glibc

@testable import QuernSession

/// A disk in memory that knows what was synced: at a loss of power the rest is there in part, or
/// not at all.
///
/// Names are made durable by `syncFolder`, bytes by `sync`. Folders themselves stay. One thread.
final class SimulatedDisk: @unchecked Sendable {
  private final class File {
    var bytes: [UInt8] = []
    var durable: [UInt8] = []
  }

  private var names: [String: File] = [:]
  private var durableNames: [String: File] = [:]
  private var opened: [Int32: File] = [:]
  private var lastDescriptor: Int32 = 100
  /// While true, nothing can be written any more.
  var isFull = false
  /// A disk that lies, for tests of the simulation itself.
  var ignoresSync = false

  static let blockByteCount = 512

  /// Power goes: each name and each block that was not synced is the old one or the new one.
  func losePower(_ random: inout SplitMix) {
    for path in Set(names.keys).union(durableNames.keys).sorted()
    where names[path] !== durableNames[path] && random.chance(1, in: 2) {
      names[path] = durableNames[path]
    }
    var seen: Set<ObjectIdentifier> = []
    for path in names.keys.sorted() {
      guard let file = names[path], seen.insert(ObjectIdentifier(file)).inserted else { continue }
      file.bytes = Self.torn(file.bytes, file.durable, &random)
      file.durable = file.bytes
    }
    durableNames = names
    opened = [:]
  }

  private static func torn(
    _ new: [UInt8], _ old: [UInt8], _ random: inout SplitMix
  ) -> [UInt8] {
    guard new != old else { return new }
    let low = min(new.count, old.count), high = max(new.count, old.count)
    let count = low + random.below(high - low + 1)
    var bytes = [UInt8](repeating: 0, count: count)
    for start in stride(from: 0, to: count, by: blockByteCount) {
      let source = random.chance(1, in: 2) ? new : old
      for index in start..<min(start + blockByteCount, count) where index < source.count {
        bytes[index] = source[index]
      }
    }
    return bytes
  }

  /// Flips one bit of a file; false where there is none with bytes.
  func flipBit(in path: String, behind offset: Int, _ random: inout SplitMix) -> Bool {
    guard let file = names[path], file.bytes.count > offset else { return false }
    let place = offset + random.below(file.bytes.count - offset)
    file.bytes[place] ^= UInt8(1 << random.below(8))
    file.durable = file.bytes
    return true
  }

  /// What a file would be after the hardest loss of power.
  func durableBytes(_ path: String) -> [UInt8]? { durableNames[path]?.durable }

  /// Names of files and folders in a folder.
  private func entries(of folder: String) -> [String] {
    let rests = names.keys.filter { $0.hasPrefix(folder + "/") }.map {
      $0.dropFirst(folder.utf8.count + 1).prefix { $0 != "/" }
    }
    return Set(rests.map(String.init)).sorted()
  }

  /// Removes a folder's files; where power goes, its names are gone or not.
  func removeAll(in folder: String) {
    for path in names.keys where path.hasPrefix(folder + "/") { names[path] = nil }
  }

  func paths(in folder: String) -> [String] {
    names.keys.filter { Self.parent($0) == folder }.sorted()
  }

  private static func parent(_ path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
  }

  private func descriptor(of file: File) -> Int32 {
    lastDescriptor += 1
    opened[lastDescriptor] = file
    return lastDescriptor
  }

  private func file(
    _ descriptor: Int32, _ operation: String, _ path: String
  ) throws(SessionError) -> File {
    guard let file = opened[descriptor] else {
      throw .disk(operation: operation, path: path, errno: EBADF)
    }
    return file
  }

  private func write(
    _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, _ offset: Int, _ path: String
  ) throws(SessionError) {
    let file = try file(descriptor, "write", path)
    // A full disk takes the first half.
    let taken = isFull ? bytes.count / 2 : bytes.count
    if file.bytes.count < offset + taken {
      file.bytes += [UInt8](repeating: 0, count: offset + taken - file.bytes.count)
    }
    for index in 0..<taken { file.bytes[offset + index] = bytes[index] }
    if isFull { throw .disk(operation: "write", path: path, errno: ENOSPC) }
  }

  private func open(_ path: String, _ creates: Bool) throws(SessionError) -> Int32 {
    if let file = names[path] { return descriptor(of: file) }
    guard creates else { throw .disk(operation: "open", path: path, errno: ENOENT) }
    if isFull { throw .disk(operation: "open", path: path, errno: ENOSPC) }
    let file = File()
    names[path] = file
    return descriptor(of: file)
  }

  private func syncFolder(_ path: String) {
    for name in Set(names.keys).union(durableNames.keys) where Self.parent(name) == path {
      durableNames[name] = names[name]
    }
  }

  private func rename(_ from: String, _ to: String) throws(SessionError) {
    guard let file = names.removeValue(forKey: from) else {
      throw .disk(operation: "rename", path: from, errno: ENOENT)
    }
    names[to] = file
  }

  var disk: JournalDisk {
    JournalDisk(
      open: { (path, creates) throws(SessionError) in try self.open(path, creates) },
      write: { (descriptor, bytes, offset, path) throws(SessionError) in
        try self.write(descriptor, bytes, offset, path)
      },
      close: { self.opened[$0] = nil },
      duplicate: { self.opened[$0].map { self.descriptor(of: $0) } ?? -1 },
      exists: { self.names[$0] != nil },
      touch: { self.names[$0] != nil },
      cut: { (descriptor, size, path) throws(SessionError) in
        let file = try self.file(descriptor, "cut", path)
        let missing = size - file.bytes.count
        if missing > 0 {
          file.bytes += [UInt8](repeating: 0, count: missing)
        } else {
          file.bytes.removeLast(-missing)
        }
      },
      sync: { (descriptor, path) throws(SessionError) in
        let file = try self.file(descriptor, "sync", path)
        if !self.ignoresSync { file.durable = file.bytes }
      },
      read: { path throws(SessionError) in
        guard let file = self.names[path] else {
          throw .disk(operation: "open", path: path, errno: ENOENT)
        }
        return file.bytes
      },
      list: { path throws(SessionError) in
        self.entries(of: path)
      },
      rename: { (from, to) throws(SessionError) in try self.rename(from, to) },
      remove: { path throws(SessionError) in self.names[path] = nil },
      makeFolder: { _ throws(SessionError) in },
      syncFolder: { path throws(SessionError) in self.syncFolder(path) },
      append: { (path, lines) throws(SessionError) in try self.append(path, lines) })
  }

  /// As the real one: behind a torn line stands a new one, and a failure leaves nothing.
  private func append(_ path: String, _ lines: [UInt8]) throws(SessionError) {
    let descriptor = try open(path, true)
    defer { opened[descriptor] = nil }
    let file = try file(descriptor, "append", path)
    let size = file.bytes.count
    if isFull { throw .disk(operation: "append", path: path, errno: ENOSPC) }
    if size > 0, file.bytes[size - 1] != 10 { file.bytes.append(10) }
    file.bytes += lines
    if !ignoresSync {
      file.durable = file.bytes
      durableNames[path] = file
    }
  }
}

/// Random numbers of a simulation: the same from the same seed, for ever.
struct SplitMix: Sendable {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(1, count))) }

  mutating func chance(_ part: Int, in whole: Int) -> Bool { below(whole) < part }
}
