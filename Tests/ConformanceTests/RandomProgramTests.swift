import QuernSyntax
import QuernSystem
import QuernTable
import QuernTesting
import QuernText
import QuernValue
import QuernWords
import Testing

/// Random small programs whose types fit: the checker takes them, and what can still go wrong with
/// them is their data.
@Suite struct RandomProgramTests {
  /// What data can do to a program that the checker has taken.
  private let dataCodes: Set<String> = [
    "integer-overflow", "index-out-of-range", "cast-failed", "out-of-range", "recursion-limit",
    "timed-out", "invalid-argument", "list-limit", "argument-out-of-range",
  ]

  @Test(arguments: 0..<24)
  func wellTypedProgramsFailForTheirDataAlone(seed: Int) {
    var programs = RandomPrograms(seed: Int64(seed))
    for _ in 0..<12 {
      let text = programs.program()
      let session = SimulatedSession(registry: Words.registry)
      session.host.tableContext.interrupt.allow(seconds: 2)
      let outcome = session.run(text)
      for error in outcome.errors where !dataCodes.contains(error.code) {
        Issue.record("seed \(seed): \(error.code): \(error.message)\n\(text)")
      }
      let again = SimulatedSession(registry: Words.registry)
      let formatted = Formatter.format(SourceText(text)).0
      again.host.tableContext.interrupt.allow(seconds: 2)
      let other = again.run(formatted)
      #expect(
        other.errors.map(\.code) == outcome.errors.map(\.code), "seed \(seed):\n\(formatted)")
      #expect(shown(other) == shown(outcome), "seed \(seed):\n\(formatted)")
    }
  }

  private func shown(_ outcome: SimulatedSession.Outcome) -> [String] {
    outcome.outputs.compactMap { output in
      switch output {
      case .result(let bundle), .display(let bundle): bundle.plain
      case .stream(let text), .note(let text), .warning(let text): text
      case .error, .progress: nil
      }
    }
  }
}

/// Programs told by a seed.
struct RandomPrograms {
  enum Sort: CaseIterable { case int, float, bool, text, ints, date }

  private let stream: RandomStream
  private var drawn: UInt64 = 0
  private var names: [(name: String, sort: Sort)] = []
  /// Inside of a verb over the table `t`.
  private var hasColumns = false

  init(seed: Int64) { stream = RandomStream(seed: seed, word: "programs", ordinal: 0) }

  private mutating func below(_ bound: Int) -> Int {
    drawn += 1
    return Int(stream.below(UInt64(bound), drawn))
  }

  private mutating func pick<T>(_ list: [T]) -> T { list[below(list.count)] }

  mutating func program() -> String {
    names = []
    var lines = [
      "let t = table({i: [1, 2, null, -7], x: [0.5, null, 2.25, -1.0], "
        + "s: [\"a\", \"12\", null, \"é b\"], b: [true, false, null, true], "
        + "d: [@2024-01-31, @2023-12-24, null, @2024-02-29]})",
      "fn g(n, k = 2) = if n < 1 then k else g(n // 2 - 1, k + 1)",
    ]
    for place in 0..<(2 + below(4)) {
      let sort = pick(Sort.allCases)
      lines.append("let v\(place) = \(expression(sort, 3))")
      names.append(("v\(place)", sort))
    }
    lines.append(expression(pick(Sort.allCases), 4))
    lines.append(table())
    return lines.joined(separator: "\n")
  }

  /// A chain of verbs over `t`, whose columns stay there.
  private mutating func table() -> String {
    var text = "t"
    for place in 0..<(1 + below(4)) {
      hasColumns = true
      switch below(6) {
      case 0: text += "\n  |> filter(\(expression(.bool, 3)))"
      case 1:
        let sort: Sort = pick([.int, .float, .text, .bool])
        text += "\n  |> derive(z\(place) = \(expression(sort, 3)))"
      case 2: text += "\n  |> update(i = \(expression(.int, 2)), s = \(expression(.text, 2)))"
      case 3: text += "\n  |> sort(\(expression(pick([.int, .float, .text]), 2)))"
      case 4: text += "\n  |> head(\(1 + below(4)))"
      default:
        let lag = "lag(.i, \(1 + below(2)))"
        text += "\n  |> derive(w\(place) = rank(.x), l\(place) = \(lag), by: .b)"
      }
    }
    hasColumns = false
    return text
  }

  private mutating func expression(_ sort: Sort, _ depth: Int) -> String {
    if depth == 0 || below(5) == 0 { return leaf(sort) }
    let depth = depth - 1
    if !hasColumns, below(8) == 0 {
      return "(if \(expression(.bool, depth)) then \(expression(sort, depth)) "
        + "else \(expression(sort, depth)))"
    }
    if below(10) == 0 { return "try(\(expression(sort, depth)), default: \(leaf(sort)))" }
    switch sort {
    case .int: return int(depth)
    case .float: return float(depth)
    case .bool: return bool(depth)
    case .text: return text(depth)
    case .ints: return ints(depth)
    case .date: return "(\(expression(.date, depth)) + \(1 + below(40))\(pick(["d", "w", "mo"])))"
    }
  }

  private mutating func leaf(_ sort: Sort) -> String {
    let own = names.filter { $0.sort == sort }
    if !own.isEmpty, below(3) > 0 { return pick(own).name }
    if hasColumns, below(2) == 0 {
      switch sort {
      case .int: return ".i"
      case .float: return ".x"
      case .bool: return ".b"
      case .text: return ".s"
      case .date: return ".d"
      case .ints: break
      }
    }
    switch sort {
    case .int: return pick(["0", "1", "7", "12", "9223372036854775807", "len(\"é\")"])
    case .float: return pick(["0.0", "1.5", "2.25", "1e300"])
    case .bool: return pick(["true", "false"])
    case .text: return pick(["\"\"", "\"a\"", "'x{y}'", "\"12\"", "\"é b\""])
    case .ints: return pick(["[1, 2, 3]", "[0]", "[5, -2, 8, 1]"])
    case .date: return pick(["@2024-01-31", "@2023-03-01"])
    }
  }

  private mutating func int(_ depth: Int) -> String {
    switch below(hasColumns ? 4 : 8) {
    case 0:
      return "(\(expression(.int, depth)) \(pick(["+", "-", "*", "//", "%"])) "
        + "\(expression(.int, depth)))"
    case 1: return "len(\(expression(.text, depth)))"
    case 2: return "abs(\(expression(.int, depth)))"
    case 3: return "(\(expression(.int, depth)) ?? \(leaf(.int)))"
    case 4: return "(\(expression(.ints, depth)) |> sum())"
    case 5: return "\(expression(.ints, depth))[\(below(3) - 1)]"
    case 6: return "fold(\(expression(.ints, depth)), 0, (a, e) => a + e % 7)"
    default: return "g(\(below(40)))"
    }
  }

  private mutating func float(_ depth: Int) -> String {
    switch below(4) {
    case 0:
      return "(\(expression(.float, depth)) \(pick(["+", "-", "*", "/"])) "
        + "\(expression(pick([.int, .float]), depth)))"
    case 1: return "\(pick(["sqrt", "exp", "log", "abs"]))(\(expression(.float, depth)))"
    case 2: return "round(\(expression(.float, depth)), \(below(4)))"
    default: return "cast(\(expression(.int, depth)), float)"
    }
  }

  private mutating func bool(_ depth: Int) -> String {
    switch below(6) {
    case 0:
      let sort: Sort = pick([.int, .float, .text, .date])
      let sign = pick(["==", "<", ">=", "!="])
      return "(\(expression(sort, depth)) \(sign) \(expression(sort, depth)))"
    case 1:
      let word = pick(["and", "or"])
      return "(\(expression(.bool, depth)) \(word) \(expression(.bool, depth)))"
    case 2: return "not \(leaf(.bool))"
    case 3: return "(\(expression(.int, depth)) in \(below(3))..\(3 + below(9)))"
    case 4: return "(\(expression(.text, depth)) is \(pick(["", "not "]))null)"
    default: return "contains(\(expression(.text, depth)), \(leaf(.text)))"
    }
  }

  private mutating func text(_ depth: Int) -> String {
    switch below(4) {
    case 0: return "\"{\(expression(pick([.int, .float, .bool]), depth))} \\{\""
    case 1: return "\(pick(["upper", "lower", "trim"]))(\(expression(.text, depth)))"
    case 2: return "(\(expression(.text, depth)) + \(leaf(.text)))"
    default: return "slice(\(expression(.text, depth)), 0, \(below(5)))"
    }
  }

  private mutating func ints(_ depth: Int) -> String {
    if hasColumns { return leaf(.ints) }
    switch below(3) {
    case 0: return "[\(expression(.int, depth)), \(expression(.int, depth))]"
    case 1: return "(for e in \(expression(.ints, depth)) if e != 0: e // 2)"
    default: return "map(\(expression(.ints, depth)), e => e % 5)"
    }
  }
}
