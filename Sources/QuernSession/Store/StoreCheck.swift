package import QuernSystem
internal import QuernTable
internal import QuernText

/// Reads every blob and every table of a store and compares them with their names and sums.
package struct StoreCheck {
  package private(set) var fileCount = 0
  package private(set) var byteCount = 0
  /// Files whose bytes are not what was written, each with the reason.
  package private(set) var damaged: [(path: String, reason: String)] = []
  private let inventory: StoreInventory

  package init(home: String, interrupt: Interrupt = Interrupt()) throws {
    inventory = try StoreInventory(home: home)
    let context = TableContext(
      arena: .unlimited, workers: Workers(threadCount: 1), interrupt: interrupt)
    for (digest, item) in inventory.blobs {
      try interrupt.check()
      count(item)
      if SHA256.hash(try JournalDisk.real.read(item.path)) != digest {
        damaged.append((item.path, "its bytes are not those of its name"))
      }
    }
    for item in Array(inventory.tables.values) + inventory.derived {
      count(item)
      do throws(TableError) {
        let source = try TableFile.open(item.path)
        try source.scan(
          columns: Array(source.schema.fields.indices), filter: nil, context: context
        ) { _, _ in .more }
      } catch {
        if case .interrupted = error { throw error }
        damaged.append((item.path, error.message))
      }
    }
    damaged.sort { $0.path < $1.path }
  }

  private mutating func count(_ item: StoreInventory.Item) {
    fileCount += 1
    byteCount += item.byteCount
  }

  /// Sets damaged files aside, and the values that are made of them: what can be computed again is
  /// not found in any cache and is, and a value that cannot is told when it is used.
  package func setAside() throws(SessionError) {
    var paths = Set(damaged.map(\.path))
    var found = true
    while found {
      let gone = Set(inventory.blobs.filter { paths.contains($0.value.path) }.keys)
        .union(inventory.tables.filter { paths.contains($0.value.path) }.keys)
      let scan = DigestScan(known: gone)
      found = false
      for item in inventory.blobs.values
      where !paths.contains(item.path) && JournalDisk.real.exists(item.path) {
        guard item.byteCount <= StoreRoots.searchedByteCountMax else { continue }
        if !scan.references(in: try JournalDisk.real.read(item.path)).isEmpty {
          paths.insert(item.path)
          found = true
        }
      }
    }
    for path in paths.sorted() where JournalDisk.real.exists(path) {
      try JournalDisk.real.rename(path, path + ".damaged")
    }
  }
}
