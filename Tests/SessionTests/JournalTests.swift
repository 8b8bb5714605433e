import Glibc
import QuernSystem
import QuernText
import QuernWire
import Testing

@testable import QuernSession

@Suite("The journal")
struct JournalTests {
  @Test("events come back in order, and a torn tail is cut at every byte")
  func tornTailIsCut() throws {
    let folder = Scratch()
    let events = Samples.events
    var ends: [Int] = []
    do {
      let (journal, restored) = try Journal.open(folder: folder.path, disk: .real)
      #expect(restored.events.isEmpty)
      for event in events {
        try journal.append(event, frame: event.frame.encoded())
        ends.append(try folder.size(ofOnly: "journal-"))
      }
    }
    let name = try #require(folder.names().first { $0.hasPrefix("journal-") })
    let whole = try JournalDisk.real.read("\(folder.path)/\(name)")
    for cut in 0...whole.count {
      try JournalDisk.real.replace(
        "\(folder.path)/\(name)", with: Array(whole[..<cut]), synced: false)
      let (journal, restored) = try Journal.open(folder: folder.path, disk: .real)
      let count = ends.filter { $0 <= cut }.count
      #expect(restored.events == Array(events[..<count]), "cut at \(cut)")
      // What comes after the cut is read again with what was before it.
      let next = SessionEvent(sequence: UInt64(count + 1), at: 1, body: .closed(reason: "again"))
      try journal.append(next, frame: next.frame.encoded())
      let again = try Journal.open(folder: folder.path, disk: .real).restored
      #expect(again.events == Array(events[..<count]) + [next], "cut at \(cut)")
      #expect(again.cutByteCount == 0)
    }
  }

  @Test("a flipped bit costs its own record and no other, and is told")
  func flippedBitsAreFound() throws {
    let folder = Scratch()
    let events = Samples.events
    do {
      let journal = try Journal.open(folder: folder.path, disk: .real).journal
      for event in events { try journal.append(event, frame: event.frame.encoded()) }
    }
    let name = try #require(folder.names().first { $0.hasPrefix("journal-") })
    let whole = try JournalDisk.real.read("\(folder.path)/\(name)")
    var random = SeededGenerator(seed: 11)
    for _ in 0..<200 {
      var bytes = whole
      let place = 16 + Int(random.next() % UInt64(bytes.count - 16))
      bytes[place] ^= UInt8(1 << (random.next() % 8))
      try JournalDisk.real.replace("\(folder.path)/\(name)", with: bytes, synced: false)
      let restored = try Journal.open(folder: folder.path, disk: .real).restored
      let lost = events.filter { !restored.events.contains($0) }
      #expect(lost.count == 1, "bit flipped at \(place)")
      #expect(restored.events == events.filter { $0 != lost.first })
      guard lost.first != events.last else {
        #expect(restored.cutByteCount > 0)
        continue
      }
      let sequence = lost.first?.sequence ?? 0
      #expect(restored.damages.map(\.lost) == [sequence..<(sequence + 1)])
      #expect(restored.cutByteCount == 0)
    }
  }

  @Test("after a snapshot only newer events are read, and old ones can still be shown")
  func snapshotsSumUpOldSegments() throws {
    let folder = Scratch()
    var state = SessionState()
    let (journal, _) = try Journal.open(folder: folder.path, disk: .real)
    for event in Samples.events {
      try journal.append(event, frame: event.frame.encoded())
      state.restore(event)
    }
    try journal.rotate(state.snapshot)
    let next = SessionEvent(
      sequence: UInt64(Samples.events.count + 1), at: 5, body: .closed(reason: "again"))
    try journal.append(next, frame: next.frame.encoded())

    let restored = try Journal.open(folder: folder.path, disk: .real).restored
    #expect(restored.events == [next])
    #expect(restored.snapshot == state.snapshot)
    var numbers: [UInt64] = []
    try journal.replay(from: 3) { number, _ in numbers.append(number) }
    #expect(numbers == Array(3...next.sequence))
  }

  @Test("what follows records that only the snapshot knows is found again")
  func nothingFollowsAGap() throws {
    let count = UInt64(Samples.events.count)
    for damagedCount in [1, 4] {
      let folder = Scratch()
      var ends: [Int] = []
      var state = SessionState()
      do {
        let (journal, _) = try Journal.open(folder: folder.path, disk: .real)
        for event in Samples.events {
          try journal.append(event, frame: event.frame.encoded())
          state.restore(event)
          ends.append(try folder.size(ofOnly: "journal-"))
        }
        try journal.save(state.snapshot)
      }
      let path = "\(folder.path)/\(try #require(try folder.names().first))"
      var bytes = try JournalDisk.real.read(path)
      for end in ends.suffix(damagedCount) { bytes[end - 1] ^= 4 }
      try Disk.real.writeAtomically(path, bytes)

      let next = SessionEvent(sequence: count + 1, at: 5, body: .closed(reason: "again"))
      do {
        let (journal, restored) = try Journal.open(folder: folder.path, disk: .real)
        #expect(restored.events.isEmpty && restored.snapshot == state.snapshot)
        try journal.append(next, frame: next.frame.encoded())
      }
      let (journal, restored) = try Journal.open(folder: folder.path, disk: .real)
      #expect(restored.events == [next])
      var numbers: [UInt64] = []
      try journal.replay(from: 1) { number, _ in numbers.append(number) }
      #expect(numbers == Array(1...(count - UInt64(damagedCount))) + [count + 1])
    }
  }

  @Test("whichever call of the disk fails, what is read again is a prefix of what was written")
  func failuresLoseNothingThatWasKept() throws {
    var failure = 1
    var failedCount = 0
    while true {
      let folder = Scratch()
      let faulty = FaultyDisk(failingCall: failure)
      var kept: [SessionEvent] = []
      do throws(SessionError) {
        let (journal, _) = try Journal.open(folder: folder.path, disk: faulty.disk)
        var state = SessionState()
        for event in Samples.events {
          let frame: [UInt8]
          do { frame = try event.frame.encoded() } catch { break }
          try journal.append(event, frame: frame)
          kept.append(event)
          state.restore(event)
          if event.sequence == 5 { try journal.rotate(state.snapshot) }
          if event.sequence % 3 == 0 { try journal.sync() }
        }
      } catch {
        failedCount += 1
      }
      let restored = try Journal.open(folder: folder.path, disk: .real).restored
      var expected = SessionState()
      for event in kept { expected.restore(event) }
      var found = SessionState()
      if let snapshot = restored.snapshot { found.restore(snapshot) }
      for event in restored.events { found.restore(event) }
      #expect(found.snapshot == expected.snapshot, "call \(failure) failed")
      guard faulty.hasFailed else { break }
      failure += 1
    }
    #expect(failedCount > 10)
  }

  @Test("a store blob is there whole or not at all, whichever call of the disk fails")
  func storeBlobsAreWhole() throws {
    let bytes = (0..<5_000).map { UInt8(truncatingIfNeeded: $0) }
    var failure = 1
    while true {
      let folder = Scratch()
      let faulty = FaultyDisk(failingCall: failure)
      let store = ContentStore(folder: folder.path, disk: faulty.disk)
      let isKept: Bool
      do {
        _ = try store.put(bytes)
        try store.sync()
        isKept = true
      } catch {
        isKept = false
      }
      let second = ContentStore(folder: folder.path)
      let digest = SHA256.hash(bytes)
      if isKept || second.contains(digest) { #expect(try second.get(digest) == bytes) }
      #expect(try second.put(bytes) == digest)
      #expect(try second.get(digest) == bytes)
      guard faulty.hasFailed else { break }
      failure += 1
    }
    #expect(failure > 4)
  }
}
