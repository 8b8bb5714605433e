import QuernTable
import QuernText
import Testing

@testable import QuernLearning

/// The endpoint's closed contract: bytes in, bytes out.
@Suite struct ServedModelTests {
  private let model: Model
  private let served: ServedModel

  init() throws {
    model = try Sample("logistic", .binary).train()
    served = ServedModel(model: model)
  }

  private func answer(
    _ body: String, _ type: String? = "application/json", accept: String? = nil
  ) -> (status: Int, type: String, text: String) {
    let answer = served.answer(contentType: type, accept: accept, body: Array(body.utf8))
    return (answer.status, answer.contentType, String(decoding: answer.body, as: UTF8.self))
  }

  private let record = #"{"age": 41, "income": 30, "plan": "pro", "member": true}"#

  private var score: Double {
    get throws {
      try model.scoreRow(
        record: [
          ("age", .int(41)), ("income", .float(30)), ("plan", .string("pro")),
          ("member", .bool(true)),
        ]
      ).score ?? .nan
    }
  }

  @Test func aRecordGetsARecord() throws {
    let (status, type, text) = answer(record)
    #expect(status == 200 && type == "application/json")
    let json = try JSON.parse(text)
    #expect(json["score"]?.doubleValue == (try score))
    #expect(json["predicted"]?.boolValue == (try score > 0.5))
    #expect(json["scores"]?["true"]?.doubleValue == (try score))
  }

  @Test func everyFormGivesTheSameScore() throws {
    let expected = try score
    let list = try JSON.parse(answer("[\(record), \(record)]").text)
    #expect(list.arrayValue?.map { $0["score"]?.doubleValue } == [expected, expected])
    let instances = try JSON.parse(answer(#"{"instances": [\#(record)]}"#).text)
    #expect(instances["predictions"]?[0]?["score"]?.doubleValue == expected)
    let features = try JSON.parse(
      answer(#"{"instances": [{"features": [41, 30, "pro", true]}]}"#).text)
    #expect(features["predictions"]?[0]?["score"]?.doubleValue == expected)
    let positional = try JSON.parse(answer(#"[41, 30.0, "pro", true]"#).text)
    #expect(positional["score"]?.doubleValue == expected)
    let lines = answer("\(record)\n\n\(record)\r\n", "application/jsonlines")
    #expect(lines.type == "application/jsonlines")
    #expect(
      try lines.text.split(separator: "\n").map { try JSON.parse(String($0))["score"]?.doubleValue }
        == [expected, expected])
    #expect(answer("41,30,pro,true\n", "text/csv").text == "\(expected > 0.5),\(expected)\n")
    let header = answer("plan,age,member,income\r\npro,41,true,30\r\n", "text/csv; charset=utf-8")
    #expect(header.text == "predicted,score\n\(expected > 0.5),\(expected)\n")
    #expect(header.type == "text/csv")
    #expect(answer("41,30,\"pro\",true", "text/csv").text == "\(expected > 0.5),\(expected)\n")
  }

  @Test func acceptChoosesTheForm() throws {
    #expect(answer(record, accept: "text/csv").text == "\(try score > 0.5),\(try score)\n")
    #expect(answer(record, accept: "*/*").type == "application/json")
    #expect(answer("41,30,pro,true", "text/csv", accept: "*/*").type == "text/csv")
    #expect(
      answer(record, accept: "text/csv;q=0.2, application/jsonlines; q=0.9").type
        == "application/jsonlines")
    #expect(answer(record, accept: "image/png").status == 406)
    #expect(answer(record, accept: "image/png").text.contains("application/jsonlines"))
    #expect(answer(record, "image/png").status == 415)
    #expect(answer(record, nil).status == 200, "JSON where nothing is said")
  }

  @Test(arguments: [
    (#"{"age": 41, "income": 30, "plan": "pro"}"#, "absent-field", "member"),
    (#"{"age": "old", "income": 30, "plan": "pro", "member": true}"#, "field-type", "age"),
    (#"{"age": 41.5, "income": 30, "plan": "pro", "member": true}"#, "field-type", "age"),
    (#"{"age": 41, "income": 30, "plan": 3, "member": true}"#, "field-type", "plan"),
    (#"{"age": 41, "income": 30, "plan": "pro", "member": null}"#, "null-feature", "member"),
  ])
  func badFieldsAreNamed(body: String, code: String, field: String) throws {
    let (status, type, text) = answer(body)
    #expect(status == 400 && type == "application/json")
    let json = try JSON.parse(text)
    #expect(json["error"]?.stringValue == code)
    #expect(json["field"]?.stringValue == field)
    #expect(json["message"]?.stringValue?.contains(field) == true)
  }

  @Test(arguments: ["", "{", "3", "[]", "[3]", "null", #"{"instances": 4}"#, #"[{"age": 1}, 4]"#])
  func badBodiesAreRefused(body: String) {
    #expect(answer(body).status == 400)
  }

  @Test(arguments: ["", "\n", "1,2\n", "41,30,pro,true\n41,30\n", "41,30,\"pro,true", "age\n1\n"])
  func badCSVIsRefused(body: String) {
    #expect(answer(body, "text/csv").status == 400)
  }

  @Test func severalRecordsSayWhichIsWrong() throws {
    let (status, _, text) = answer(#"[\#(record), {"age": "x"}]"#)
    #expect(status == 400)
    #expect(try JSON.parse(text)["message"]?.stringValue?.hasPrefix("record 2: ") == true)
    let csv = answer("41,30,pro,true\n41,30,pro,maybe\n", "text/csv")
    #expect(csv.text.contains("record 2: ") && csv.text.contains(#""field":"member""#))
  }

  @Test func whatIsAbsentAndImputableCounts() throws {
    let body =
      #"[{"age": 41, "plan": "pro", "member": true, "shoe": 43}, {"plan": "odd", "member": false}]"#
    let answer = served.answer(contentType: nil, accept: nil, body: Array(body.utf8))
    #expect(answer.status == 200)
    #expect(answer.counts.rows == 2)
    #expect(answer.counts.imputed == ["income": 2, "age": 1])
    #expect(answer.counts.ignored == ["shoe": 1])
    #expect(answer.counts.unknownLevels == ["plan": 1])
    let imputed = try model.scoreRow(
      record: [
        ("age", .int(41)), ("income", .null), ("plan", .string("pro")), ("member", .bool(true)),
      ])
    let json = try JSON.parse(String(decoding: answer.body, as: UTF8.self))
    #expect(json[0]?["score"]?.doubleValue == imputed.score)
  }

  @Test func columnExpressionsAreServedAsInATable() throws {
    let sample = Sample("xgboost", .multiclass, [("rounds", .int(3))])
    let recipe = Recipe(steps: [
      .derive([("ratio", .binary(.divide, .column("income"), .column("age")))]),
      .onehot(.names(["plan"]), OneHotOptions()), .drop(.names(["income"])),
    ])
    let table = try sample.table()
    let model = try Model.train(sample.request(table, recipe: recipe), World.learning())
    let scores = try model.predictions(table, World.tables()).0
    for row in 0..<20 {
      let record = sample.columns.map { ($0.0, $0.1[row]) }
      let scored = try model.scoreRow(record: record)
      #expect(scored.scores == (0..<3).map { scores.probability(row, $0) })
    }
    let odd = try model.scoreRow(
      record: [
        ("age", .int(30)), ("income", .float(1)), ("plan", .string("odd")), ("member", .null),
      ])
    #expect(odd.unknownLevels == ["plan"])
  }
}
