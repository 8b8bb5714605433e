internal import QuernSystem
internal import QuernTable
internal import QuernText
internal import QuernValue
internal import QuernWire

/// What all cells of a worker share: the home's store and caches, memory, threads, helpers.
final class SessionServices: Sendable {
  let home: String
  let sessionName: String
  let instance: String
  /// By what means the instance's limits hold.
  let limits: String
  /// What the machine has, of which the instance is a part.
  let host: HostCapacity
  let isIsolated: Bool
  let scratchByteCount: Int
  let clock: Clock
  let arena: Arena
  let workers: Workers
  let store: ContentStore
  let archive: ValueArchive
  let derived: DerivedRows
  let files: FileFacts
  let cache: CellCache
  let runs: RunStore
  let fit: FitHelper
  let platform: PlatformDoor

  init(
    options: WorkerOptions, clock: Clock, store: ContentStore, sockets: SocketDoor? = nil
  ) {
    self.store = store
    home = options.home
    sessionName = Path.name(options.session)
    instance = options.instance
    limits = options.limits
    host = options.host
    isIsolated = options.isIsolated
    scratchByteCount = options.scratchByteCount
    self.clock = clock
    arena = Arena(limitBytes: options.arenaByteCount)
    workers = Workers(threadCount: options.threadCount)
    let folder = options.home
    files = FileFacts(folder: "\(folder)/cache/files", clock: clock)
    derived = DerivedRows(folder: "\(folder)/cache/tables")
    archive = ValueArchive(
      blobs: store, folder: "\(folder)/tables", key: HomeKey(home: folder), files: files,
      derived: derived, arena: arena, workers: workers)
    cache = CellCache(folder: "\(folder)/cache/cells", store: store)
    runs = RunStore(folder: "\(folder)/runs")
    fit = FitHelper()
    platform = PlatformDoor(
      home: HomeDirectory(path: options.home, runtimeDirectory: options.runtime), store: store,
      sockets: sockets)
  }

  /// What tables of one cell use.
  func tableContext(_ door: any CellDoor, _ log: CellLog) -> TableContext {
    TableContext(
      arena: arena, workers: workers, interrupt: door.interrupt,
      progress: { progress in
        let output = ProgressOutput(
          label: progress.label, done: Double(progress.done),
          total: progress.total.map { Double($0) }, unit: progress.unit)
        if let timed = log.timed(output, at: self.clock.monotonicNs()) {
          door.progress(json: Output.progress(timed).json.utf8())
        }
      })
  }
}
