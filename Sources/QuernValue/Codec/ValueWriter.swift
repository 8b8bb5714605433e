import QuernLearning
import QuernPlot
import QuernTable
import QuernText

/// Writes values after each other.
struct ValueWriter {
  /// What is kept elsewhere, or stands for itself by a digest.
  enum Part {
    case table(Table)
    case model(Model)
    case secret(String)
  }

  var bytes: [UInt8] = []
  private let refer: (Part) throws -> [UInt8]
  private var depth = 0

  init(_ refer: @escaping (Part) throws -> [UInt8]) {
    self.refer = refer
  }

  mutating func write(_ value: Value) throws {
    guard depth < ValueCodec.depthMax else { throw CodecError.tooDeep }
    depth += 1
    defer { depth -= 1 }
    switch value {
    case .null: tag(.null)
    case .bool(let value): tag(value ? .yes : .no)
    case .int(let value): number(.int, value)
    case .float(let value):
      tag(.float)
      // One zero: the two are equal, and so must their bytes be.
      let bits = (value == 0 ? 0 : value).bitPattern
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
      }
    case .string(let value): text(.string, value)
    case .date(let value): number(.date, value)
    case .time(let value): number(.time, value)
    case .datetime(let value): number(.datetime, value)
    case .instant(let value): number(.instant, value)
    case .duration(let months, let microseconds):
      number(.duration, months)
      int(microseconds)
    case .size(let value): number(.size, value)
    case .pattern(let value): text(.pattern, value)
    case .secret(let value): blob(.sealedSecret, try refer(.secret(value)))
    case .constant(let value): text(.constant, value)
    case .list, .record, .range, .column, .table, .function, .recipe, .step, .selection, .across,
      .algorithm, .model, .evaluation, .endpoint, .plot:
      try write(composite: value)
    }
  }

  private mutating func write(composite value: Value) throws {
    switch value {
    case .list(let values):
      tag(.list)
      count(values.count)
      for value in values { try write(value) }
    case .record(let record):
      tag(.record)
      count(record.count)
      for field in record.fields {
        text(field.name)
        try write(field.value)
      }
    case .range(let lower, let upper):
      tag(.range)
      try write(lower)
      try write(upper)
    case .column(let expression): json(.column, expression.json())
    case .table(let table): blob(.table, try refer(.table(table)))
    case .function(let function):
      tag(.function)
      try write(function)
    case .recipe(let recipe): json(.recipe, recipe.json)
    case .step(let step): json(.step, step.json)
    case .selection(let selection): json(.selection, selection.json)
    case .across(let across): json(.across, across.json)
    case .algorithm(let spec): json(.algorithm, spec.json)
    case .model(let model): blob(.model, try refer(.model(model)))
    case .evaluation(let evaluation): json(.evaluation, evaluation.json)
    case .endpoint(let handle):
      text(.endpoint, handle.name)
      text(handle.arn)
    case .plot(let plot):
      json(.plot, plot.json)
      count(plot.tables.count)
      for table in plot.tables { blob(.table, try refer(.table(table))) }
    case .null, .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration,
      .size, .pattern, .secret, .constant:
      preconditionFailure("a scalar is no composite")
    }
  }

  private mutating func write(_ function: FunctionValue) throws {
    switch function.origin {
    case .lambda: text("lambda")
    case .word: text("word")
    case .named(let name):
      text("named")
      text(name)
    case .used(let path, let name):
      text("used")
      text(path)
      text(name)
    case .metric(let name, let isBetterHigh):
      text("metric")
      text(name)
      text(isBetterHigh ? "high" : "low")
    }
    text(function.source)
    count(function.formals.count)
    for formal in function.formals { text(formal) }
    count(function.requiredCount)
    count(function.captured.count)
    for captured in function.captured {
      text(captured.name)
      try write(captured.value)
    }
  }

  private mutating func tag(_ tag: ValueTag) { bytes.append(tag.rawValue) }

  private mutating func number(_ tag: ValueTag, _ value: Int64) {
    self.tag(tag)
    int(value)
  }

  private mutating func int(_ value: Int64) {
    unsigned(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  private mutating func count(_ value: Int) { unsigned(UInt64(value)) }

  private mutating func unsigned(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func text(_ tag: ValueTag, _ value: String) {
    self.tag(tag)
    text(value)
  }

  private mutating func text(_ value: String) {
    count(value.utf8.count)
    bytes += value.utf8
  }

  private mutating func json(_ tag: ValueTag, _ value: JSON) { blob(tag, value.utf8()) }

  private mutating func blob(_ tag: ValueTag, _ value: [UInt8]) {
    self.tag(tag)
    count(value.count)
    bytes += value
  }
}
