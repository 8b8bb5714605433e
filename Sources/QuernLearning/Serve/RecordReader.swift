import QuernTable
import QuernText

/// Reads the records of a request as values of a model's inputs.
struct RecordReader {
  let model: Model
  private let imputable: Set<String>

  init(model: Model) {
    self.model = model
    imputable = model.imputableInputs
  }

  private var fields: [Field] { model.inputSchema.fields }

  /// One list of inputs per record, in the order of the model's inputs.
  func rows(
    _ body: [UInt8], _ type: MediaType, _ counts: inout ServedCounts
  ) throws(LearningError) -> (rows: [[Scalar]], shape: AnswerShape) {
    let found: (rows: [[Scalar]], shape: AnswerShape)
    switch type {
    case .csv: found = try csv(body, &counts)
    case .json: found = try json(body, &counts)
    case .jsonLines: found = (try jsonLines(body, &counts), .list)
    }
    counts.rows = found.rows.count
    return found
  }

  // MARK: JSON

  private func json(
    _ body: [UInt8], _ counts: inout ServedCounts
  ) throws(LearningError) -> (rows: [[Scalar]], shape: AnswerShape) {
    let json: JSON
    do throws(JSONError) {
      json = try JSON.parse(body)
    } catch {
      throw .badRequest("the body is \(error.description)", field: nil)
    }
    return try records(in: json, &counts)
  }

  private func records(
    in json: JSON, _ counts: inout ServedCounts
  ) throws(LearningError) -> (rows: [[Scalar]], shape: AnswerShape) {
    if let instances = json["instances"], fields.allSatisfy({ $0.name != "instances" }) {
      guard let items = instances.arrayValue else {
        throw .badRequest("`instances` must be a list of records", field: "instances")
      }
      return (try records(items, &counts), .instances)
    }
    switch json {
    case .object(let object): return ([try record(object, &counts)], .one)
    case .array(let items):
      if !items.isEmpty, items.allSatisfy({ $0.objectValue == nil && $0.arrayValue == nil }) {
        return ([try positional(items)], .one)
      }
      return (try records(items, &counts), .list)
    case .null, .bool, .int, .number, .string:
      throw .badRequest("the body must be a record or a list of records", field: nil)
    }
  }

  private func records(
    _ items: [JSON], _ counts: inout ServedCounts
  ) throws(LearningError) -> [[Scalar]] {
    var rows: [[Scalar]] = []
    rows.reserveCapacity(items.count)
    for (place, item) in items.enumerated() {
      do throws(LearningError) {
        if let values = item.arrayValue ?? item["features"]?.arrayValue {
          rows.append(try positional(values))
        } else if let object = item.objectValue {
          rows.append(try record(object, &counts))
        } else {
          throw .badRequest("a record must be an object or a list", field: nil)
        }
      } catch {
        throw error.inRecord(place, of: items.count)
      }
    }
    return rows
  }

  private func positional(_ values: [JSON]) throws(LearningError) -> [Scalar] {
    guard values.count == fields.count else {
      throw .fieldCount(values.count, expected: fields.map(\.name))
    }
    var row: [Scalar] = []
    for (field, value) in zip(fields, values) { row.append(try scalar(value, field)) }
    return row
  }

  private func record(
    _ object: JSONObject, _ counts: inout ServedCounts
  ) throws(LearningError) -> [Scalar] {
    var row = [Scalar](repeating: .null, count: fields.count)
    var isGiven = [Bool](repeating: false, count: fields.count)
    for (name, value) in object.members {
      guard let slot = model.rowScorer.slots[NameKey(name)] else {
        counts.ignored[name, default: 0] += 1
        continue
      }
      row[slot] = try scalar(value, fields[slot])
      isGiven[slot] = true
    }
    try fillAbsent(isGiven, &counts)
    return row
  }

  private func fillAbsent(
    _ isGiven: [Bool], _ counts: inout ServedCounts
  ) throws(LearningError) {
    for (slot, given) in isGiven.enumerated() where !given {
      guard imputable.contains(fields[slot].name) else { throw .absentField(fields[slot].name) }
      counts.imputed[fields[slot].name, default: 0] += 1
    }
  }

  private func scalar(_ json: JSON, _ field: Field) throws(LearningError) -> Scalar {
    switch (field.type, json) {
    case (_, .null): return .null
    case (.float, .int), (.float, .number):
      if let number = json.doubleValue, number.isFinite { return .float(number) }
    case (.float, .string): break
    default: if let value = Scalar(json: json, type: field.type) { return value }
    }
    throw .fieldType(field.name, found: json.text(), expected: field.type)
  }

  private func jsonLines(
    _ body: [UInt8], _ counts: inout ServedCounts
  ) throws(LearningError) -> [[Scalar]] {
    var rows: [[Scalar]] = []
    let lines = body.split(separator: UInt8(ascii: "\n"))
      .filter { !$0.allSatisfy { $0 == 0x20 || $0 == 0x0d || $0 == 0x09 } }
    for (place, line) in lines.enumerated() {
      do throws(LearningError) {
        rows += try json(Array(line), &counts).rows
      } catch {
        throw error.inRecord(place, of: lines.count)
      }
    }
    return rows
  }

  // MARK: CSV

  private func csv(
    _ body: [UInt8], _ counts: inout ServedCounts
  ) throws(LearningError) -> (rows: [[Scalar]], shape: AnswerShape) {
    var records = try RequestCSV.records(body)
    guard let first = records.first else { return ([], .list) }
    let slots: [Int?]
    var shape = AnswerShape.list
    if let named = header(first) {
      slots = named
      shape = .csvWithHeader
      records.removeFirst()
      for (name, slot) in zip(first, slots) where slot == nil {
        counts.ignored[name.text, default: 0] += records.count
      }
    } else {
      guard first.count == fields.count else {
        throw .fieldCount(first.count, expected: fields.map(\.name))
      }
      slots = fields.indices.map { $0 }
    }
    var isGiven = [Bool](repeating: false, count: fields.count)
    for case let slot? in slots { isGiven[slot] = true }
    var rows: [[Scalar]] = []
    rows.reserveCapacity(records.count)
    for (place, record) in records.enumerated() {
      do throws(LearningError) {
        try fillAbsent(isGiven, &counts)
        rows.append(try row(record, slots))
      } catch {
        throw error.inRecord(place, of: records.count)
      }
    }
    return (rows, shape)
  }

  /// The slot of each cell where the line names inputs; nil where it is data.
  private func header(_ cells: [RequestCSV.Cell]) -> [Int?]? {
    let slots = cells.map { model.rowScorer.slots[NameKey($0.text)] }
    return slots.contains { $0 != nil } ? slots : nil
  }

  private func row(
    _ record: [RequestCSV.Cell], _ slots: [Int?]
  ) throws(LearningError) -> [Scalar] {
    guard record.count == slots.count else {
      throw .badRequest("it has \(record.count) cells, not \(slots.count)", field: nil)
    }
    var row = [Scalar](repeating: .null, count: fields.count)
    for (cell, slot) in zip(record, slots) {
      guard let slot else { continue }
      row[slot] = try scalar(cell, fields[slot])
    }
    return row
  }

  private func scalar(_ cell: RequestCSV.Cell, _ field: Field) throws(LearningError) -> Scalar {
    if cell.text.isEmpty {
      return cell.isQuoted && field.type.isText ? .string("") : .null
    }
    let found: Scalar?
    switch field.type {
    case .string, .category: found = .string(cell.text)
    case .bool:
      found = ["true": true, "false": false][cell.text.lowercased()].map { .bool($0) }
    case .int, .size:
      found = cell.number.flatMap { Int64(exactly: $0) }
        .map { field.type == .int ? .int($0) : .size($0) }
    case .float: found = cell.number.map { .float($0) }
    case .date, .time, .datetime, .instant:
      found = Scalar(json: .string(cell.text), type: field.type)
    case .null, .duration, .list, .structure: found = nil
    }
    guard let found else {
      throw .fieldType(field.name, found: "\"\(cell.text)\"", expected: field.type)
    }
    return found
  }
}

extension LearningError {
  static func badRequest(_ message: String, field: String?) -> LearningError {
    mistake("bad-request", message, column: field)
  }

  static func absentField(_ name: String) -> LearningError {
    mistake(
      "absent-field", "the field `\(name)` is absent, and no step of the model fills it",
      column: name)
  }

  static func fieldType(_ name: String, found: String, expected: DataType) -> LearningError {
    mistake(
      "field-type", "the field `\(name)` must be \(expected.name), not \(found)", column: name)
  }

  static func fieldCount(_ count: Int, expected: [String]) -> LearningError {
    mistake(
      "field-count", "there are \(count) values, but the model has \(expected.count) inputs",
      hints: ["the inputs are, in order: \(expected.joined(separator: ", "))"])
  }

  /// The same, saying which record it is of where there are several.
  func inRecord(_ place: Int, of count: Int) -> LearningError {
    guard count > 1, case .mistake(var mistake) = self else { return self }
    mistake.message = "record \(place + 1): \(mistake.message)"
    return .mistake(mistake)
  }
}
