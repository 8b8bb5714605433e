internal import QuernSystem
internal import QuernText
internal import QuernWire

/// Whether what a cell saw outside is still so.
struct TraceCheck {
  let files: FileFacts
  let clock: Clock
  /// How old `now()` may be; nil: as old as it likes.
  let refreshSeconds: Double?

  func holds(_ trace: [TraceEntry], recordedAt: Int64) -> Bool {
    trace.allSatisfy { holds($0, recordedAt) }
  }

  private func holds(_ entry: TraceEntry, _ recordedAt: Int64) -> Bool {
    switch entry.kind {
    case .file, .absence, .listing:
      do throws(SystemError) {
        return try holdsOnDisk(entry)
      } catch {
        return false
      }
    case .now:
      guard let refreshSeconds else { return true }
      return Double(clock.now() - recordedAt) / 1e6 <= refreshSeconds
    case .volatile: return false
    }
  }

  private func holdsOnDisk(_ entry: TraceEntry) throws(SystemError) -> Bool {
    let status: FileStatus
    do throws(SystemError) {
      status = try FileStatus.of(entry.subject)
    } catch {
      if error.isAbsence { return entry.kind == .absence }
      throw error
    }
    switch entry.kind {
    case .file:
      let identity = TraceEntry.Identity(status)
      if identity == entry.identity { return true }
      guard let digest = entry.digest, status.isRegular else { return false }
      return try files.digest(entry.subject, identity) == digest
    case .listing:
      return try Self.listingDigest(entry.subject) == entry.digest
    case .absence, .now, .volatile: return false
    }
  }

  /// Of the names in a folder.
  static func listingDigest(_ path: String) throws(SystemError) -> Digest {
    SHA256.hash(try Disk.real.list(path).map { "\($0)\n" }.joined())
  }
}
