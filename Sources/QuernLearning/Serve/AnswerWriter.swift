import QuernTable
import QuernText

/// Writes what a model says about the records of a request.
struct AnswerWriter {
  let model: Model
  let shape: AnswerShape

  func body(_ rows: [ScoredRow], _ type: MediaType) -> [UInt8] {
    switch type {
    case .json: return json(rows).utf8()
    case .jsonLines: return rows.flatMap { record($0).utf8() + [UInt8(ascii: "\n")] }
    case .csv:
      var text = shape == .csvWithHeader ? header + "\n" : ""
      for row in rows { text += line(row) + "\n" }
      return Array(text.utf8)
    }
  }

  private func json(_ rows: [ScoredRow]) -> JSON {
    let records = rows.map(record)
    switch shape {
    case .one: return records[0]
    case .instances: return .object(JSONObject([("predictions", .array(records))]))
    case .list, .csvWithHeader: return .array(records)
    }
  }

  private func record(_ row: ScoredRow) -> JSON {
    guard model.task.hasTarget else {
      let names = PredictedColumns.fields(of: model).map(\.name)
      let members = zip(names, row.values).map { name, value in
        (name, name == "cluster" ? row.predicted.json() : JSON.number(value))
      }
      return .object(JSONObject(members))
    }
    var members: [(String, JSON)] = [("predicted", row.predicted.json())]
    if let score = row.score { members.append(("score", .number(score))) }
    if !row.scores.isEmpty {
      let scores = zip(model.classes, row.scores).map { ($0.text, JSON.number($1)) }
      members.append(("scores", .object(JSONObject(scores))))
    }
    return .object(JSONObject(members))
  }

  // MARK: CSV

  private var header: String {
    switch model.task {
    case .regression: "predicted"
    case .binary: "predicted,score"
    case .multiclass:
      (["predicted"] + model.classes.map { "score_\($0.text)" }).map(Self.quoted)
        .joined(separator: ",")
    case .clustering, .projection:
      PredictedColumns.fields(of: model).map(\.name).joined(separator: ",")
    }
  }

  private func line(_ row: ScoredRow) -> String {
    let predicted = Self.quoted(row.predicted.text)
    switch model.task {
    case .regression: return predicted
    case .binary: return "\(predicted),\(Numbers.shortest(row.score ?? 0))"
    case .multiclass:
      return ([predicted] + row.scores.map(Numbers.shortest)).joined(separator: ",")
    case .clustering:
      return ([predicted] + row.values.dropFirst().map(Numbers.shortest)).joined(separator: ",")
    case .projection: return row.values.map(Numbers.shortest).joined(separator: ",")
    }
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy {
      $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\n")
        && $0 != UInt8(ascii: "\r")
    }
    guard !isPlain else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}

/// How the records of a request stood, which the answer follows.
enum AnswerShape: Hashable, Sendable {
  /// One JSON object.
  case one
  /// A list, lines, or CSV without header.
  case list
  /// `{"instances": [...]}`, answered as `{"predictions": [...]}`.
  case instances
  case csvWithHeader
}
