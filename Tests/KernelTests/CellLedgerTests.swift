import QuernText
import QuernValue
import QuernWire
import Testing

@testable import QuernKernel

@Suite struct CellLedgerTests {
  @Test func aCellWhoseKernelWasShutDownSaysSo() {
    let error = KernelSession.failure(nil)
    #expect(error.code == "kernel-stopped")
    #expect(error.rendered.hasPrefix("error[kernel-stopped]: "))
  }

  /// Runs cells as `"b: x -> y=1"`: cell b reads x and defines y, whose digest is that of "1".
  private func ledger(_ document: [String], _ runs: [String]) -> CellLedger {
    var ledger = CellLedger()
    ledger.document = document
    var versions: [String: Int] = [:]
    for (place, run) in runs.enumerated() {
      let parts = run.split(separator: ":", omittingEmptySubsequences: false)
      let sides = parts[1].split(separator: ">", omittingEmptySubsequences: false)
      var report = CellReport(id: String(parts[0]), index: place + 1, status: .ok, seconds: 0)
      report.read = sides[0].split(separator: " ").map {
        .init(name: String($0), version: versions[String($0)] ?? 0)
      }
      for pair in sides[1].split(separator: " ") {
        let halves = pair.split(separator: "=").map(String.init)
        versions[halves[0], default: 0] += 1
        let digest = SHA256.hash(halves[1])
        report.defined.append(
          .init(
            name: halves[0], version: versions[halves[0]] ?? 0, digest: digest, blob: digest,
            type: "int"))
      }
      ledger.take(report, count: place + 1)
    }
    return ledger
  }

  private func texts(_ ledger: CellLedger) -> [String] {
    ledger.outdated.map { "[\($0.count)] \($0.reasons.map(\.text).joined(separator: "; "))" }
  }

  @Test func aCellThatReadAnOlderValueIsOutOfDate() {
    let found = texts(ledger(["a", "b"], ["a:>x=1", "b:x>y=2", "a:>x=5"]))
    #expect(found == ["[2] `x` was changed by [3]"])
  }

  @Test func theSameValueAgainIsNoChange() {
    #expect(texts(ledger(["a", "b"], ["a:>x=1", "b:x>y=2", "a:>x=1"])) == [])
  }

  @Test func whatFollowsIsOutOfDateToo() {
    let found = texts(ledger(["a", "b", "c"], ["a:>x=1", "b:x>y=2", "c:y>", "a:>x=5"]))
    #expect(found == ["[2] `x` was changed by [4]", "[3] `y` is of [2], which is out of date"])
  }

  @Test func aNameThatVanishedIsTold() {
    let found = texts(ledger(["a", "b"], ["a:>x=1", "b:x>", "a:>z=1"]))
    #expect(found == ["[2] `x` is not defined any more"])
  }

  @Test func aCellBelowDoesNotTouchOneAbove() {
    #expect(texts(ledger(["a", "b", "c"], ["a:>x=1", "b:x>", "c:>x=9"])) == [])
    // Where the order is not known, the latest counts.
    #expect(texts(ledger([], ["a:>x=1", "b:x>", "c:>x=9"])) == ["[2] `x` was changed by [3]"])
  }

  @Test func readingFromBelowIsTold() {
    let ledger = ledger(["a", "b"], ["b:>x=1"])
    #expect(ledger.readsFromBelow(["x", "y"], cell: "a").map(\.name) == ["x"])
    #expect(ledger.readsFromBelow(["x"], cell: "b").isEmpty)
  }
}
