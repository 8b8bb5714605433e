import QuernTable
import QuernText

/// A model behind an endpoint: bytes in, bytes out, by the closed contract of the language.
///
/// Takes CSV (with or without header), JSON and JSON lines; gives what `accept` asks for. A field
/// that is absent and imputable counts as null; absent otherwise, or of a wrong type, it is refused
/// by name; a field that is no input is passed over. Both are counted.
package struct ServedModel: Sendable {
  package let model: Model

  package init(model: Model) {
    self.model = model
  }

  /// Status, type and body of the answer to one request.
  package struct Answer: Hashable, Sendable {
    package var status: Int
    package var contentType: String
    package var body: [UInt8]
    /// Fields that were passed over or filled, as `name` and how often: for the endpoint's metrics.
    package var counts: ServedCounts

    package init(
      status: Int, contentType: String, body: [UInt8], counts: ServedCounts = ServedCounts()
    ) {
      self.status = status
      self.contentType = contentType
      self.body = body
      self.counts = counts
    }
  }

  /// Answers one request. Never throws: what is wrong is a 4xx that says so.
  package func answer(contentType: String?, accept: String?, body: [UInt8]) -> Answer {
    guard let given = MediaType.request(contentType) else {
      return Self.refusal(
        415, "unsupported-content-type",
        "the endpoint reads text/csv, application/json and application/jsonlines, not "
          + (contentType ?? ""))
    }
    guard let wanted = MediaType.response(accept, for: given) else {
      return Self.refusal(
        406, "not-acceptable",
        "the endpoint answers with text/csv, application/json or application/jsonlines, not "
          + (accept ?? ""))
    }
    do throws(LearningError) {
      let reader = RecordReader(model: model)
      var counts = ServedCounts()
      let (rows, shape) = try reader.rows(body, given, &counts)
      guard !rows.isEmpty else { throw .badRequest("the body holds no record", field: nil) }
      var scored: [ScoredRow] = []
      scored.reserveCapacity(rows.count)
      for (place, row) in rows.enumerated() { scored.append(try score(row, place, of: rows.count)) }
      for row in scored {
        for name in row.unknownLevels { counts.unknownLevels[name, default: 0] += 1 }
      }
      let writer = AnswerWriter(model: model, shape: shape)
      return Answer(
        status: 200, contentType: wanted.name, body: writer.body(scored, wanted), counts: counts)
    } catch {
      return Self.refusal(400, error.code, error.message, field: error.column, hints: error.hints)
    }
  }

  private func score(
    _ row: [Scalar], _ place: Int, of count: Int
  ) throws(LearningError) -> ScoredRow {
    do throws(LearningError) {
      return try model.scoreInputs(row)
    } catch {
      throw error.inRecord(place, of: count)
    }
  }

  private static func refusal(
    _ status: Int, _ code: String, _ message: String, field: String? = nil, hints: [String] = []
  ) -> Answer {
    var members: [(String, JSON)] = [("error", .string(code)), ("message", .string(message))]
    if let field { members.append(("field", .string(field))) }
    if !hints.isEmpty { members.append(("hints", .array(hints.map { .string($0) }))) }
    return Answer(
      status: status, contentType: "application/json",
      body: JSON.object(JSONObject(members)).utf8())
  }
}

/// How often the contract of an endpoint had to be stretched in one request.
package struct ServedCounts: Hashable, Sendable {
  package var rows = 0
  /// Fields that are no input.
  package var ignored: [String: Int] = [:]
  /// Inputs that were absent and became null.
  package var imputed: [String: Int] = [:]
  /// One-hot inputs with a label that training did not see.
  package var unknownLevels: [String: Int] = [:]

  package init() {}
}

/// The forms that an endpoint reads and writes.
enum MediaType: Hashable, Sendable {
  case csv
  case json
  case jsonLines

  var name: String {
    switch self {
    case .csv: "text/csv"
    case .json: "application/json"
    case .jsonLines: "application/jsonlines"
    }
  }

  /// The form of a request; JSON where it says nothing.
  static func request(_ header: String?) -> MediaType? {
    guard let header, !header.isEmpty else { return .json }
    return named(bare(header))
  }

  /// The form of the answer: the best that is accepted; the request's own where all are.
  static func response(_ header: String?, for request: MediaType) -> MediaType? {
    guard let header, !header.isEmpty else { return request }
    var best: (type: MediaType, quality: Double)?
    for part in header.split(separator: ",") {
      let name = bare(String(part))
      let quality = quality(of: String(part))
      let type =
        name == "*/*" || name == "application/*" && request != .csv
        ? request
        : name == "application/*" ? .json : name == "text/*" ? .csv : named(name)
      if let type, quality > 0, quality > best?.quality ?? 0 { best = (type, quality) }
    }
    return best?.type
  }

  private static func named(_ name: String) -> MediaType? {
    switch name {
    case "text/csv", "application/csv": .csv
    case "application/json", "text/json": .json
    case "application/jsonlines", "application/x-ndjson", "application/jsonl",
      "application/x-jsonlines":
      .jsonLines
    default: nil
    }
  }

  private static func bare(_ header: String) -> String {
    let name = header.split(separator: ";", omittingEmptySubsequences: false).first ?? ""
    return name.filter { $0 != " " && $0 != "\t" }.lowercased()
  }

  private static func quality(of part: String) -> Double {
    for parameter in part.split(separator: ";").dropFirst() {
      let text = parameter.filter { $0 != " " }
      if text.hasPrefix("q=") { return Double(text.dropFirst(2)) ?? 0 }
    }
    return 1
  }
}
