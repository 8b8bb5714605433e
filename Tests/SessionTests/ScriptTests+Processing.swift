import QuernSystem
import QuernText
import QuernWire
import Testing

@testable import QuernSession

/// Processing jobs of cells.
extension ScriptTests {
  @Test("a processing job finds its folders and its configuration, and files become tables")
  func processingJob() throws {
    let bench = try Bench([
      "prepare.sh": """
        cd "$SM_ML_DIR"
        ls | tr '\\n' ' '; echo
        cmp "$SM_INPUT_ORDERS/orders.csv" processing/input/orders/orders.csv
        cmp "$1/orders/orders.csv" processing/input/orders/orders.csv
        cp processing/input/orders/orders.csv "$SM_OUTPUT_CLEAN/part-0.csv"
        printf 'a\\n7\\n' > processing/output/clean/part-1.csv
        touch processing/output/clean/_SUCCESS processing/output/clean/part-00.csv \\
          processing/output/clean/part-2.csv
        printf '{"n": 1, "s": "x"}\\n{"n": 2, "s": null}\\n' > "$LEADS/lines.jsonl"
        cat processing/input/code/prepare.sh | head -1
        cat processing/input/code/more.txt
        """,
      "more.txt": "more\n",
    ])
    let run = try bench.run(
      """
      let t = table({a: [1, 2]})
      let r = table({b: ["x"]})
      let done = process("prepare.sh", inputs: {orders: t, rates: r}, outputs: ["clean", "lines"],
        args: ["/opt/ml/processing/input"], env: {LEADS: "/opt/ml/processing/output/lines"},
        files: "more.txt")
      [done.clean.a, done.lines.n, done.lines.s]
      """)
    #expect(run.result == "[[1, 2, 7], [1, 2], [\"x\", null]]", "\(run.rendered)")
    #expect(
      run.stream == "config output processing tmp \ncd \"$SM_ML_DIR\"\nmore\n", "\(run.rendered)")
    #expect(try Disk.real.list("\(bench.place.home.path)/scripts").isEmpty)
    try bench.client.close()
  }

  @Test("processingjobconfig.json and resourceconfig.json describe the job")
  func processingConfiguration() throws {
    let bench = try Bench([
      "show.sh": """
        cd "$SM_ML_DIR/config"
        cp processingjobconfig.json resourceconfig.json "$1"
        """
    ])
    let folder = bench.place.scratch.path
    let run = try bench.run(
      """
      process("show.sh", inputs: table({a: [1]}), outputs: "clean", args: ["\(folder)"])
      """)
    #expect(run.report.errorCode == "script-output")
    let job = try JSON.parse(Array(Disk.real.readText("\(folder)/processingjobconfig.json").utf8))
    #expect(job["ProcessingJobName"] == "show")
    let arguments = job["AppSpecification"]?["ContainerArguments"]
    #expect(arguments == .array([.string(folder)]))
    let entry = job["AppSpecification"]?["ContainerEntrypoint"]?.arrayValue?.first?.stringValue
    #expect(entry?.hasSuffix("/processing/input/code/show.sh") == true)
    let input = try #require(job["ProcessingInputs"]?.arrayValue?.first)
    #expect(input["InputName"] == "input")
    #expect(
      input["S3Input"]?["LocalPath"]?.stringValue?.hasSuffix("/processing/input/input") == true)
    let output = try #require(
      job["ProcessingOutputConfig"]?["Outputs"]?.arrayValue?.first)
    #expect(output["OutputName"] == "clean")
    #expect(
      output["S3Output"]?["LocalPath"]?.stringValue?.hasSuffix("/processing/output/clean") == true)
    let resources = try JSON.parse(Array(Disk.real.readText("\(folder)/resourceconfig.json").utf8))
    #expect(resources["current_host"] == "algo-1")
    try bench.client.close()
  }

  @Test("a processing job that fails or leaves an output empty says why, and what is there")
  func processingFailures() throws {
    let bench = try Bench([
      "empty.sh": """
        echo 1 > "$SM_ML_DIR/processing/output/clean.csv"
        echo 1 > "$SM_OUTPUT_REPORT/report.pkl"
        """,
      "bad.sh": "cp /opt/ml/processing/input/absent.csv . && exit 0\nexit 4",
      "told.sh": "echo the input is empty > \"$SM_ML_DIR/output/message\"\nexit 1",
      "nothing.sh": "exit 0",
      "ragged.sh": "printf '{\"a\": 1}\\n{\"a\": \\n' > \"$SM_OUTPUT_CLEAN/x.jsonl\"",
    ])
    let empty = try bench.run("process(\"empty.sh\", outputs: [\"report\", \"clean\"])")
    #expect(empty.report.errorCode == "script-output")
    #expect(
      empty.rendered.contains(
        "empty.sh left no CSV or JSON-lines file in /opt/ml/processing/output/report"))
    #expect(
      empty.rendered.contains(
        "in /opt/ml/processing/output there is: clean.csv, report/report.pkl"), "\(empty.rendered)")
    let nothing = try bench.run("process(\"nothing.sh\", outputs: \"clean\")")
    #expect(nothing.rendered.contains("/opt/ml/processing/output is empty"))
    #expect(try bench.run("process(\"nothing.sh\").log").result == "\"\"")
    let bad = try bench.run("process(\"bad.sh\")")
    #expect(bad.report.errorCode == "script-failed")
    #expect(bad.rendered.contains("bad.sh exited with 4"))
    #expect(bad.rendered.contains("/opt/ml is below $SM_ML_DIR"), "\(bad.rendered)")
    let told = try bench.run("process(\"told.sh\")")
    #expect(told.rendered.contains("the input is empty"))
    let ragged = try bench.run("process(\"ragged.sh\", outputs: \"clean\")")
    #expect(
      ragged.rendered.contains("/opt/ml/processing/output/clean/x.jsonl, which ragged.sh wrote"),
      "\(ragged.rendered)")
    try bench.client.close()
  }

  @Test("the same processing job is not run again; another program, table or argument is")
  func processingIsCached() throws {
    let bench = try Bench([
      "n.sh": "cp \"$SM_INPUT_T/t.csv\" \"$SM_OUTPUT_OUT/\"; echo ran $1"
    ])
    func cell(_ value: Int, _ argument: Int) -> String {
      "process(\"n.sh\", inputs: {t: table({a: [\(value)]})}, outputs: \"out\", "
        + "args: [\(argument)]).out.a"
    }
    #expect(try bench.run(cell(1, 1)).report.status == .ok)
    #expect(try bench.run(cell(1, 1)).report.status == .cached)
    #expect(try bench.run(cell(2, 1)).report.status == .ok)
    #expect(try bench.run(cell(2, 2)).report.status == .ok)
    try Disk.real.writeAtomically(
      "\(bench.place.scratch.path)/n.sh", text: "printf 'a\\n9\\n' > \"$SM_OUTPUT_OUT/t.csv\"")
    let other = try bench.run(cell(2, 2))
    #expect(other.report.status == .ok && other.result == "[9]", "\(other.rendered)")
    try bench.client.close()
  }
}
