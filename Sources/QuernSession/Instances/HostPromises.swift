internal import Glibc
package import QuernSystem
internal import QuernText

/// The memory of this machine that running instances of a home were promised.
///
/// An instance whose type was asked for by name is promised its memory; the file that says so is
/// locked by its shim and its worker as long as one of them lives. Sessions that asked for nothing
/// share the rest. CPUs are never refused: where more are promised than there are, the system
/// shares them in proportion.
package struct HostPromises: Sendable {
  /// One promise that holds.
  package struct Promise: Sendable, Hashable {
    package var session: String
    package var type: String
    package var memoryByteCount: Int
  }

  private let folder: String
  private let host: HostCapacity

  package init(home: String, host: HostCapacity = .current) {
    folder = Path.join(home, "instances")
    self.host = host
  }

  /// Those that hold now.
  package func all() -> [Promise] {
    let names: [String]
    do throws(SystemError) {
      guard Disk.real.exists(folder) else { return [] }
      names = try Disk.real.list(folder)
    } catch {
      return []
    }
    return names.sorted().compactMap { name in
      name.hasSuffix(".json") ? holding(String(name.dropLast(5))) : nil
    }
  }

  package var promisedByteCount: Int { all().reduce(0) { $0 + $1.memoryByteCount } }

  /// What may still be promised: kernel and firmware keep some of a machine's memory, of which a
  /// twelfth is forgiven as `HostCapacity.fits` does.
  package var freeByteCount: Int {
    host.memoryBytes + host.memoryBytes / 12 - promisedByteCount
  }

  /// Promises a type's memory to a session; it holds while the file's lock does.
  func promise(
    _ type: InstanceType, to session: String
  ) throws(SessionError) -> FileHandle {
    let lock = try takeLock()
    defer { lock.close() }
    let others = all().filter { $0.session != session }
    let free =
      host.memoryBytes + host.memoryBytes / 12 - others.reduce(0) { $0 + $1.memoryByteCount }
    guard type.memoryBytes <= free else {
      let nearest = InstanceType.catalogue
        .filter { host.fits($0) && $0.memoryBytes <= free }
        .max { ($0.memoryGiB, $0.cpuCount) < ($1.memoryGiB, $1.cpuCount) }
      let holders = others.sorted { $0.memoryByteCount > $1.memoryByteCount }
      throw .instance(
        .noCapacity(
          type: type, host: host, promisedBytes: host.memoryBytes - free + host.memoryBytes / 12,
          holders: holders.map { InstanceError.Holder(name: $0.session, type: $0.type) },
          nearest: nearest))
    }
    do throws(SystemError) {
      let file = try FileHandle.open(path(session), .readWrite, permissions: 0o600)
      // Not ours where the session's worker runs already: then ours will not start.
      if try file.tryLock() {
        try file.truncate(to: 0)
        try file.write(
          JSON.members([
            ("type", .string(type.name)), ("memory", .int(Int64(type.memoryBytes))),
          ]).utf8())
      }
      return file
    } catch {
      throw .system(error)
    }
  }

  private func takeLock() throws(SessionError) -> FileHandle {
    do throws(SystemError) {
      try Disk.real.makeDirectory(folder)
      let lock = try FileHandle.open(Path.join(folder, ".lock"), .readWrite, permissions: 0o600)
      try lock.lock(exclusive: true)
      return lock
    } catch {
      throw .system(error)
    }
  }

  private func path(_ session: String) -> String { Path.join(folder, "\(session).json") }

  /// The promise of a file whose lock somebody holds; nil where nobody does.
  private func holding(_ session: String) -> Promise? {
    let file = path(session)
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return nil }
    do {
      let json = try JSON.parse(try Disk.real.read(file))
      guard let type = json["type"]?.stringValue, let memory = json["memory"]?.intValue else {
        return nil
      }
      return Promise(session: session, type: type, memoryByteCount: Int(memory))
    } catch {
      // It is just being written: its memory is counted at the next look.
      return nil
    }
  }
}
