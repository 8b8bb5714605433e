internal import Glibc
package import QuernSystem
internal import QuernText

/// What is reached from sessions, runs, models and locks stays; results that can be computed again
/// stay while there is room, those used last before others; the rest goes. Sessions that nobody
/// named go when they are old, or when there is no room for what they name.
///
/// Sessions may run meanwhile, and the collection may be killed at any point: a file is set aside
/// under another name, looked at once more, and only then removed.
///
///     let collection = try StoreCollection(home: home, terms: .init(limitBytes: 20 << 30))
///     let outcome = try collection.sweep()
package struct StoreCollection {
  /// How much may stay, and for how long.
  package struct Terms: Sendable, Hashable {
    /// What values, cached results and journals of sessions that nobody named may take together.
    package var limitBytes: Int
    /// What was written this recently is left alone.
    package var graceSeconds = 3600.0
    /// How long a run's session is kept after it was last used.
    package var runSeconds = 30 * 86_400.0
    /// As `runSeconds`, for the prompts of folders and the notebooks of Jupyter.
    package var placeSeconds = 90 * 86_400.0
    /// A session that was used this recently stays even where there is no room.
    package var recentSeconds = 86_400.0

    package init(limitBytes: Int = StoreCollection.defaultLimitBytes) {
      self.limitBytes = limitBytes
    }

    fileprivate func seconds(_ origin: SessionOrigin) -> Double {
      switch origin {
      case .named: .infinity
      case .run: runSeconds
      case .place: placeSeconds
      }
    }
  }

  /// Bytes of a home's store by what they are kept for.
  package struct Shares: Sendable, Hashable {
    /// Reached from sessions, runs, models, locks.
    package var kept = 0
    /// Results of cells that can be computed again.
    package var cached = 0
    /// Journals of sessions.
    package var journals = 0
    /// Nothing needs it any more, or there is no room for it.
    package var removable = 0
    /// Too young to be told from what is being written.
    package var young = 0

    package var total: Int { kept + cached + journals + removable + young }
  }

  /// A session that is to go.
  package struct Retired: Sendable, Hashable {
    package var name: String
    package var notebook: String
    /// Microseconds since 1970.
    package var usedAt: Int64
    package var byteCount: Int
    /// Whether it goes for want of room, not for its age.
    package var isForRoom: Bool
  }

  package private(set) var shares = Shares()
  package private(set) var retired: [Retired] = []
  package let terms: Terms
  private let home: String
  private let clock: Clock
  private var removals: [StoreInventory.Item] = []
  private var leftovers: [String] = []

  /// Of a store of which nobody said how large it may get.
  package static let defaultLimitBytes = 20 << 30
  /// A session that is used while it is to go makes the collection look again, so many times.
  private static let lookCountMax = 3

  package init(
    home: String, terms: Terms = Terms(), clock: Clock = .system
  ) throws(SessionError) {
    self.home = home
    self.terms = terms
    self.clock = clock
    // Listed before the roots are read: what is put meanwhile is not among it.
    let inventory = try StoreInventory(home: home)
    let scan = DigestScan(known: Set(inventory.blobs.keys).union(inventory.tables.keys))
    var marks = Marks(inventory: inventory, scan: scan)
    let roots = try StoreRoots(home: home, scan: scan)
    _ = try marks.take(try roots.others())
    try retire(roots.sessions, &marks)
    shares.kept = marks.byteCount
    let youngest = Self.youngest(clock.now(), terms.graceSeconds, roots.oldestRunning)
    let dropped = try keepCached(inventory, scan, &marks, youngest)
    shares.cached = marks.byteCount - shares.kept
    choose(inventory, marks, dropped, youngest)
    leftovers = try SessionDirectory.Leftovers.all(home)
    shares.removable +=
      leftovers.reduce(0) { $0 + FolderSize.bytes(of: $1) }
      + retired.reduce(0) { $0 + $1.byteCount }
  }

  /// Takes what the sessions name that stay; those that nobody named only while they are young
  /// enough and there is room, the ones used last before others.
  private mutating func retire(
    _ sessions: [StoreRoots.Session], _ marks: inout Marks
  ) throws(SessionError) {
    let now = clock.now()
    let terms = terms
    func mayGo(_ session: StoreRoots.Session) -> Bool {
      let age = Double(now - session.usedAt) / 1e6
      return session.isAtRest && session.origin != .named && session.usedAt < now
        && age >= min(terms.recentSeconds, terms.seconds(session.origin))
    }
    for session in sessions where !mayGo(session) {
      _ = try marks.take(session.references)
      shares.journals += session.byteCount
    }
    for session in sessions.filter(mayGo).sorted(by: { $0.usedAt > $1.usedAt }) {
      let added = try marks.take(session.references)
      let isOld = Double(now - session.usedAt) / 1e6 >= terms.seconds(session.origin)
      let taken = marks.byteCount + shares.journals + session.byteCount
      guard isOld || taken > terms.limitBytes else {
        shares.journals += session.byteCount
        continue
      }
      marks.giveBack(added)
      retired.append(
        Retired(
          name: Path.name(session.directory.path), notebook: session.notebook,
          usedAt: session.usedAt, byteCount: session.byteCount, isForRoom: !isOld))
    }
  }

  private static func youngest(
    _ now: Int64, _ graceSeconds: Double, _ oldestRunning: Int64?
  ) -> Int64 {
    // The times of files lag behind the clock by some milliseconds.
    min(now - Int64(graceSeconds * 1e6), (oldestRunning ?? now) - 1_000_000) * 1000
  }

  /// Cached results, those used last first, as long as there is room; returns the others' files.
  private func keepCached(
    _ inventory: StoreInventory, _ scan: DigestScan, _ marks: inout Marks, _ youngest: Int64
  ) throws(SessionError) -> [StoreInventory.Item] {
    var dropped: [StoreInventory.Item] = []
    for entry in inventory.entries {
      let references = scan.references(in: try JournalDisk.real.read(entry.path))
      let added = try marks.take(references)
      let taken = marks.byteCount + shares.journals + entry.byteCount
      if taken <= terms.limitBytes || entry.modifiedNs >= youngest {
        marks.add(entry)
      } else {
        marks.giveBack(added)
        dropped.append(entry)
      }
    }
    // Rows are for what is cached and kept: they come after it.
    for item in inventory.derived {
      let taken = marks.byteCount + shares.journals + item.byteCount
      if taken <= terms.limitBytes || item.modifiedNs >= youngest {
        marks.add(item)
      } else {
        dropped.append(item)
      }
    }
    return dropped
  }

  private mutating func choose(
    _ inventory: StoreInventory, _ marks: Marks, _ dropped: [StoreInventory.Item],
    _ youngest: Int64
  ) {
    // Entries go before what they name: one without its blobs is passed over, not wrong.
    removals = dropped
    let rest =
      inventory.blobs.filter { !marks.reached.contains($0.key) }.map(\.value)
      + inventory.tables.filter { !marks.reached.contains($0.key) }.map(\.value)
      + inventory.leftovers
    for item in rest {
      if item.modifiedNs < youngest {
        removals.append(item)
      } else {
        shares.young += item.byteCount
      }
    }
    shares.removable = removals.reduce(0) { $0 + $1.byteCount }
  }

  /// Removes what can go; returns how many bytes that were.
  package func sweep() throws(SessionError) -> Int { try sweep(looksLeft: Self.lookCountMax) }

  private func sweep(looksLeft: Int) throws(SessionError) -> Int {
    var count = 0
    var isStale = false
    // Sessions go before what they name: whoever is killed here leaves values, not names without.
    for session in retired {
      let directory = SessionDirectory(path: Path.join(home, "sessions/\(session.name)"))
      if try directory.collect(unusedSince: session.usedAt) {
        count += session.byteCount
      } else {
        isStale = true
      }
    }
    if isStale {
      // Somebody came back to one of them: what it names is needed.
      guard looksLeft > 1 else { return count }
      return count
        + (try StoreCollection(home: home, terms: terms, clock: clock)
          .sweep(looksLeft: looksLeft - 1))
    }
    for path in leftovers {
      count += FolderSize.bytes(of: path)
      do throws(SystemError) {
        try Disk.real.remove(path)
      } catch {
        throw .system(error)
      }
    }
    for item in removals {
      if try Self.remove(item) { count += item.byteCount }
    }
    return count
  }

  /// Sets a file aside, and removes it unless somebody has used it meanwhile.
  private static func remove(_ item: StoreInventory.Item) throws(SessionError) -> Bool {
    let disk = JournalDisk.real
    if item.path.hasSuffix(StoreInventory.setAside) { return try restore(item.path) }
    let aside = item.path + StoreInventory.setAside
    do throws(SessionError) {
      try disk.rename(item.path, aside)
    } catch {
      guard case .disk(_, _, ENOENT) = error else { throw error }
      return false
    }
    let status: FileStatus
    do throws(SystemError) {
      status = try FileStatus.of(aside)
    } catch {
      throw .system(error)
    }
    if status.modifiedNs != item.modifiedNs {
      try disk.rename(aside, item.path)
      return false
    }
    try disk.remove(aside)
    return true
  }

  /// What a collection that was killed had set aside is put back: the next one decides.
  private static func restore(_ aside: String) throws(SessionError) -> Bool {
    let path = String(aside.dropLast(StoreInventory.setAside.utf8.count))
    if JournalDisk.real.exists(path) {
      try JournalDisk.real.remove(aside)
      return true
    }
    try JournalDisk.real.rename(aside, path)
    return false
  }

  /// What is reached, and how many bytes it has.
  private struct Marks {
    let inventory: StoreInventory
    let scan: DigestScan
    private(set) var reached: Set<Digest> = []
    private(set) var byteCount = 0

    /// Blobs larger than this hold data and no references.
    private static let searchedByteCountMax = 64 << 20

    init(inventory: StoreInventory, scan: DigestScan) {
      self.inventory = inventory
      self.scan = scan
    }

    mutating func add(_ entry: StoreInventory.Item) { byteCount += entry.byteCount }

    /// Takes back what `take` has just reached.
    mutating func giveBack(_ digests: [Digest]) {
      for digest in digests where reached.remove(digest) != nil { byteCount -= size(digest) }
    }

    private func size(_ digest: Digest) -> Int {
      (inventory.tables[digest]?.byteCount ?? 0) + (inventory.blobs[digest]?.byteCount ?? 0)
    }

    /// These, and whatever they name; returns those that were not reached before.
    mutating func take(_ digests: Set<Digest>) throws(SessionError) -> [Digest] {
      var open = Array(digests)
      var added: [Digest] = []
      while let digest = open.popLast() {
        guard reached.insert(digest).inserted else { continue }
        added.append(digest)
        byteCount += size(digest)
        guard let blob = inventory.blobs[digest] else { continue }
        guard blob.byteCount <= Self.searchedByteCountMax, JournalDisk.real.exists(blob.path)
        else { continue }
        open += scan.references(in: try JournalDisk.real.read(blob.path))
      }
      return added
    }
  }
}
