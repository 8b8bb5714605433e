import QuernLearning
import QuernTable
import QuernText
import QuernValue

/// Values of every kind, the same for the same seed.
struct RandomValues {
  private let stream: RandomStream
  private var drawn: UInt64 = 0

  init(seed: Int) {
    stream = RandomStream(seed: Int64(seed), word: "test", ordinal: 0)
  }

  mutating func below(_ bound: Int) -> Int {
    defer { drawn += 1 }
    return Int(stream.below(UInt64(max(1, bound)), drawn))
  }

  mutating func value(depth: Int) -> Value {
    switch below(depth > 0 ? 24 : 15) {
    case 0: .null
    case 1: .bool(below(2) == 1)
    case 2: .int(int())
    case 3: .float(float())
    case 4: .string(text())
    case 5: .date(Int64(below(100_000)) - 50_000)
    case 6: .time(Int64(below(86_400)) * 1_000_000)
    case 7: .datetime(int())
    case 8: .instant(int())
    case 9: .duration(months: Int64(below(50)) - 25, microseconds: int())
    case 10: .size(int())
    case 11: .pattern(text())
    case 12: .secret(text())
    case 13: .constant("left")
    case 14: .endpoint(EndpointHandle(name: text(), arn: text()))
    default: composite(depth: depth - 1)
    }
  }

  private mutating func composite(depth: Int) -> Value {
    switch below(9) {
    case 0, 1: .list((0..<below(5)).map { _ in value(depth: depth) })
    case 2, 3: .record((0..<below(5)).map { ("f\($0)\(text())", value(depth: depth)) })
    case 4: .range(.int(int()), .int(int()))
    case 5: .column(expression(depth: depth))
    case 6: .function(function(depth: depth))
    case 7: .selection(.union([.numeric(except: [text()]), .names([text()])]))
    default:
      .algorithm(
        AlgorithmSpec(name: "xgboost", parameters: [(name: "eta", value: .float(float()))]))
    }
  }

  private mutating func function(depth: Int) -> FunctionValue {
    FunctionValue(
      origin: below(2) == 0 ? .lambda : .named("f"), source: "x => x + a", formals: ["x"],
      requiredCount: 1, captured: [(name: "a", value: value(depth: depth))])
  }

  private mutating func expression(depth: Int) -> ColumnExpression {
    guard depth > 0 else { return below(2) == 0 ? .column(text()) : .literal(.int(int())) }
    switch below(4) {
    case 0: return .binary(.add, expression(depth: depth - 1), expression(depth: depth - 1))
    case 1: return .isNull(expression(depth: depth - 1), negated: below(2) == 1)
    case 2: return .function(.round, [expression(depth: depth - 1), .literal(.int(2))])
    default: return .aggregate(.mean, expression(depth: depth - 1))
    }
  }

  private mutating func int() -> Int64 {
    switch below(4) {
    case 0: Int64(below(100))
    case 1: -Int64(below(100))
    case 2: below(2) == 0 ? .max : .min
    default: Int64(bitPattern: stream.bits(drawn))
    }
  }

  private mutating func float() -> Double {
    switch below(4) {
    case 0: 0
    case 1: Double(below(1_000_000)) / 7
    case 2: below(2) == 0 ? .greatestFiniteMagnitude : .leastNonzeroMagnitude
    default: -Double(below(1_000_000)) / 3
    }
  }

  private mutating func text() -> String {
    let samples = ["", "a", "é", "e\u{301}", "日本", "x\ny\"\\{", "🙂", "null"]
    return samples[below(samples.count)]
  }
}
