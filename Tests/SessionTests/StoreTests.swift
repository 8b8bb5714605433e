import Glibc
import QuernSystem
import QuernText
import QuernWire
import Testing

@testable import QuernSession

@Suite("The store", .serialized)
struct StoreTests {
  /// A home whose session has names, one of which was defined again.
  private func used() throws -> ProcessPlace {
    let place = try ProcessPlace()
    let client = try place.open()
    let sources = [
      "let kept = table({x: for i in 1..50: i})", "let gone = \"first\"", "let gone = \"second\"",
      "let m = kept |> derive(y = .x * 2) |> train(linear(), target: .y)",
      "write(kept, \"kept.csv\")\nread(\"kept.csv\")",
    ]
    for (index, source) in sources.enumerated() {
      try client.submit(
        CellSubmission(id: "\(index + 1)", index: index + 1, source: source))
      _ = try client.events(untilEndOf: "\(index + 1)")
    }
    try client.close()
    return place
  }

  private func names(_ place: ProcessPlace) throws -> [String] {
    let client = try place.open()
    defer { client.detach() }
    try client.describe([])
    while let message = try client.nextEvent(timeoutSeconds: 30) {
      if case .described(let names) = message { return names.map { "\($0.name) \($0.summary)" } }
    }
    return []
  }

  private func terms(_ limitBytes: Int) -> StoreCollection.Terms { .init(limitBytes: limitBytes) }

  /// Later than any grace.
  private var later: Clock {
    Clock(
      now: { Clock.system.now() + 86_400_000_000 }, monotonicNs: Clock.system.monotonicNs)
  }

  @Test("with no room for cached results, what names stand for is still all there")
  func reachableStays() throws {
    let place = try used()
    let before = try names(place)
    #expect(before.count == 3)
    let home = place.home.path
    let young = try StoreCollection(home: home, terms: terms(0))
    #expect(young.shares.removable == 0, "everything has just been written")
    let collection = try StoreCollection(home: home, terms: terms(0), clock: later)
    #expect(collection.shares.kept > 0)
    #expect(collection.shares.removable > 0)
    #expect(collection.shares.cached == 0)
    #expect(try collection.sweep() == collection.shares.removable)
    #expect(try names(place) == before)
    let again = try StoreCollection(home: home, terms: terms(0), clock: later)
    #expect(again.shares.removable == 0)
    #expect(again.shares.kept == collection.shares.kept)
    #expect(try StoreCheck(home: home).damaged.isEmpty)
  }

  @Test("cached results stay up to the limit, those used last before others")
  func cachedResultsGoByAge() throws {
    let place = try used()
    let home = place.home.path
    let all = try StoreCollection(home: home, clock: later).shares
    #expect(all.cached > 0)
    let limit = all.kept + all.journals + all.cached / 2
    let half = try StoreCollection(home: home, terms: terms(limit), clock: later)
    let taken = half.shares.kept + half.shares.journals + half.shares.cached
    #expect(half.shares.cached > 0 && taken <= limit)
    _ = try half.sweep()
    let left = try StoreInventory(home: home)
    #expect(!left.entries.isEmpty)
  }

  @Test("a file that is used while the collection runs stays, and so does what a dead one set aside")
  func usedFilesStay() throws {
    let scratch = Scratch()
    let store = ContentStore(folder: "\(scratch.path)/store")
    let first = try store.put(Array("first".utf8))
    let second = try store.put(Array("second".utf8))
    let collection = try StoreCollection(home: scratch.path, clock: later)
    #expect(collection.shares.removable == 11)
    usleep(2_000)
    #expect(try store.put(Array("first".utf8)) == first)
    #expect(try collection.sweep() == 6)
    #expect(store.contains(first) && !store.contains(second))

    let path = store.path(of: first)
    try JournalDisk.real.rename(path, path + StoreInventory.setAside)
    #expect(try StoreCollection(home: scratch.path, clock: later).sweep() == 0)
    #expect(try store.read(first) == Array("first".utf8))
  }

  @Test("what a running cell of a live session has put is not yet told, and stays")
  func runningCellsKeepWhatTheyPut() throws {
    let place = try ProcessPlace()
    let client = try place.open()
    let endless = "fn f(n) = len(for i in 1..1000000: i * n)\nlen(for i in 1..10000000: f(i))"
    try client.submit(CellSubmission(id: "long", index: 1, source: endless))
    try client.awaitStart(of: "long")
    let store = ContentStore(folder: "\(place.home.path)/store")
    let digest = try store.put(Array("just put".utf8))
    let collection = try StoreCollection(home: place.home.path, clock: later)
    #expect(collection.shares.removable == 0)
    try client.interrupt()
    _ = try client.events(untilEndOf: "long")
    try client.close()
    _ = try StoreCollection(home: place.home.path, clock: later).sweep()
    #expect(!store.contains(digest))
  }

  @Test("a flipped bit in a blob is found, told with its cell's name, and set aside")
  func flippedBitsAreFound() throws {
    let place = try used()
    let home = place.home.path
    let inventory = try StoreInventory(home: home)
    for item in Array(inventory.blobs.values) + Array(inventory.tables.values) {
      var bytes = try JournalDisk.real.read(item.path)
      bytes[bytes.count / 2] ^= 4
      try JournalDisk.real.replace(item.path, with: bytes, synced: false)
    }
    let check = try StoreCheck(home: home)
    #expect(check.damaged.count == inventory.blobs.count + inventory.tables.count)
    let client = try place.open()
    try client.submit(CellSubmission(id: "t", index: 9, source: "kept", reuse: .never))
    let report = try client.events(untilEndOf: "t").last?.report
    #expect(report?.errorCode == "value-lost")
    try client.submit(CellSubmission(id: "u", index: 9, source: "1 + 1", reuse: .never))
    #expect(try client.events(untilEndOf: "u").resultTexts == ["2"])
    try client.close()
    try check.setAside()
    #expect(try StoreCheck(home: home).damaged.isEmpty)
  }
}
