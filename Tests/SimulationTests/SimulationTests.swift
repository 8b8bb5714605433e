import Glibc
import QuernSystem
import Testing

@testable import QuernSession

/// Front ends, workers, control plane, disk and clock: whatever befalls them, nothing is lost.
///
/// `./dev simulate --minutes 60 --seed 7` goes on for an hour from a seed of its own.
@Suite("The simulated world")
struct SimulationTests {
  @Test("kills, power losses, full disks, flipped bits: what was told stays, what is lost is told")
  func worldsHold() {
    let seconds = Double(HostFacts.environment("QUERN_SIMULATE_SECONDS") ?? "") ?? 8
    let first = UInt64(HostFacts.environment("QUERN_SIMULATE_SEED") ?? "") ?? 1
    let end = Clock.system.monotonicNs() + Int64(seconds * 1e9)
    var statistics: [String: Int] = [:]
    var seed = first
    repeat {
      let simulation = Simulation(seed: seed)
      if let failure = simulation.run(simulation.operations, &statistics) {
        Issue.record("\(simulation.report(failure))")
        return
      }
      seed += 1
    } while Clock.system.monotonicNs() < end
    let text = statistics.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    if HostFacts.environment("QUERN_SIMULATE_SECONDS") != nil {
      let line = Array("\(seed - first) worlds held: \(text.joined(separator: ", "))\n".utf8)
      write(2, line, line.count)
    }
  }

  @Test("a seed is a world: the same every time")
  func worldsRepeat() {
    var first: [String: Int] = [:], second: [String: Int] = [:]
    let simulation = Simulation(seed: 3)
    _ = simulation.run(simulation.operations, &first)
    _ = simulation.run(simulation.operations, &second)
    #expect(first == second)
    #expect((first["events"] ?? 0) > 50)
  }

  @Test("a disk that does not sync is found, with few operations")
  func lyingDisksAreFound() throws {
    let found = try #require(failing { $0.disk.ignoresSync = true })
    #expect(found.operations.count <= 4, "\(found.operations)")
  }

  @Test("what is broken on purpose is found, each by its own sign", arguments: Sabotage.allCases)
  func sabotageIsFound(_ sabotage: Sabotage) throws {
    let found = try #require(failing { $0.sabotage = sabotage })
    #expect(sabotage.signs.contains(found.failure.invariant), "\(found.failure)")
    #expect(found.operations.count <= 12, "\(found.operations)")
  }

  private func failing(
    _ sabotage: @escaping (SimulatedWorld) -> Void
  ) -> (failure: SimulationFailure, operations: [SimulatedOperation])? {
    var statistics: [String: Int] = [:]
    for seed in 1...400 {
      let simulation = Simulation(seed: UInt64(seed), sabotage: sabotage)
      if let failure = simulation.run(simulation.operations, &statistics) {
        return (failure, simulation.shrunk(failure))
      }
    }
    return nil
  }
}
