/// A world of a seed, and the shortest list of operations that shows what is wrong with it.
struct Simulation {
  let seed: UInt64
  var operationCount = 60
  var sessions = 2
  var frontEnds = 4
  /// For tests of the simulation itself.
  var sabotage: (SimulatedWorld) -> Void = { _ in }

  var operations: [SimulatedOperation] {
    SimulatedOperation.list(
      seed: seed, count: operationCount, sessions: sessions, frontEnds: frontEnds)
  }

  /// What went wrong; nil where everything held.
  func run(
    _ operations: [SimulatedOperation], _ statistics: inout [String: Int]
  ) -> SimulationFailure? {
    let world = SimulatedWorld(seed: seed, sessions: sessions, frontEnds: frontEnds)
    sabotage(world)
    defer { statistics.merge(world.statistics) { $0 + $1 } }
    do {
      try world.run(operations)
      return nil
    } catch let failure as SimulationFailure {
      return failure
    } catch {
      return SimulationFailure("error", "\(error)")
    }
  }

  /// The operations without those that the failure does not need.
  func shrunk(_ failure: SimulationFailure) -> [SimulatedOperation] {
    var statistics: [String: Int] = [:]
    var list = operations
    var size = max(1, list.count / 2)
    while size >= 1 {
      var start = 0
      while start < list.count {
        var shorter = list
        shorter.removeSubrange(start..<min(start + size, list.count))
        if run(shorter, &statistics)?.invariant == failure.invariant {
          list = shorter
        } else {
          start += size
        }
      }
      size /= 2
    }
    return list
  }

  /// As it is shown to whoever has to find the reason.
  func report(_ failure: SimulationFailure) -> String {
    let list = shrunk(failure)
    var statistics: [String: Int] = [:]
    let last = run(list, &statistics) ?? failure
    return "seed \(seed): \(last)\n" + list.map { "  \($0)" }.joined(separator: "\n")
  }
}
