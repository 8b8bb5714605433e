import Glibc
import QuernSystem
import QuernText
import QuernValue
import QuernWire
import Testing

@testable import QuernSession

/// Programs of cells, as processes under the built program.
@Suite("Scripts", .serialized)
struct ScriptTests {
  /// A session in a folder with these files.
  final class Bench {
    let place: ProcessPlace
    let client: SessionClient
    private var count = 0

    init(_ files: [String: String]) throws {
      place = try ProcessPlace()
      for (name, text) in files {
        try Disk.real.writeAtomically("\(place.scratch.path)/\(name)", text: text)
      }
      client = try place.open()
    }

    /// Runs a cell; what it came to and what it showed.
    func run(_ source: String, seconds: Double? = nil) throws -> (
      report: CellReport, result: String, stream: String, rendered: String
    ) {
      count += 1
      let id = "c\(count)"
      try client.submit(
        CellSubmission(id: id, index: count, source: source, timeoutSeconds: seconds))
      let events = try client.events(untilEndOf: id)
      let report = try #require(events.last?.report)
      var stream = ""
      var rendered = ""
      for event in events {
        guard case .output(_, let bytes) = event else { continue }
        let json = try JSON.parse(bytes)
        if json["kind"] == "stream" { stream += json["text"]?.stringValue ?? "" }
        if json["kind"] == "error" { rendered += json["rendered"]?.stringValue ?? "" }
      }
      return (report, events.resultTexts.joined(separator: "\n"), stream, rendered)
    }
  }

  private static let copy = """
    cp "$SM_CHANNEL_INPUT/input.csv" "$SM_OUTPUT_DATA_DIR/clean.csv"
    echo "args $*"
    echo "hp $SM_HP_MIN $SM_HPS"
    """

  @Test("tables go in and out, arguments and what is printed arrive")
  func tablesGoRound() throws {
    let bench = try Bench(["clean.sh": Self.copy])
    let run = try bench.run(
      """
      let t = table({id: [1, 2], name: ["a, b", null], at: [@2024-02-29, null]})
      let done = script("clean.sh", input: t, args: {min: 3, x: "u v"})
      """)
    #expect(run.report.status == .ok, "\(run.rendered)")
    #expect(run.stream == "args --min 3 -x u v\nhp 3 {\"min\":3,\"x\":\"u v\"}\n")
    let again = try bench.run("[done.clean.id, done.clean.name, done.clean.at]")
    #expect(again.result == "[[1, 2], [\"a, b\", null], [@2024-02-29, null]]", "\(again.rendered)")
    #expect(try bench.run("done.log").result.hasPrefix("\"args --min 3 -x u v"))
    // Nothing of it is left.
    #expect(try Disk.real.list("\(bench.place.home.path)/scripts").isEmpty)
    try bench.client.close()
  }

  @Test("both layouts of SageMaker's containers hold the same tables, and both give them back")
  func layouts() throws {
    let bench = try Bench([
      "both.sh": """
        cd "$SM_ML_DIR"
        cmp processing/input/left/left.csv input/data/left/left.csv
        cmp processing/input/left/left.csv "$SM_CHANNEL_LEFT/left.csv"
        mkdir processing/output/parts
        cp processing/input/left/left.csv processing/output/parts/0.csv
        cp processing/input/right/right.csv processing/output/parts/1.csv
        cp "$1/right/right.csv" output/data/one.csv
        echo "$SM_CHANNELS"
        grep -o '"algo-1"' input/config/resourceconfig.json | head -1
        grep -o '"n":"3"' input/config/hyperparameters.json || echo none
        grep -c left config/processingjobconfig.json
        echo x > output/data/note.txt
        """
    ])
    let run = try bench.run(
      """
      let l = table({a: [1]})
      let r = table({a: [2, 3]})
      let done = script("both.sh", input: {left: l, right: r}, args: ["/opt/ml/processing/input"])
      [done.one.a, done.parts.a]
      """)
    #expect(run.result == "[[2, 3], [1, 2, 3]]", "\(run.rendered)")
    #expect(run.stream == "[\"left\",\"right\"]\n\"algo-1\"\nnone\n1\n")
    try bench.client.close()
  }

  @Test("the same program and tables are not run again; another program or table is")
  func cachedByContent() throws {
    let bench = try Bench(["n.sh": "echo run\nexit 0"])
    let cell = "script(\"n.sh\", files: \"more.txt\").log"
    try Disk.real.writeAtomically("\(bench.place.scratch.path)/more.txt", text: "1")
    #expect(try bench.run(cell).report.status == .ok)
    #expect(try bench.run(cell).report.status == .cached)
    try Disk.real.writeAtomically("\(bench.place.scratch.path)/more.txt", text: "2")
    #expect(try bench.run(cell).report.status == .ok)
    try Disk.real.writeAtomically(
      "\(bench.place.scratch.path)/n.sh", text: "echo other; cat more.txt")
    let other = try bench.run(cell)
    #expect(other.report.status == .ok && other.result.contains("other\\n2"))
    try bench.client.close()
  }

  @Test("a program that fails is an error with its last lines, or with what it wrote about it")
  func failures() throws {
    let bench = try Bench([
      "bad.sh": "for i in 1 2 3; do echo line $i; done\necho no such column >&2\nexit 3",
      "told.sh": "echo noise\necho the input is empty > \"$SM_OUTPUT_DIR/failure\"\nexit 1",
      "none.sh": "echo \"a\" > \"$SM_OUTPUT_DATA_DIR/cleaned.csv\"",
      "data": "1,2", "shebang": "#!/usr/bin/env no-such-program -x\n",
    ])
    let bad = try bench.run("script(\"bad.sh\")")
    #expect(bad.report.errorCode == "script-failed")
    #expect(bad.rendered.contains("bad.sh exited with 3"))
    #expect(bad.rendered.contains("no such column"))
    let told = try bench.run("script(\"told.sh\")")
    #expect(told.rendered.contains("the input is empty") && !told.rendered.contains("noise"))
    let none = try bench.run("script(\"none.sh\", output: \"clean\")")
    #expect(none.report.errorCode == "script-output")
    #expect(none.rendered.contains("it left: cleaned"))
    let missing = try bench.run("script(\"bda.sh\")")
    #expect(missing.report.errorCode == "script-missing")
    #expect(missing.rendered.contains("did you mean bad.sh?"))
    #expect(try bench.run("script(\"data\")").report.errorCode == "script-not-runnable")
    let shebang = try bench.run("script(\"shebang\")")
    #expect(shebang.report.errorCode == "interpreter-missing")
    #expect(shebang.rendered.contains("apt install no-such-program"))
    #expect(try bench.run("try(script(\"bad.sh\"), default: 7)").result == "7")
    try bench.client.close()
  }

  @Test("an interrupt and a time limit end the program with all of its children")
  func stopsReachChildren() throws {
    // The child ignores SIGTERM, and its parent is deaf while it waits.
    let bench = try Bench([
      "deaf.sh": "trap '' TERM\necho $$ > \"$1\"\necho begun\nexec sleep 1000",
      "slow.sh": "sh deaf.sh \"$1\" & sleep 1000; wait",
    ])
    let pidFile = "\(bench.place.scratch.path)/pid"
    let timed = try bench.run("script(\"slow.sh\", files: \"deaf.sh\", args: [\"\(pidFile)\"])", seconds: 0.3)
    #expect(timed.report.errorCode == "timed-out")
    #expect(timed.stream == "begun\n")
    try bench.client.submit(
      CellSubmission(
        id: "long", index: 9,
        source: "script(\"slow.sh\", files: \"deaf.sh\", args: [\"\(pidFile)\", 2])"))
    while let message = try bench.client.nextEvent(timeoutSeconds: 60) {
      if case .event(let event) = message, case .output = event.body { break }
    }
    let pid = try #require(
      Numbers.parseInt(try Disk.real.readText(pidFile).filter { $0 != "\n" }))
    let child = try #require(ProcessIdentity.of(Int32(pid)))
    try bench.client.interrupt()
    let events = try bench.client.events(untilEndOf: "long")
    #expect(events.last?.report?.status == .interrupted)
    // It is killed by then; until it is collected it counts as ended.
    while child.isRunning { sched_yield() }
    try bench.client.close()
  }

  @Test("what it leaves running does not hold the cell, and goes with it")
  func leftBehind() throws {
    let bench = try Bench(["bg.sh": "sleep 1000 &\necho done"])
    let run = try bench.run("script(\"bg.sh\").log")
    #expect(run.result == "\"done\\n\"", "\(run.rendered)")
    try bench.client.close()
  }

  @Test("secrets reach the environment and nothing else")
  func environments() throws {
    let bench = try Bench(["env.sh": "echo \"$TOKEN $LEVEL\" | tr a-z A-Z"])
    let run = try bench.run("script(\"env.sh\", env: {TOKEN: \"abc\", LEVEL: 3}).log")
    #expect(run.result == "\"ABC 3\\n\"", "\(run.rendered)")
    try bench.client.close()
  }

  @Test("python reads and writes the tables as SageMaker's scripts do")
  func python() throws {
    guard ["/usr/bin/python3", "/usr/local/bin/python3"].contains(where: Disk.real.exists) else {
      return
    }
    let bench = try Bench([
      "clean.py": """
      import argparse, csv, os, helper
      parser = argparse.ArgumentParser()
      parser.add_argument("--min", type=int)
      parser.add_argument("--output-path", default=os.environ["SM_OUTPUT_DATA_DIR"])
      args = parser.parse_args()
      with open(os.path.join(os.environ["SM_CHANNEL_INPUT"], "input.csv")) as file:
          rows = [row for row in csv.DictReader(file) if int(row["n"]) >= args.min]
      with open(os.path.join(args.output_path, "clean.csv"), "w") as file:
          writer = csv.DictWriter(file, ["n"])
          writer.writeheader()
          writer.writerows(rows)
      print(helper.greeting, len(rows))
      """,
      "helper.py": "greeting = 'kept'\n",
    ])
    let run = try bench.run(
      """
      let done = script("clean.py", input: table({n: [1, 5, 9]}), files: ["helper.py"],
        args: {min: 5, `output-path`: "/opt/ml/processing/output"})
      done.clean.n
      """)
    #expect(run.result == "[5, 9]", "\(run.rendered)")
    #expect(run.stream == "kept 2\n")
    try bench.client.close()
  }
}
