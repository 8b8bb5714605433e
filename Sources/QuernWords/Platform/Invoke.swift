import QuernLearning
import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `invoke(ep, {tenure: 12, plan: "basic"})`
  static let invoke = Word(
    "invoke", .platform, "Ask an endpoint: a record gives a record, a table gives a table.",
    parameters: [
      .required("endpoint", .endpoint, "The endpoint."),
      .required(
        "input", .either([.record, .list, .table]), "One row as a record, or several."),
    ],
    result: .analysed { call in
      switch call.argument("input")?.type.valueType {
      case .table?, .list?: .anyTable
      case .record?: .plain(.record)
      default: .unknown
      }
    },
    effect: .reads,
    target: "endpoint",
    examples: [],
    body: { call in
      let rows = try InvokeRows(call)
      let answer = try call.host.invoke(
        endpoint: try call.endpoint("endpoint").name, contentType: "application/json",
        body: rows.json.utf8())
      for remark in answer.counts?.remarks ?? [] { try call.emit(.note(remark)) }
      let text = String(decoding: answer.body, as: UTF8.self)
      guard answer.status == 200 else {
        throw RuntimeError(
          .endpointRefused(
            try call.endpoint("endpoint").name, InvokeRows.refusal(text, answer.status),
            at: call.range(of: "input")))
      }
      return try rows.result(of: try JSON.parse(text), call)
    })
}

/// What goes to an endpoint, and what comes back, in the shape that was asked.
private struct InvokeRows {
  let json: JSON
  private let isSingle: Bool

  init(_ call: WordCall) throws {
    switch call.value("input") {
    case .record(let record):
      json = JSONValue.json(.record(record))
      isSingle = true
    case .table(let table):
      json = .array(try Self.rows(try table.collect(call.tableContext)))
      isSingle = false
    case let list:
      json = JSONValue.json(list)
      isSingle = false
    }
  }

  private static func rows(_ data: TableData) throws -> [JSON] {
    (0..<data.rowCount).map { row in
      .object(
        JSONObject(
          data.schema.names.enumerated().map { ($1, data.scalar(row: row, column: $0).json()) }))
    }
  }

  /// Why an endpoint refused: the model's own status and message, where the data plane
  /// passes them on, else those of its answer.
  static func refusal(_ text: String, _ status: Int) -> (status: Int, message: String) {
    do {
      let json = try JSON.parse(text)
      if let original = json["OriginalMessage"]?.stringValue {
        let status = json["OriginalStatusCode"]?.intValue.map { Int($0) } ?? status
        return (status, message(original))
      }
      return (status, json["message"]?.stringValue ?? json["Message"]?.stringValue ?? text)
    } catch {
      return (status, text)
    }
  }

  /// The message of a model's answer, which may be JSON or text.
  private static func message(_ text: String) -> String {
    do {
      return try JSON.parse(text)["message"]?.stringValue ?? text
    } catch {
      return text
    }
  }

  func result(of json: JSON, _ call: WordCall) throws -> Value {
    let answers: [JSON]
    if let predictions = json["predictions"]?.arrayValue {
      answers = predictions
    } else {
      answers = json.arrayValue ?? [json]
    }
    if isSingle, let first = answers.first { return JSONValue.value(first) }
    return .table(
      Table(
        data: try TableLiteral.data(
          .list(answers.map(JSONValue.value)), word: "invoke", at: call.site.range)))
  }
}

/// Values as JSON and back, as an endpoint sees them.
enum JSONValue {
  static func json(_ value: Value) -> JSON {
    switch value {
    case .list(let values): .array(values.map(json))
    case .record(let record):
      .object(JSONObject(record.fields.map { ($0.name, json($0.value)) }))
    default: value.scalar?.json() ?? .null
    }
  }

  static func value(_ json: JSON) -> Value {
    switch json {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .int(let number): .int(number)
    case .number(let number): .number(number)
    case .string(let text): .string(text)
    case .array(let items): .list(items.map(value))
    case .object(let object): .record(object.members.map { ($0.key, value($0.value)) })
    }
  }
}
