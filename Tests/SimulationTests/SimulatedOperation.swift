/// One thing that befalls the simulated world, at a time of its own.
///
/// A simulation is a list of these and nothing else: a shorter list is a simpler one.
struct SimulatedOperation: Sendable, Hashable, CustomStringConvertible {
  enum Kind: Sendable, Hashable {
    /// A front end submits a cell; its steps are run one after the other.
    case submit(frontEnd: Int, steps: [Step])
    case interrupt(frontEnd: Int)
    case withdraw(frontEnd: Int)
    case hibernate(frontEnd: Int)
    case leave(frontEnd: Int)
    case describe(frontEnd: Int)
    case replay(frontEnd: Int)
    /// The connection of a front end breaks.
    case drop(frontEnd: Int)
    /// kill -9 of a session's worker.
    case kill(session: Int)
    /// SIGSTOP, and SIGCONT so many milliseconds later.
    case stop(session: Int, milliseconds: Int)
    /// The machine goes down: workers and front ends with it.
    case powerLoss
    /// Somebody sets the clock.
    case clockStep(seconds: Int)
    /// The disk is full for so many milliseconds.
    case diskFull(milliseconds: Int)
    /// The control plane is away for so many milliseconds.
    case controlDown(milliseconds: Int)
    /// The control plane is killed, and comes back as soon as somebody asks.
    case controlKill
    /// A replica of an endpoint is killed.
    case replicaKill
    /// A bit of a sleeping session's journal is another one.
    case flipBit(session: Int)
    /// A session that nobody named has not been used for long, and is collected.
    case collect(session: Int)
  }

  enum Step: Sendable, Hashable {
    case show
    case work(milliseconds: Int)
    case define(String)
    case act(String)
  }

  /// Milliseconds from the beginning.
  var at: Int
  var kind: Kind
  /// For what is random in it.
  var seed: UInt64

  var description: String { "at \(at) ms: \(kind)" }

  /// Everything that befalls the world of a seed, in order of time.
  static func list(seed: UInt64, count: Int, sessions: Int, frontEnds: Int) -> [Self] {
    var random = SplitMix(seed)
    var at = 0
    return (0..<count).map { _ in
      // Now and then nothing happens for longer than a session stands idle.
      at += random.chance(1, in: 40) ? 1_000_000 : random.below(400)
      return Self(at: at, kind: kind(&random, sessions, frontEnds), seed: random.next())
    }
  }

  private static func kind(_ random: inout SplitMix, _ sessions: Int, _ frontEnds: Int) -> Kind {
    let frontEnd = random.below(frontEnds)
    let session = random.below(sessions)
    switch random.below(100) {
    case 0..<52: return .submit(frontEnd: frontEnd, steps: steps(&random))
    case 52..<56: return .interrupt(frontEnd: frontEnd)
    case 56..<59: return .withdraw(frontEnd: frontEnd)
    case 59..<64: return .hibernate(frontEnd: frontEnd)
    case 64..<66: return .leave(frontEnd: frontEnd)
    case 66..<70: return .describe(frontEnd: frontEnd)
    case 70..<73: return .replay(frontEnd: frontEnd)
    case 73..<77: return .drop(frontEnd: frontEnd)
    case 77..<84: return .kill(session: session)
    case 84..<88: return .stop(session: session, milliseconds: random.below(3_000))
    case 88..<91: return .powerLoss
    case 91..<94: return .clockStep(seconds: random.below(7_200) - 3_600)
    case 94..<96: return .diskFull(milliseconds: random.below(500))
    case 96: return .controlDown(milliseconds: random.below(2_000))
    case 97: return random.chance(1, in: 2) ? .controlKill : .replicaKill
    case 98: return .flipBit(session: session)
    default: return .collect(session: session)
    }
  }

  private static func steps(_ random: inout SplitMix) -> [Step] {
    (0...random.below(4)).map { _ in
      switch random.below(6) {
      case 0, 1: .show
      case 2: .work(milliseconds: random.below(300))
      case 3, 4: .define("x\(random.below(6))")
      default: .act("endpoint-\(random.below(3))")
      }
    }
  }
}
