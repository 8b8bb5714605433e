internal import QuernSystem
internal import QuernText
internal import QuernWire

/// One stretch in which a session had a worker on an instance: what a ledger bills.
///
/// Identified by session and the number of the event that opened it, so that taking it up twice
/// adds nothing.
package struct SessionUse: Sendable, Hashable {
  package var session: String
  /// Number of its first event in the session's journal.
  package var sequence: UInt64
  package var notebook: String
  package var instance: String
  /// Microseconds since 1970.
  package var startedAt: Int64
  /// Of the last event that is known of it.
  package var lastAt: Int64
  package var cellCount: Int
  /// Whether its worker ended of its own will; one that was killed is billed to its last event.
  package var isClosed: Bool

  package var seconds: Double { Double(max(0, lastAt - startedAt)) / 1e6 }
}

/// The stretches of all sessions of a home, read from their journals.
///
/// Journals are only looked at: they belong to their workers.
package struct SessionUses: Sendable {
  private let home: String
  private let disk: JournalDisk

  package init(home: String, disk: JournalDisk = .real) {
    self.home = home
    self.disk = disk
  }

  /// All of them, oldest first. The one that runs counts up to its last event.
  package func all() throws(SessionError) -> [SessionUse] {
    var uses: [SessionUse] = []
    let folder = Path.join(home, "sessions")
    for session in try disk.list(folder) {
      uses += try self.uses(of: session, in: "\(folder)/\(session)/journal")
    }
    return uses.sorted { ($0.startedAt, $0.session) < ($1.startedAt, $1.session) }
  }

  private func uses(
    of session: String, in folder: String
  ) throws(SessionError) -> [SessionUse] {
    var reader = Reader(session: session)
    for name in try disk.list(folder).sorted() {
      guard let first = Self.firstSequence(name) else { continue }
      let bytes = try disk.read("\(folder)/\(name)")
      guard bytes.count >= JournalRecord.segmentHeaderByteCount,
        Array(bytes[0..<8]) == JournalRecord.magic
      else { continue }
      var offset = JournalRecord.segmentHeaderByteCount
      var sequence = first
      while let record = JournalRecord.read(bytes, at: offset, expecting: sequence) {
        reader.take(sequence, header: bytes[record.payload].prefix { $0 != 10 })
        offset = record.end
        sequence += 1
      }
    }
    return reader.uses
  }

  private static func firstSequence(_ name: String) -> UInt64? {
    guard name.hasPrefix("journal-"), name.utf8.count == 24 else { return nil }
    return UInt64(name.dropFirst(8), radix: 16)
  }

  /// Takes the headers of a session's events, in order.
  private struct Reader {
    let session: String
    private(set) var uses: [SessionUse] = []

    init(session: String) { self.session = session }

    mutating func take(_ sequence: UInt64, header bytes: ArraySlice<UInt8>) {
      // What cannot be read here is the journal's own affair, and no reason to bill nothing.
      guard let header = Self.parse(bytes), let at = header["at"]?.intValue else { return }
      let kind = header["kind"]?.stringValue
      if kind == "opened" {
        uses.append(
          SessionUse(
            session: session, sequence: sequence, notebook: uses.last?.notebook ?? "",
            instance: header["opening"]?["instance"]?.stringValue ?? "", startedAt: at,
            lastAt: at, cellCount: 0, isClosed: false))
        return
      }
      guard let last = uses.indices.last else { return }
      uses[last].lastAt = max(uses[last].lastAt, at)
      switch kind {
      case "configured":
        uses[last].notebook = header["settings"]?["notebook"]?.stringValue ?? ""
      case "finished": uses[last].cellCount += 1
      case "closed": uses[last].isClosed = true
      default: break
      }
    }

    private static func parse(_ bytes: ArraySlice<UInt8>) -> JSON? {
      do {
        return try JSON.parse(Array(bytes))
      } catch {
        return nil
      }
    }
  }
}
