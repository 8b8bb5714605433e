import Glibc
import QuernSystem
import QuernTable
import QuernText
import Testing

@Suite struct FaultTests {
  @Test func `without memory every plan fails cleanly and gives back what it took`() throws {
    for (name, table) in try ThreadTests.plans(seed: 21) {
      let plenty = makeContext(limitBytes: 1 << 30)
      let expected = try table.fresh().collect(plenty).contentDigest()
      let peak = plenty.arena.peakBytes
      // From nothing to enough, in steps that stop at every stage of the run.
      var limit = 0
      var failures = 0
      while limit < peak {
        let context = makeContext(threads: 1, limitBytes: limit)
        do throws(TableError) {
          let found = try table.copied().collect(context)
          #expect(found.contentDigest() == expected, "\(name) at \(limit) bytes")
        } catch {
          failures += 1
          #expect(error.code == "out-of-memory", "\(name) at \(limit) bytes: \(error)")
          #expect(context.arena.usedBytes == 0, "\(name) at \(limit) bytes keeps memory")
        }
        limit += max(64, peak / 40)
      }
      #expect(failures > 0, "\(name)")
    }
  }

  @Test func `a raised interrupt stops every plan`() throws {
    for (name, table) in try ThreadTests.plans(seed: 22) {
      let context = makeContext()
      context.interrupt.raise()
      let error = #expect(throws: TableError.self) { try table.fresh().collect(context) }
      #expect(error?.code == "interrupted", "\(name)")
      context.interrupt.clear()
      _ = try table.fresh().collect(context)
    }
  }

  @Test(arguments: ["sort", "join", "group", "median"])
  func `an interrupt takes effect while the work goes on`(verb: String) throws {
    var random = RandomTables(seed: 23)
    let schema = Schema([("k", .int), ("x", .float)])
    let rows = (0..<300_000).map { _ -> [Scalar] in
      [.int(Int64(random.below(90_000))), .float(Double(random.below(1_000_000)))]
    }
    let base = Table(data: try TableData.build(schema, rows: rows))
    let table: Table =
      switch verb {
      case "sort":
        try base.sort([SortKey(expression: .column("x")), SortKey(expression: .column("k"))])
      case "join": try base.join(try base.rename([(new: "y", old: "x")]), on: [("k", "k")])
      case "group": try base.summarise([("s", .aggregate(.std, .column("x")))], by: ["k"])
      default: try base.summarise([("s", .aggregate(.median, .column("x")))], by: ["k"])
      }
    let context = makeContext()
    let start = Clock.system.monotonicNs()
    _ = try table.fresh().collect(context)
    let whole = Clock.system.monotonicNs() - start
    // Raised at ten places of the run: each time it ends before the run would have.
    for tenth in 1..<10 {
      let interrupt = Interrupt()
      let stopped = TableContext(
        arena: Arena(limitBytes: .max), workers: Workers.shared(2), interrupt: interrupt)
      interrupt.allow(seconds: Double(whole) * Double(tenth) / 1e10)
      do throws(TableError) {
        _ = try table.copied().collect(stopped)
      } catch {
        #expect(error.code == "timed-out")
        #expect(stopped.arena.usedBytes == 0)
      }
    }
  }
}

extension Table {
  fileprivate func copied() throws(TableError) -> Table {
    try Table.fromPlanJSON(planJSON(), sources: leaves)
  }
}
