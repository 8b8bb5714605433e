import QuernLearning
import QuernPlot
import QuernTable
import QuernText

/// Reads values that `ValueWriter` wrote; bytes that it did not write are an error, never a trap.
struct ValueReader {
  private let bytes: [UInt8]
  private let store: any ValueStore
  private var next = 0
  private var depth = 0

  init(bytes: [UInt8], store: any ValueStore) {
    self.bytes = bytes
    self.store = store
  }

  mutating func header() throws {
    for byte in ValueCodec.magic where try self.byte() != byte {
      throw damaged("this is no value")
    }
    let version = try byte()
    guard version == ValueCodec.version else {
      throw CodecError.newer(version: Int(version))
    }
  }

  func end() throws {
    guard next == bytes.count else { throw damaged("bytes after the value") }
  }

  mutating func value() throws -> Value {
    guard depth < ValueCodec.depthMax else { throw CodecError.tooDeep }
    depth += 1
    defer { depth -= 1 }
    guard let tag = ValueTag(rawValue: try byte()) else { throw damaged("an unknown kind") }
    switch tag {
    case .null: return .null
    case .no: return .bool(false)
    case .yes: return .bool(true)
    case .int: return .int(try int())
    case .float: return try float()
    case .string: return .string(try text())
    case .date: return .date(try int())
    case .time: return .time(try int())
    case .datetime: return .datetime(try int())
    case .instant: return .instant(try int())
    case .duration: return .duration(months: try int(), microseconds: try int())
    case .size: return .size(try int())
    case .pattern: return .pattern(try text())
    case .secret: return .secret(try text())
    case .sealedSecret:
      guard let text = try store.unseal(try blob()) else { throw CodecError.sealed }
      return .secret(text)
    case .constant: return .constant(try text())
    case .list, .record, .range, .column, .table, .function, .recipe, .step, .selection, .across,
      .algorithm, .model, .evaluation, .endpoint, .plot:
      return try composite(tag)
    }
  }

  private mutating func composite(_ tag: ValueTag) throws -> Value {
    switch tag {
    case .list: return .list(try list())
    case .record: return .record(try record())
    case .range: return .range(try value(), try value())
    case .column: return .column(try column())
    case .table: return .table(try table())
    case .function: return .function(try function())
    case .recipe: return .recipe(try Recipe(json: try json()))
    case .step: return .step(try RecipeStep(json: try json()))
    case .selection: return .selection(try ColumnSelection(json: try json()))
    case .across:
      guard let across = try Across(json: try json()) else { throw damaged("an across") }
      return .across(across)
    case .algorithm: return .algorithm(try AlgorithmSpec(json: try json()))
    case .model: return .model(try model())
    case .evaluation: return .evaluation(try Evaluation(json: try json()))
    case .endpoint: return .endpoint(EndpointHandle(name: try text(), arn: try text()))
    case .plot: return .plot(try plot())
    case .null, .no, .yes, .int, .float, .string, .date, .time, .datetime, .instant, .duration,
      .size, .pattern, .secret, .sealedSecret, .constant:
      throw damaged("an unknown kind")
    }
  }

  private mutating func list() throws -> [Value] {
    let count = try self.count()
    var values: [Value] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try value()) }
    return values
  }

  private mutating func record() throws -> Record {
    var record = Record()
    for _ in 0..<(try count()) {
      let name = try text()
      record[name] = try value()
    }
    return record
  }

  private mutating func column() throws -> ColumnExpression {
    guard let expression = ColumnExpression(json: try json()) else {
      throw damaged("no expression over columns")
    }
    return expression
  }

  private mutating func table() throws -> Table {
    let json = try self.json()
    guard let plan = json["plan"], let references = json["leaves"]?.arrayValue else {
      throw damaged("no table")
    }
    return try store.table(plan, try references.map { try store.open($0) })
  }

  private mutating func plot() throws -> Plot {
    let json = try self.json()
    var tables: [Table] = []
    for _ in 0..<(try count()) {
      guard ValueTag(rawValue: try byte()) == .table else { throw damaged("no table") }
      tables.append(try table())
    }
    guard let plot = Plot(json: json, tables: tables) else { throw damaged("no plot") }
    return plot
  }

  private mutating func model() throws -> Model {
    guard let digest = Digest(bytes: try blob()) else { throw damaged("no digest") }
    return try Model(utf8: try store.get(digest))
  }

  private mutating func function() throws -> FunctionValue {
    let origin: FunctionValue.Origin
    switch try text() {
    case "lambda": origin = .lambda
    case "word": origin = .word
    case "named": origin = .named(try text())
    case "used": origin = .used(path: try text(), name: try text())
    case "metric": origin = .metric(name: try text(), isBetterHigh: try text() == "high")
    default: throw damaged("an unknown kind of function")
    }
    let source = try text()
    var formals: [String] = []
    for _ in 0..<(try count()) { formals.append(try text()) }
    let required = try unsigned()
    guard required <= UInt64(formals.count) else { throw damaged("too many required formals") }
    var captured: [(name: String, value: Value)] = []
    for _ in 0..<(try count()) { captured.append((try text(), try value())) }
    return FunctionValue(
      origin: origin, source: source, formals: formals, requiredCount: Int(required),
      captured: captured)
  }

  // MARK: Parts

  private func damaged(_ what: String) -> CodecError { .damaged(offset: next, what: what) }

  private mutating func byte() throws -> UInt8 {
    guard next < bytes.count else { throw damaged("it ends too early") }
    defer { next += 1 }
    return bytes[next]
  }

  private mutating func unsigned() throws -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try self.byte()
      guard shift < 63 || shift == 63 && byte <= 1 else { throw damaged("a number too long") }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 {
        // One form of each number: no empty last byte.
        guard byte != 0 || shift == 0 else { throw damaged("a number with empty digits") }
        return value
      }
      shift += 7
    }
  }

  private mutating func int() throws -> Int64 {
    let value = try unsigned()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A number of things that follow: each takes at least one byte.
  private mutating func count() throws -> Int {
    let value = try unsigned()
    guard value <= UInt64(bytes.count - next) else { throw damaged("a count too large") }
    return Int(value)
  }

  private mutating func float() throws -> Value {
    var bits: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 8) { bits |= UInt64(try byte()) << UInt64(shift) }
    let value = Double(bitPattern: bits)
    guard value.isFinite else { throw damaged("a float that is no number") }
    return .float(value)
  }

  private mutating func blob() throws -> [UInt8] {
    let count = try self.count()
    defer { next += count }
    return Array(bytes[next..<(next + count)])
  }

  private mutating func text() throws -> String {
    let bytes = try blob()
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw damaged("text that is not UTF-8")
    }
    return text
  }

  private mutating func json() throws -> JSON {
    try JSON.parse(try blob())
  }
}
