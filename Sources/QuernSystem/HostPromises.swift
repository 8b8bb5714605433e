import Glibc
internal import QuernText

/// The memory of this machine that running instances of a home were promised.
///
/// An instance whose type was asked for by name is promised its memory, whether a session runs on
/// it or a replica of an endpoint; the file that says so is locked by its shim and its worker as
/// long as one of them lives. Sessions that asked for nothing
/// share the rest; they have such a file too, and what they use is not promised. CPUs are never
/// refused: where more are promised than there are, the system shares them in proportion.
package struct HostPromises: Sendable {
  /// Whose replica it is that is promised memory.
  package struct Owner: Sendable, Hashable {
    package var endpoint: String
    /// Of the fleet: a new one follows the old one's, and need not fit beside it.
    package var generation: Int

    package init(endpoint: String, generation: Int) {
      self.endpoint = endpoint
      self.generation = generation
    }
  }

  /// One promise that holds.
  package struct Promise: Sendable, Hashable {
    /// The session that has it, or the name of a replica's file.
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
    holdings().compactMap { holding in
      holding.isShared
        ? nil
        : Promise(
          session: holding.session, type: holding.type, memoryByteCount: holding.memoryByteCount)
    }
  }

  package var promisedByteCount: Int { all().reduce(0) { $0 + $1.memoryByteCount } }

  /// Promises a type's memory to a session; it holds while the file's lock does. What others were
  /// promised, and what those use that were promised nothing, is not promised again; kernel and
  /// firmware keep some of a machine's memory, of which a twelfth is forgiven as
  /// `HostCapacity.fits` does.
  ///
  /// A replica of `owner` is promised no more than the machine has, which is what it may use.
  package func promise(
    _ type: InstanceType, to session: String, owner: Owner? = nil
  ) throws(PromiseError) -> FileHandle {
    let lock = try takeLock()
    defer { lock.close() }
    prune()
    let others = holdings().filter { other in
      let isSuccessor =
        other.owner != nil && other.owner?.endpoint == owner?.endpoint
        && other.owner?.generation != owner?.generation
      return other.session != session && !isSuccessor
    }.map(\.holder)
    let byteCount = owner == nil ? type.memoryBytes : min(type.memoryBytes, host.memoryBytes)
    let free =
      host.memoryBytes + host.memoryBytes / 12 - others.reduce(0) { $0 + $1.memoryByteCount }
    guard byteCount <= free else {
      let nearest = InstanceType.catalogue
        .filter { host.fits($0) && $0.memoryBytes <= free }
        .max { ($0.memoryGiB, $0.cpuCount) < ($1.memoryGiB, $1.cpuCount) }
      throw .instance(
        .noCapacity(type: type, host: host, holders: others, nearest: nearest))
    }
    return try write(
      Holding(
        session: session, type: type.name, memoryByteCount: byteCount, isShared: false,
        owner: owner))
  }

  /// Says that a session is there that was promised nothing, so that what it uses is seen.
  package func share(_ type: String, by session: String) throws(PromiseError) -> FileHandle {
    let lock = try takeLock()
    defer { lock.close() }
    prune()
    return try write(
      Holding(session: session, type: type, memoryByteCount: 0, isShared: true))
  }

  /// What a file says.
  private struct Holding {
    var session: String
    var type: String
    var memoryByteCount: Int
    var isShared: Bool
    /// Its shim, below which everything of it runs.
    var pid: Int32 = getpid()
    /// Nil for a session's.
    var owner: Owner?

    /// What is not there for others.
    var holder: InstanceError.Holder {
      guard isShared else {
        return InstanceError.Holder(
          name: owner?.endpoint ?? session, type: type, memoryByteCount: memoryByteCount,
          isEndpoint: owner != nil)
      }
      let members = ProcessTree.members(of: pid) { $0.hasSuffix("/quern-platform") }
      return InstanceError.Holder(
        name: session, type: nil, memoryByteCount: ProcessTree.usedBytes(members))
    }
  }

  private func write(_ holding: Holding) throws(PromiseError) -> FileHandle {
    do throws(SystemError) {
      let file = try FileHandle.open(path(holding.session), .readWrite, permissions: 0o600)
      // Not ours where the session's worker runs already: then ours will not start.
      if try file.tryLock() {
        var object = JSONObject([
          ("type", .string(holding.type)), ("memory", .int(Int64(holding.memoryByteCount))),
          ("shared", .bool(holding.isShared)), ("pid", .int(Int64(holding.pid))),
        ])
        if let owner = holding.owner {
          object["endpoint"] = .string(owner.endpoint)
          object["generation"] = .int(Int64(owner.generation))
        }
        try file.truncate(to: 0)
        try file.write(JSON.object(object).utf8())
      }
      return file
    } catch {
      throw .system(error)
    }
  }

  private func holdings() -> [Holding] { names().compactMap(holding) }

  private func names() -> [String] {
    do throws(SystemError) {
      guard Disk.real.exists(folder) else { return [] }
      return try Disk.real.list(folder).filter { $0.hasSuffix(".json") }
        .map { String($0.dropLast(5)) }.sorted()
    } catch {
      return []
    }
  }

  /// Files that nobody holds any more. Only under the lock: one that is just being made has none.
  private func prune() {
    for name in names() {
      let descriptor = open(path(name), O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path(name)) }
      close(descriptor)
    }
  }

  private func takeLock() throws(PromiseError) -> FileHandle {
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

  /// What a file says whose lock somebody holds; nil where nobody does.
  private func holding(_ session: String) -> Holding? {
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
      let owner = json["endpoint"]?.stringValue.map { endpoint in
        Owner(endpoint: endpoint, generation: Int(json["generation"]?.intValue ?? 0))
      }
      return Holding(
        session: session, type: type, memoryByteCount: Int(memory),
        isShared: json["shared"]?.boolValue ?? false,
        pid: Int32(clamping: json["pid"]?.intValue ?? 0), owner: owner)
    } catch {
      // It is just being written: its memory is counted at the next look.
      return nil
    }
  }
}

/// Why memory was not promised.
package enum PromiseError: Error, Sendable, Hashable {
  case instance(InstanceError)
  case system(SystemError)

  package var message: String {
    switch self {
    case .instance(let error): error.message
    case .system(let error): error.message
    }
  }
}
