import QuernText
import QuernValue
import Testing

@Suite struct OutputTests {
  private let bundle = MIMEBundle([
    MIMEBundle.Entry("text/plain", .text("a")), MIMEBundle.Entry("text/html", .text("<b>a</b>")),
    MIMEBundle.Entry("application/json", .json(.members([("a", .int(1))]))),
  ])

  @Test func everyOutputComesBackFromItsJSON() throws {
    let outputs: [Output] = [
      .result(bundle), .display(bundle), .stream("x\n"), .note("kept 1 of 2"), .warning("w"),
      .error(ErrorOutput(code: "unknown-name", message: "m", rendered: "r")),
      .progress(ProgressOutput(label: "train", done: 3, total: nil, unit: "rounds")),
      .progress(ProgressOutput(label: "train", done: 3.5, total: 10, unit: "rounds")),
      .progress(
        ProgressOutput(
          id: "progress-1", label: "fits", done: 3, total: 10, unit: "", seconds: 1.5)),
      .display(MIMEBundle(plain: "fits: 10 of 10", displayId: "progress-1")),
    ]
    for output in outputs {
      let text = output.json.text()
      #expect(Output(json: try JSON.parse(text)) == output)
    }
  }

  @Test func aBarShowsRateAndTimeLeft() {
    var progress = ProgressOutput(label: "fits", done: 3, total: 10, unit: "", seconds: 2)
    #expect(progress.bar == "██████░░░░░░░░░░░░░░ 30 % fits 3/10 · 1.5/s · 5 s left")
    progress.seconds = 600
    #expect(
      progress.bar == "██████░░░░░░░░░░░░░░ 30 % fits 3/10 · 3 min 20 s each · 23 min 20 s left")
    progress.seconds = 0.1
    #expect(progress.bar == "██████░░░░░░░░░░░░░░ 30 % fits 3/10")
    progress.total = nil
    progress.seconds = 0.5
    #expect(progress.bar == "fits 3 · 6/s")
    #expect(progress.lastLine == "fits: 3")
  }

  @Test(arguments: [
    "null", "{}", "{\"kind\":\"new\"}", "{\"kind\":\"stream\"}", "{\"kind\":\"result\",\"data\":1}",
    "{\"kind\":\"error\",\"code\":\"a\"}",
  ])
  func whatIsNoOutputIsRefused(text: String) throws {
    #expect(Output(json: try JSON.parse(text)) == nil)
  }
}
