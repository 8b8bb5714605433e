import QuernSyntax
import QuernSystem
import QuernTable
import QuernTesting
import QuernText
import QuernWords
import Testing

/// Cells of the conformance files, damaged at random: whatever they are, they come to a value or to
/// a diagnostic, and never to a trap.
@Suite struct MutationTests {
  private let texts: [String] = ConformanceFiles.all.flatMap { name -> [String] in
    guard let text = try? Disk.real.readText("\(ConformanceFiles.folder)/\(name)") else {
      return []
    }
    return CellsFile(text).parts.compactMap { part in
      if case .cell(let lines, _, _) = part { return lines.joined(separator: "\n") }
      return nil
    }
  }

  @Test(arguments: 0..<40)
  func damagedCellsNeverTrap(seed: Int) {
    let stream = RandomStream(seed: Int64(seed), word: "mutation", ordinal: 0)
    var drawn: UInt64 = 0
    func below(_ bound: Int) -> Int {
      defer { drawn += 1 }
      return Int(stream.below(UInt64(max(1, bound)), drawn))
    }
    let session = SimulatedSession(registry: Words.registry)
    for _ in 0..<12 {
      var bytes = Array(texts[below(texts.count)].utf8)
      for _ in 0..<(1 + below(3)) {
        let place = below(bytes.count)
        let other = Array(texts[below(texts.count)].utf8)
        switch below(4) {
        case 0: bytes.removeSubrange(place..<min(bytes.count, place + 1 + below(6)))
        case 1: bytes.insert(contentsOf: other.prefix(below(other.count)), at: place)
        case 2: bytes.insert(contentsOf: "9223372036854775807".utf8, at: place)
        default: bytes.insert(UInt8(32 + below(95)), at: place)
        }
      }
      let interrupt = session.host.tableContext.interrupt
      interrupt.clear()
      interrupt.allow(seconds: 0.1)
      let outcome = session.run(String(decoding: bytes, as: UTF8.self))
      #expect(outcome.errors.allSatisfy { $0.code != "internal" }, "seed \(seed)")
    }
  }
}
