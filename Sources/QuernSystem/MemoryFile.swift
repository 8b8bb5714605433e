import CQuernSystem
import Glibc
import Synchronization

/// Mapped memory, unmapped when the last reference goes.
package final class MappedRegion: @unchecked Sendable {
  package let base: UnsafeMutableRawPointer?
  package let byteCount: Int

  init(base: UnsafeMutableRawPointer?, byteCount: Int) {
    self.base = base
    self.byteCount = byteCount
  }

  deinit {
    if let base { munmap(base, byteCount) }
  }

  /// Valid while the region lives: Swift may end that after its last mention.
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base, count: byteCount)
  }

  /// Only of a region mapped for writing; valid while the region lives.
  package var mutableBytes: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base, count: byteCount)
  }

  /// Lends the bytes; the region lives as long as the body runs.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(bytes)
  }

  /// Lends the bytes for writing; only of a region mapped for it.
  package func withMutableBytes<Result, Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(mutableBytes)
  }

  static func map(
    _ descriptor: Int32, _ byteCount: Int, writable: Bool, path: String
  ) throws(SystemError) -> MappedRegion {
    // A mapping of no bytes is an error of the system, and not one of ours.
    guard byteCount > 0 else { return MappedRegion(base: nil, byteCount: 0) }
    let protection = writable ? PROT_READ | PROT_WRITE : PROT_READ
    let base = mmap(nil, byteCount, protection, MAP_SHARED, descriptor, 0)
    guard let base, base != MAP_FAILED else { throw .last("map", path) }
    return MappedRegion(base: base, byteCount: byteCount)
  }
}

/// A file of the store, mapped for reading. Only for files that nobody changes: where a mapped
/// file is cut short, reading it kills the process.
package final class MappedFile: Sendable {
  package let path: String
  private let region: MappedRegion

  /// The regions of all mapped files, for `IdleMemory`.
  fileprivate static let regions = Mutex<[ObjectIdentifier: WeakRegion]>([:])

  fileprivate struct WeakRegion {
    weak var region: MappedRegion?
  }

  private init(path: String, region: MappedRegion) {
    self.path = path
    self.region = region
    Self.regions.withLock { $0[ObjectIdentifier(region)] = WeakRegion(region: region) }
  }

  deinit { _ = Self.regions.withLock { $0.removeValue(forKey: ObjectIdentifier(region)) } }

  /// Maps a whole file.
  package static func open(_ path: String) throws(SystemError) -> MappedFile {
    let file = try FileHandle.open(path, .read)
    let region = try MappedRegion.map(
      file.descriptor, Int(try file.size()), writable: false, path: path)
    return MappedFile(path: path, region: region)
  }

  /// Valid while the file object lives: Swift may end that after its last mention.
  package var bytes: UnsafeRawBufferPointer { region.bytes }

  /// Lends the bytes; the mapping lives as long as the body runs.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try region.withBytes(body)
  }
}

/// What a process that has nothing to do can give back.
package enum IdleMemory {
  /// Gives back free memory of arenas and of the heap, and the pages of mapped files: they are
  /// read again from the system's cache when somebody looks at them.
  package static func giveBack() {
    Arena.dropSparePages()
    quern_trim_heap()
    let regions = MappedFile.regions.withLock { $0.values.compactMap(\.region) }
    for region in regions {
      if let base = region.base { madvise(base, region.byteCount, MADV_DONTNEED) }
    }
  }
}

/// Memory with a descriptor, which another process maps without a copy.
package final class MemoryFile: Sendable {
  package let byteCount: Int
  private let handle: FileHandle

  package var descriptor: Int32 { handle.descriptor }

  private init(handle: FileHandle, byteCount: Int) {
    self.handle = handle
    self.byteCount = byteCount
  }

  /// New memory, all zeros. The name is for `/proc` only.
  package static func create(name: String, byteCount: Int) throws(SystemError) -> MemoryFile {
    let descriptor = quern_memfd_create(name)
    guard descriptor >= 0 else { throw .last("create memory for", name) }
    let handle = FileHandle(descriptor: descriptor, path: name)
    try handle.truncate(to: Int64(byteCount))
    return MemoryFile(handle: handle, byteCount: byteCount)
  }

  /// Memory that another process made and passed here.
  package static func adopt(_ handle: FileHandle) throws(SystemError) -> MemoryFile {
    MemoryFile(handle: handle, byteCount: Int(try handle.size()))
  }

  /// Maps all of it; several mappings show the same bytes.
  package func map(writable: Bool) throws(SystemError) -> MappedRegion {
    try MappedRegion.map(descriptor, byteCount, writable: writable, path: "shared memory")
  }

  /// Fixes the size: a reader's mapping can then never fault. Content may still be written.
  package func sealSize() throws(SystemError) { try seal(content: false) }

  /// Fixes size and content; no writable mapping may exist.
  package func sealContent() throws(SystemError) { try seal(content: true) }

  private func seal(content: Bool) throws(SystemError) {
    guard quern_memfd_seal(descriptor, content ? 1 : 0) == 0 else {
      throw .last("seal", "shared memory")
    }
  }

  /// Whether the size can no longer change; readers insist on it before they map.
  package var hasFixedSize: Bool { quern_memfd_has_fixed_size(descriptor) != 0 }
}
