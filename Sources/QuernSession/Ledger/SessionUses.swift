internal import QuernSystem
internal import QuernText

/// The stretches of all sessions of a home: from their journals, and from the ledger for journals
/// that are gone.
///
/// Journals are only looked at: they belong to their workers.
package struct SessionUses: Sendable {
  private let home: String
  private let disk: JournalDisk
  private let now: Int64

  /// `now` is until when a session that runs is billed, in microseconds since 1970.
  package init(home: String, disk: JournalDisk = .real, now: Int64 = Clock.system.now()) {
    self.home = home
    self.disk = disk
    self.now = now
  }

  /// All of them, oldest first.
  package func all() throws(SessionError) -> [SessionUse] {
    let folder = Path.join(home, "sessions")
    let ledger = SessionLedger(home: home).uses(disk)
    var found: [SessionUse.Identity: SessionUse] = [:]
    for use in ledger { found[use.identity] = use }
    for session in try disk.list(folder) {
      let directory = SessionDirectory(path: "\(folder)/\(session)")
      // What a journal tells of a use is at least what was taken up of it.
      for use in try uses(of: directory, carried: Self.open(ledger, session)) {
        found[use.identity] = use
      }
    }
    return found.values.sorted {
      ($0.startedAt, $0.session, $0.sequence) < ($1.startedAt, $1.session, $1.sequence)
    }
  }

  /// The use of a session whose first segments are gone and whose others are not.
  static func open(_ ledger: [SessionUse], _ session: String) -> SessionUse? {
    ledger.last { $0.session == session && $0.through != nil && !$0.isClosed }
  }

  /// Those of one session that its journal still tells, and what was `carried` over from segments
  /// that are gone; of these segments alone, where they are named.
  package func uses(
    of directory: SessionDirectory, carried: SessionUse? = nil, segments: [String]? = nil
  ) throws(SessionError) -> [SessionUse] {
    var reader = Reader(session: Path.name(directory.path), carried: carried)
    let names = if let segments { segments } else { try disk.list(directory.journal).sorted() }
    for name in names {
      guard let first = Journal.firstSequence(name) else { continue }
      guard var segment = try segment("\(directory.journal)/\(name)", first) else { continue }
      while let record = segment.next() {
        reader.take(record.sequence, header: segment.bytes[record.payload].prefix { $0 != 10 })
      }
    }
    if segments != nil {
      reader.endSegments()
    } else if reader.isOpen {
      if directory.isOwned {
        reader.extend(to: now)
      } else if let alive = directory.aliveAt {
        reader.extend(to: alive)
      }
    }
    return reader.uses
  }

  /// The records of a segment, past what is damaged; nil where a later Quern wrote it.
  private func segment(_ path: String, _ first: UInt64) throws(SessionError) -> SegmentReader? {
    do throws(SessionError) {
      return try SegmentReader(path: path, bytes: try disk.read(path), first: first)
    } catch {
      if case .tooNew = error { return nil }
      throw error
    }
  }

  /// Takes the headers of a session's events, in order.
  private struct Reader {
    let session: String
    private(set) var uses: [SessionUse] = []
    private var lastSequence: UInt64 = 0
    /// Number up to which everything is in what was carried over.
    private let through: UInt64

    init(session: String, carried: SessionUse?) {
      self.session = session
      through = carried?.through ?? 0
      if var carried {
        carried.through = nil
        uses = [carried]
      }
    }

    /// The last use goes on in segments that were not read.
    mutating func endSegments() {
      guard isOpen, let last = uses.indices.last else { return }
      uses[last].through = max(through, lastSequence)
    }

    /// Whether the last use has not said that it ended.
    var isOpen: Bool { uses.last?.isClosed == false }

    /// The last use was seen alive at a later time than its journal tells.
    mutating func extend(to time: Int64) {
      guard let last = uses.indices.last else { return }
      uses[last].lastAt = max(uses[last].lastAt, time)
    }

    mutating func take(_ sequence: UInt64, header bytes: ArraySlice<UInt8>) {
      guard sequence > through else { return }
      lastSequence = sequence
      // What cannot be read here is the journal's own affair, and no reason to bill nothing.
      guard let header = Self.parse(bytes), let at = header["at"]?.intValue else { return }
      let kind = header["kind"]?.stringValue
      if kind == "opened" { return open(sequence, header, at) }
      guard let last = uses.indices.last else { return }
      uses[last].lastAt = max(uses[last].lastAt, at)
      switch kind {
      case "configured":
        configure(sequence, header["settings"]?["notebook"]?.stringValue ?? "", at)
      case "started": uses[last].runningSince = at
      case "finished":
        if header["report"]?["errorCode"]?.stringValue == "not-started" { break }
        uses[last].cellCount += 1
        end(last, at)
      case "closed":
        end(last, at)
        uses[last].isClosed = true
      default: break
      }
    }

    private mutating func open(_ sequence: UInt64, _ header: JSON, _ at: Int64) {
      let opening = header["opening"]
      if let last = uses.indices.last, !uses[last].isClosed {
        // Its worker was killed: its shim told when it was last seen.
        if let alive = opening?["aliveAt"]?.intValue, alive <= at { extend(to: alive) }
        end(last, uses[last].lastAt)
      }
      uses.append(
        SessionUse(
          session: session, sequence: sequence, notebook: uses.last?.notebook ?? "",
          instance: opening?["instance"]?.stringValue ?? "", startedAt: at, lastAt: at,
          cellCount: 0, isClosed: false))
    }

    /// Another notebook in the same session begins a use of its own.
    private mutating func configure(_ sequence: UInt64, _ notebook: String, _ at: Int64) {
      guard let last = uses.indices.last, uses[last].notebook != notebook else { return }
      if uses[last].cellCount > 0 {
        end(last, at)
        var next = uses[last]
        uses[last].isClosed = true
        next.sequence = sequence
        next.startedAt = at
        next.cellCount = 0
        next.busy = []
        uses.append(next)
      }
      uses[uses.count - 1].notebook = notebook
    }

    private mutating func end(_ place: Int, _ at: Int64) {
      guard let since = uses[place].runningSince else { return }
      uses[place].busy.append(SessionUse.Busy(from: since, until: max(since, at)))
      uses[place].runningSince = nil
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
