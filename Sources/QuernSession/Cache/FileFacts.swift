internal import QuernSystem
internal import QuernText
internal import QuernWire

/// What files outside are: their digests, remembered by their identity in `cache/files`.
///
/// A file whose time is too close to now could change again within the clock's grain: its identity
/// proves nothing, and it is hashed again.
final class FileFacts: Sendable {
  private let folder: String
  private let clock: Clock

  /// Changes within this time of now may go unseen.
  static let grainNs: Int64 = 2_000_000_000

  init(folder: String, clock: Clock) {
    self.folder = folder
    self.clock = clock
  }

  /// The file as a trace keeps it; nil for what is absent or no file.
  func entry(_ path: String, digest known: Digest? = nil) throws(SystemError) -> TraceEntry {
    let status: FileStatus
    do throws(SystemError) {
      status = try FileStatus.of(path)
    } catch {
      if error.isAbsence { return TraceEntry(kind: .absence, subject: path) }
      throw error
    }
    let identity = TraceEntry.Identity(status)
    let digest = if let known { known } else { try digest(path, identity) }
    return TraceEntry(
      kind: .file, subject: path, digest: digest,
      identity: isSettled(identity) ? identity : nil)
  }

  /// The digest of a file's bytes, without reading it where its identity is known.
  func digest(_ path: String, _ identity: TraceEntry.Identity) throws(SystemError) -> Digest {
    if let known = remembered(identity) { return known }
    let digest = try hash(path)
    remember(identity, digest)
    return digest
  }

  /// Keeps a digest that somebody computed while reading the file.
  func remember(_ identity: TraceEntry.Identity, _ digest: Digest) {
    guard isSettled(identity) else { return }
    do throws(SessionError) {
      try JournalDisk.real.makeFolder(folder)
      try JournalDisk.real.replace(
        file(identity), with: Array("\(key(identity)) \(digest.hex)\n".utf8), synced: false)
    } catch {
      // A memory that cannot be written costs time and nothing else.
    }
  }

  private func remembered(_ identity: TraceEntry.Identity) -> Digest? {
    do throws(SessionError) {
      let text = String(decoding: try JournalDisk.real.read(file(identity)), as: UTF8.self)
      let parts = text.split(separator: " ")
      guard parts.count == 2, parts[0] == key(identity) else { return nil }
      return Digest(hex: String(parts[1].prefix(64)))
    } catch {
      return nil
    }
  }

  private func isSettled(_ identity: TraceEntry.Identity) -> Bool {
    let latest = max(identity.modifiedNanoseconds, identity.changedNanoseconds)
    return clock.now() * 1000 - latest > Self.grainNs
  }

  private func key(_ identity: TraceEntry.Identity) -> String {
    "\(identity.device).\(identity.inode).\(identity.byteCount)."
      + "\(identity.modifiedNanoseconds).\(identity.changedNanoseconds)"
  }

  private func file(_ identity: TraceEntry.Identity) -> String {
    "\(folder)/\(identity.device)-\(identity.inode)"
  }

  private func hash(_ path: String) throws(SystemError) -> Digest {
    let file = try FileHandle.open(path, .read)
    var hash = SHA256()
    var offset: Int64 = 0
    while true {
      let bytes = try file.pread(count: 1 << 20, at: offset)
      if bytes.isEmpty { return hash.finalize() }
      hash.update(bytes)
      offset += Int64(bytes.count)
    }
  }
}

extension TraceEntry.Identity {
  init(_ status: FileStatus) {
    self.init(
      device: Int64(bitPattern: status.device), inode: Int64(bitPattern: status.inode),
      byteCount: status.size, modifiedNanoseconds: status.modifiedNs,
      changedNanoseconds: status.changedNs)
  }
}
