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
    ]
    for output in outputs {
      let text = output.json.text()
      #expect(Output(json: try JSON.parse(text)) == output)
    }
  }

  @Test(arguments: [
    "null", "{}", "{\"kind\":\"new\"}", "{\"kind\":\"stream\"}", "{\"kind\":\"result\",\"data\":1}",
    "{\"kind\":\"error\",\"code\":\"a\"}",
  ])
  func whatIsNoOutputIsRefused(text: String) throws {
    #expect(Output(json: try JSON.parse(text)) == nil)
  }
}
