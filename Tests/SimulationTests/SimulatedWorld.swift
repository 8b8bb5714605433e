import Glibc
import QuernText
import QuernWire

@testable import QuernSession

/// Why a simulated world is wrong.
struct SimulationFailure: Error, CustomStringConvertible {
  /// What was violated, the same for each list of operations that shows it.
  let invariant: String
  let details: String

  init(_ invariant: String, _ details: String) {
    self.invariant = invariant
    self.details = details
  }

  var description: String { "\(invariant): \(details)" }
}

/// Front ends, workers, control plane, disk and clock in one thread and virtual time.
///
/// All that is random comes from the seed of the operation that causes it.
final class SimulatedWorld: @unchecked Sendable {
  private(set) var now: Int64 = 0
  /// What the wall clock is ahead.
  private var clockOffset: Int64 = 1_000_000_000_000_000
  private var highestOffset: Int64 = 0
  var wallClock: Int64 { now + clockOffset }
  private(set) var bootCount = 1
  var bootId: String { "boot-\(bootCount)" }
  let disk = SimulatedDisk()
  /// What is broken on purpose, for tests of the simulation itself.
  var sabotage: Sabotage?
  /// What was found where nothing can be thrown.
  private var failure: SimulationFailure?
  var steps: [String: [SimulatedOperation.Step]] = [:]

  private var random: SplitMix
  private var queue: [(at: Int64, number: Int, body: () throws -> Void)] = []
  private var eventCount = 0
  private var workers: [Int: SimulatedWorker] = [:]
  private var frontEnds: [SimulatedFrontEnd] = []
  private var links: [Int: Link] = [:]
  private var linkCount = 0
  private let controlPlane: SimulatedControl
  /// When the shim of a session last saw its worker, by the wall clock.
  private(set) var aliveAt: [Int: Int64] = [:]
  /// Events of sessions that were collected, as their ledger must know them.
  private var collected: [(name: String, events: [SessionEvent])] = []
  /// Sessions of whose journals something was ever lost: their bills and replays have holes.
  private var everDamaged: Set<Int> = []
  /// Truth of each session, by number: what was recorded.
  private var truth: [Int: [UInt64: SessionEvent]] = [:]
  private var recordedAt: [Int: [UInt64: Int64]] = [:]
  /// State before the events that count, where some before were lost.
  private var bases: [Int: SessionSnapshot] = [:]
  private var syncedThrough: [Int: UInt64] = [:]
  /// Sessions whose journals were damaged since they were last opened.
  private var flipped: Set<Int> = []
  private var hasLostPower: Set<Int> = []
  private(set) var statistics: [String: Int] = [:]

  private final class Link {
    let frontEnd: SimulatedFrontEnd
    weak var worker: SimulatedWorker?
    /// Messages of one direction never overtake each other.
    var lastDown: Int64 = 0
    var lastUp: Int64 = 0

    init(_ frontEnd: SimulatedFrontEnd, _ worker: SimulatedWorker?) {
      self.frontEnd = frontEnd
      self.worker = worker
    }
  }

  init(seed: UInt64, sessions: Int, frontEnds count: Int) {
    random = SplitMix(seed)
    controlPlane = SimulatedControl()
    frontEnds = (0..<count).map { SimulatedFrontEnd(self, number: $0, session: $0 % sessions) }
  }

  /// Lets everything happen, then waits until the world has come to rest.
  func run(_ operations: [SimulatedOperation]) throws {
    try controlPlane.begin(self)
    for operation in operations {
      try advance(to: Int64(operation.at) * 1000)
      random = SplitMix(operation.seed)
      try carryOut(operation.kind)
    }
    disk.isFull = false
    // The clock is right again: what waits for a time comes to it.
    clockOffset = max(clockOffset, highestOffset)
    try advance(to: now + 3_600_000_000)
    try checkRest()
    for session in Set(truth.keys).sorted() { try checkLedger(session) }
    try controlPlane.checkRest()
    for (what, number) in controlPlane.statistics { statistics[what, default: 0] += number }
  }

  private func advance(to time: Int64) throws {
    while let place = queue.indices.min(by: { earlier($0, $1) }), queue[place].at <= time {
      let next = queue.remove(at: place)
      now = max(now, next.at)
      try next.body()
      if let failure { throw failure }
    }
    now = max(now, time)
  }

  private func earlier(_ a: Int, _ b: Int) -> Bool {
    (queue[a].at, queue[a].number) < (queue[b].at, queue[b].number)
  }

  func after(_ microseconds: Int64, _ body: @escaping () throws -> Void) {
    eventCount += 1
    queue.append((now + microseconds, eventCount, body))
  }

  private func count(_ what: String) { statistics[what, default: 0] += 1 }
}

// What befalls the world.
extension SimulatedWorld {
  private func carryOut(_ kind: SimulatedOperation.Kind) throws {
    switch kind {
    case .submit(let number, let steps): frontEnds[number].submit(steps)
    case .interrupt(let number): frontEnds[number].send(.interrupt)
    case .withdraw(let number): frontEnds[number].send(.withdraw)
    case .hibernate(let number): frontEnds[number].send(.hibernate)
    case .leave(let number): frontEnds[number].leave()
    case .describe(let number): frontEnds[number].send(.describe(names: []))
    case .replay(let number): frontEnds[number].send(.replay(from: 1))
    case .drop(let number):
      hangUp(frontEnds[number])
      frontEnds[number].disconnected()
    case .kill(let session):
      guard let worker = workers[session] else { return }
      count("kills")
      worker.die()
    case .stop(let session, let milliseconds):
      workers[session]?.frozenUntil = now + Int64(milliseconds) * 1000
    case .powerLoss: try losePower()
    case .clockStep(let seconds):
      clockOffset += Int64(seconds) * 1_000_000
      highestOffset = max(highestOffset, clockOffset)
    case .diskFull(let milliseconds):
      disk.isFull = true
      after(Int64(milliseconds) * 1000) { self.disk.isFull = false }
    case .controlDown(let milliseconds):
      try controlPlane.kill()
      after(Int64(milliseconds) * 1000) { try self.controlPlane.begin(self) }
    case .controlKill:
      try controlPlane.kill()
      try controlPlane.begin(self)
    case .replicaKill: controlPlane.killReplica(self, &random)
    case .flipBit(let session): flipBit(session)
    case .collect(let session): try collect(session)
    }
  }

  private func losePower() throws {
    count("power losses")
    for (session, worker) in workers {
      // What a worker that runs has not synced is no older than its interval.
      guard worker.frozenUntil <= now - 200_000 else { continue }
      let synced = syncedThrough[session] ?? 0
      let times: [UInt64: Int64] = recordedAt[session] ?? [:]
      let old = times.filter { $0.key > synced && now - $0.value > 110_000 }
      if let event = old.keys.min() {
        throw SimulationFailure("sync", "event \(event) of \(session) was not synced in time")
      }
    }
    for worker in workers.values { worker.die(isSeen: false) }
    links = [:]
    workers = [:]
    for frontEnd in frontEnds {
      frontEnd.disconnected()
      frontEnd.forget()
    }
    disk.losePower(&random)
    try controlPlane.kill()
    controlPlane.losePower(self)
    try controlPlane.begin(self)
    bootCount += 1
    hasLostPower = Set(truth.keys)
  }

  private func flipBit(_ session: Int) {
    guard workers[session] == nil, !flipped.contains(session) else { return }
    let folder = SimulatedWorker.folder(session)
    let files = disk.paths(in: folder).filter { !$0.hasSuffix(".tmp") && !$0.hasSuffix(".new") }
    guard !files.isEmpty else { return }
    let path = files[random.below(files.count)]
    // Behind the head: a head that says another version is refused, which loses nothing.
    let head = path.contains("/journal-") ? 16 : 0
    guard disk.flipBit(in: path, behind: head, &random) else { return }
    count("flipped bits")
    flipped.insert(session)
    everDamaged.insert(session)
  }

  /// As `quern store gc`: the ledger takes up what it used, then its files go.
  private func collect(_ session: Int) throws {
    guard workers[session] == nil, !(truth[session] ?? [:]).isEmpty else { return }
    // Whoever waits for it is about to wake it.
    guard frontEnds.allSatisfy({ $0.session != session || $0.connection == nil }) else { return }
    try checkLedger(session)
    let directory = SessionDirectory(path: "home/sessions/\(session)")
    do throws(SessionError) {
      try SessionLedger.takeUp(directory, disk.disk)
      if sabotage == .ledgerCountsTwice {
        try SessionLedger(home: "home").addShifted(directory, disk.disk)
      }
    } catch {
      // The disk is full: nothing goes.
      return
    }
    count("collections")
    let isWhole = !everDamaged.contains(session) && !hasLostPower.contains(session)
    if isWhole {
      let events = (truth[session] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
      collected.append((name: "\(session)", events: events))
    } else {
      everDamaged.insert(session)
    }
    disk.removeAll(in: directory.path)
    try disk.disk.syncFolder(directory.journal)
    truth[session] = nil
    bases[session] = nil
    recordedAt[session] = nil
    syncedThrough[session] = nil
    aliveAt[session] = nil
    flipped.remove(session)
    hasLostPower.remove(session)
    // Its ledger may have holes, and its name is used again.
    for frontEnd in frontEnds where frontEnd.session == session { frontEnd.forget() }
  }

  /// The shim sees its worker, now and every half minute.
  func markAlive(_ worker: SimulatedWorker) {
    guard worker.isAlive else { return }
    aliveAt[worker.session] = wallClock
    after(30_000_000) { [weak worker] in
      if let worker { self.markAlive(worker) }
    }
  }

  func rotated(_ session: Int) { count("rotations") }
}

// Connections.
extension SimulatedWorld {
  /// A connection to the session's worker, started where none runs; nil where it cannot be.
  func connect(_ frontEnd: SimulatedFrontEnd) -> Int {
    linkCount += 1
    let number = linkCount
    links[number] = Link(frontEnd, nil)
    after(20_000) { try self.establish(number) }
    return number
  }

  private func establish(_ number: Int) throws {
    guard let link = links[number] else { return }
    let session = link.frontEnd.session
    if workers[session] == nil {
      do {
        workers[session] = try SimulatedWorker(self, session: session)
        count("starts")
      } catch is SessionError {
        // The disk is full: the front end is told, and tries again when its user does.
        hangUp(link.frontEnd)
        return link.frontEnd.disconnected()
      }
    }
    link.worker = workers[session]
  }

  func delay() -> Int64 { Int64(50 + random.below(2_000)) }

  func send(_ message: FrontEndMessage, from frontEnd: SimulatedFrontEnd) {
    guard let number = frontEnd.connection, let link = links[number] else { return }
    link.lastUp = max(link.lastUp, now + (link.worker == nil ? 25_000 : 0) + delay())
    after(link.lastUp - now) { [weak link] in
      guard let worker = link?.worker, worker.isAlive, self.links[number] != nil else { return }
      worker.schedule(after: 0) { try $0.hear(message, from: number) }
    }
  }

  func send(_ message: WorkerMessage, to number: Int) {
    guard let link = links[number] else { return }
    link.lastDown = max(link.lastDown, now + delay())
    after(link.lastDown - now) {
      // What was sent before the end is still read.
      guard link.frontEnd.connection == number else { return }
      try link.frontEnd.hear(message)
    }
  }

  /// A front end closes its end.
  func hangUp(_ frontEnd: SimulatedFrontEnd) {
    guard let number = frontEnd.connection, let link = links.removeValue(forKey: number) else {
      return
    }
    link.worker?.schedule(after: delay()) { try $0.lose(number) }
  }

  func workerEnded(_ worker: SimulatedWorker, connections: [Int], isSeen: Bool) {
    if isSeen { aliveAt[worker.session] = wallClock }
    if workers[worker.session] === worker { workers[worker.session] = nil }
    for (number, link) in links where link.worker === worker {
      links[number] = nil
      after(max(link.lastDown - now, 0) + 100) {
        guard link.frontEnd.connection == number else { return }
        link.frontEnd.disconnected()
      }
    }
  }
}

// The control plane.
extension SimulatedWorld {
  func control(
    _ token: Digest, _ target: String, of worker: SimulatedWorker,
    _ answer: @escaping () -> Void
  ) {
    checkIntent(token, worker.session)
    after(delay()) { [weak worker] in
      guard let worker, worker.isAlive else { return }
      guard try self.controlPlane.deploys(target, token, self) else {
        // As its client does: it asks again with the same token, or waits until it has settled.
        return self.after(200_000) {
          if worker.isAlive { self.retry(token, target, worker, answer) }
        }
      }
      self.count("acts")
      self.after(self.delay()) { answer() }
    }
  }

  private func retry(
    _ token: Digest, _ target: String, _ worker: SimulatedWorker, _ answer: @escaping () -> Void
  ) {
    control(token, target, of: worker, answer)
  }

  /// An act that the world has seen is known to whoever comes after a loss of power.
  private func checkIntent(_ token: Digest, _ session: Int) {
    let synced = syncedThrough[session] ?? 0
    let isKept = truth[session]?.values.contains { event in
      guard case .intended(_, let act) = event.body else { return false }
      return act.token == token && event.sequence <= synced
    }
    if isKept != true {
      failure = SimulationFailure(
        "intent", "act \(token.short) of \(session) left before its intent")
    }
    let folder = SimulatedWorker.folder(session)
    let durable = disk.paths(in: folder).compactMap { disk.durableBytes($0) }
    let text = Array(token.hex.utf8)
    if !durable.contains(where: { Self.contains($0, text) }) {
      failure = SimulationFailure("intent", "the intent of \(token.short) is not on disk")
    }
  }

  private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { whole in
      part.withUnsafeBytes { part in
        guard whole.count >= part.count, let base = whole.baseAddress,
          let wanted = part.baseAddress
        else { return false }
        return (0...(whole.count - part.count)).contains { start in
          whole[start] == part[0] && memcmp(base + start, wanted, part.count) == 0
        }
      }
    }
  }
}

// What must hold.
extension SimulatedWorld {
  func recorded(_ event: SessionEvent, in session: Int) {
    truth[session, default: [:]][event.sequence] = event
    recordedAt[session, default: [:]][event.sequence] = now
    count("events")
  }

  func synced(_ session: Int, through sequence: UInt64) {
    // A worker that is gone by now may have meant numbers that were never written.
    let last = truth[session]?.keys.max() ?? 0
    syncedThrough[session] = max(syncedThrough[session] ?? 0, min(sequence, last))
  }

  /// What a front end is shown, the first time: it must be in the journal by then.
  func shown(_ event: SessionEvent, in session: Int) throws {
    guard truth[session]?[event.sequence] != event else { return }
    throw SimulationFailure(
      "unwritten", "event \(event.sequence) of \(session) was shown and is not in the journal")
  }

  /// What a front end is shown again: all from its place on, in order, as it was recorded.
  func replayed(
    _ events: [SessionEvent], from first: UInt64, through last: UInt64, in session: Int
  ) {
    count("replays")
    for event in events {
      guard let known = truth[session]?[event.sequence], known != event else { continue }
      failure = SimulationFailure("replay", "event \(event.sequence) of \(session) is another one")
    }
    guard !everDamaged.contains(session), first <= last else { return }
    let numbers = events.map(\.sequence)
    if numbers != Array(max(first, 1)...last) {
      failure = SimulationFailure(
        "replay", "asked from \(first) of \(last), \(session) showed \(numbers)")
    }
  }

  /// What a new worker has found, against what was recorded.
  func check(
    restored: Journal.Restored, _ restoration: SessionRestoration, of session: Int
  ) throws {
    let known = truth[session] ?? [:]
    let first = (restored.snapshot?.lastSequence ?? 0) + 1
    let found = Set(restored.events.map(\.sequence))
    for event in restored.events where known[event.sequence] != event {
      throw SimulationFailure("invented", "event \(event.sequence) of \(session) is another one")
    }
    var missing = known.keys.filter { $0 >= first && !found.contains($0) }.sorted()
    if hasLostPower.contains(session) {
      let synced = syncedThrough[session] ?? 0
      for sequence in missing where sequence > synced { truth[session]?[sequence] = nil }
      missing = missing.filter { $0 <= synced }
    }
    let allowed = flipped.contains(session) ? 1 : 0
    if missing.count > allowed {
      throw SimulationFailure("lost", "events \(missing) of \(session) are not there")
    }
    if !missing.isEmpty, restoration.notices.isEmpty {
      throw SimulationFailure("untold", "nobody said that \(missing) of \(session) are lost")
    }
    if !hasLostPower.contains(session), missing.isEmpty { try checkState(session, restoration) }
    try checkValues(session, restored, restoration)
    if !hasLostPower.contains(session) { try checkLedger(session) }
    settle(session, restored, restoration)
  }

  /// Bit by bit the state that the recorded events give.
  private func checkState(_ session: Int, _ restoration: SessionRestoration) throws {
    var expected = SessionState()
    if let base = bases[session] { expected.restore(base) }
    let first = (bases[session]?.lastSequence ?? 0) + 1
    for (number, event) in (truth[session] ?? [:]).sorted(by: { $0.key < $1.key })
    where number >= first {
      expected.restore(event)
    }
    guard expected.snapshot == restoration.state.snapshot else {
      throw SimulationFailure("state", "session \(session) is not what its events make it")
    }
    count("equal states")
  }

  /// The bill of a session: what its journal and the ledger say is what all its events say.
  ///
  /// The reference reads every event that was ever recorded, from one journal that never rotated.
  func checkLedger(_ session: Int) throws {
    // What power took is known when the session is opened again.
    guard !everDamaged.contains(session), !flipped.contains(session),
      !hasLostPower.contains(session)
    else { return }
    var expected: [SessionUse] = []
    for earlier in collected where earlier.name == "\(session)" {
      expected += try Self.uses(of: session, earlier.events).map { use in
        var use = use
        use.isClosed = true
        return use
      }
    }
    let events = (truth[session] ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    expected += try Self.uses(of: session, events)
    let found = try SessionUses(home: "home", disk: disk.disk, now: wallClock).all()
      .filter { $0.session == "\(session)" }
    func bills(_ uses: [SessionUse]) -> [String] {
      uses.map { "\($0.startedAt) \($0.lastAt) \($0.sequence) \($0.cellCount) \($0.busySeconds)" }
        .sorted()
    }
    guard bills(found) == bills(expected) else {
      throw SimulationFailure(
        "ledger", "session \(session) is billed \(bills(found)), and used \(bills(expected))")
    }
    count("equal bills")
  }

  private static func uses(of session: Int, _ events: [SessionEvent]) throws -> [SessionUse] {
    guard let first = events.first?.sequence else { return [] }
    let disk = SimulatedDisk().disk
    let digits = String(first, radix: 16)
    let name = "journal-" + String(repeating: "0", count: 16 - digits.count) + digits
    let folder = "home/sessions/\(session)/journal"
    var bytes = JournalRecord.segmentHeader
    for event in events {
      bytes += JournalRecord.encode(sequence: event.sequence, frame: try event.frame.encoded())
    }
    try disk.replace("\(folder)/\(name)", with: bytes, synced: true)
    return try SessionUses(home: "home", disk: disk)
      .uses(of: SessionDirectory(path: "home/sessions/\(session)"))
  }

  /// What stands for a name is in the store, whole.
  private func checkValues(
    _ session: Int, _ restored: Journal.Restored, _ restoration: SessionRestoration
  ) throws {
    let store = ContentStore(folder: "home/store", disk: disk.disk)
    for definition in restoration.state.snapshot.names where !store.isWhole(definition.blob) {
      throw SimulationFailure(
        "value", "\(definition.name) of \(session) is told and not in the store")
    }
    let synced = syncedThrough[session] ?? 0
    for event in restored.events where event.sequence <= synced {
      guard case .finished(let report) = event.body else { continue }
      for definition in report.defined where !store.isWhole(definition.blob) {
        throw SimulationFailure(
          "value", "\(definition.name) of \(session) was synced and is not in the store")
      }
    }
  }

  /// From here on what was restored is the truth.
  private func settle(
    _ session: Int, _ restored: Journal.Restored, _ restoration: SessionRestoration
  ) {
    let last = restoration.state.lastSequence
    if flipped.contains(session) || hasLostPower.contains(session) {
      // Numbers behind the last one that is left are given again.
      let first = (restored.snapshot?.lastSequence ?? 0) + 1
      let found = Set(restored.events.map(\.sequence))
      truth[session] = truth[session]?.filter { $0.key < first || found.contains($0.key) }
      bases[session] = restoration.state.snapshot
    }
    flipped.remove(session)
    hasLostPower.remove(session)
    let synced = min(syncedThrough[session] ?? 0, last)
    syncedThrough[session] = max(restored.snapshot?.lastSequence ?? 0, synced)
    recordedAt[session] = [:]
  }

  /// An hour later nobody waits, and no session has a process.
  private func checkRest() throws {
    for frontEnd in frontEnds where !frontEnd.waiting.isEmpty {
      throw SimulationFailure(
        "waiting", "front end \(frontEnd.number) still waits for \(frontEnd.waiting.sorted())")
    }
    for (session, worker) in workers {
      throw SimulationFailure(
        "awake",
        "session \(session) has a worker, with \(worker.state.attached.count) front ends")
    }
  }
}
