import QuernTable
import QuernText
import QuernWire

@testable import QuernSession

/// One of everything that crosses the wire, for round trips and mutations.
enum Samples {
  static let digest = SHA256.hash("sample")
  static let other = SHA256.hash("other")

  static let settings = SessionSettings(
    folder: "/tmp/nb", notebook: "/tmp/nb/churn.md", seed: -7,
    parameters: JSONObject([("region", "us"), ("n", 3), ("deep", .array([1.5, nil, true]))]),
    widthColumns: 120, startsClean: true)

  static let submission = CellSubmission(
    id: "a-1", index: 4, source: "let x = \"é\\n\"\n# 🦉", timeoutSeconds: 2.5, reuse: .resume,
    mayAct: false, mayAsk: false, refreshSeconds: 86_400)

  static let promptSubmission = CellSubmission(
    id: "in-0-1", index: 1, source: "|> head(3)", timeoutSeconds: 1, namedLimitSeconds: 30,
    bindsResult: true, display: CellDisplay(widthColumns: 72, rowCountMax: 10, rowCountWhole: 40))

  static let descriptions = [
    NameDescription(
      name: "t", version: 2, type: "table", summary: "3 rows, 2 columns",
      columns: [
        .init(name: "a b", type: .int, missingShare: 0.25),
        .init(name: "é", type: .list(.string), missingShare: nil),
      ], isSample: true),
    NameDescription(
      name: "f", version: 1, type: "function", formals: ["x", "y"], requiredCount: 1,
      source: "(x, y = 1) => x"),
    NameDescription(
      name: "r", version: 1, type: "record", members: [.init(name: "city", type: "str")]),
  ]

  static let report = CellReport(
    id: "a-1", index: 4, status: .ok, seconds: 0.25, rowCount: 12,
    defined: [.init(name: "x", version: 3, digest: digest, blob: other, type: "table")],
    read: [.init(name: "y", version: 1)], key: digest,
    trace: [
      TraceEntry(
        kind: .file, subject: "/tmp/a.csv", digest: other,
        identity: .init(
          device: 1, inode: 2, byteCount: 3, modifiedNanoseconds: 4, changedNanoseconds: -5)),
      TraceEntry(kind: .absence, subject: "/tmp/b.csv"),
      TraceEntry(kind: .volatile, subject: "ask: n?", answer: "3"),
    ], outputs: digest, errorCode: nil)

  static let act = ActIntent(token: digest, operation: "CreateEndpoint", target: "churn")

  static let bodies: [SessionEvent.Body] = [
    .opened(SessionOpening(build: "0.1.0", instance: "ml.m5.large", bootId: "b-1", pid: 42)),
    .configured(settings),
    .accepted(submission),
    .started(cell: "a-1"),
    .output(cell: "a-1", json: Array(#"{"kind":"stream","text":"hi\n"}"#.utf8)),
    .intended(cell: "a-1", act: act),
    .performed(cell: "a-1", token: digest, json: Array("{}".utf8)),
    .ran(cell: "a-1", json: Array(#"{"run":1}"#.utf8)),
    .finished(report),
    .finished(
      CellReport(id: "z", index: 1, status: .interrupted, seconds: 0, errorCode: "not-started")),
    .closed(reason: "idle"),
  ]

  static var events: [SessionEvent] {
    bodies.enumerated().map { place, body in
      SessionEvent(
        sequence: UInt64(place + 1), at: 1_700_000_000_000_000 + Int64(place), body: body)
    }
  }

  static let status = SessionStatus(
    instance: "ml.m5.large", limits: "control group v1", lastSequence: 9, running: "a",
    queued: ["b"], finished: ["c", "d"],
    names: [.init(name: "x", type: "int", version: 2)], lost: nil,
    runningSource: "1 +\n1", runningSince: 1_700_000_000_000_000, frontEndCount: 2)

  static var workerMessages: [WorkerMessage] {
    events.map { .event($0) } + [
      .hello(WorkerHello(protocolVersion: 1, build: "0.1.0", pid: 7, status: status)),
      .progress(cell: "a", json: Array("{}".utf8)),
      .ask(question: 1, cell: "a", prompt: "really?", isSecret: false),
      .ask(question: 2, cell: "a", prompt: "token?", isSecret: true),
      .state(status),
      .described([]),
      .described(descriptions),
      .replayed(through: 12),
      .refused(code: "queue-full", message: "no"),
      .closing(reason: "asked by a front end"),
    ]
  }

  static let frontEndMessages: [FrontEndMessage] = [
    .hello(protocolVersion: 1, build: "0.1.0", settings: settings),
    .hello(protocolVersion: 1, build: "0.1.0", settings: nil),
    .submit(submission),
    .submit(promptSubmission),
    .describe(names: []),
    .describe(names: ["a", "é"]),
    .interrupt,
    .withdraw,
    .leave,
    .status,
    .replay(from: 1),
    .answer(question: 3, text: "yes"),
    .answer(question: 3, text: nil),
    .shutdown,
  ]
}

/// A small generator with a seed that a failing test prints.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state &* 0x2545_F491_4F6C_DD1D
  }
}
