import QuernText

extension Window {
  /// Name, parameters and order; the parts of the expression stand beside it.
  var json: [JSON] {
    let parameters: [JSON]
    switch function {
    case .rowNumber: parameters = []
    case .rank(let ties, let descending): parameters = [.string(ties.rawValue), .bool(descending)]
    case .ntile(let count, let descending): parameters = [.int(Int64(count)), .bool(descending)]
    case .shift(let rows): parameters = [.int(Int64(rows))]
    case .shiftTime(let span, let tolerance, let isLead):
      parameters = span.json + tolerance.json + [.bool(isLead)]
    case .cumulate(let kind): parameters = [.string(kind.rawValue)]
    case .rolling(let aggregate, let rows, let least):
      parameters = aggregate.json + [.int(Int64(rows)), .int(Int64(least))]
    case .rollingTime(let aggregate, let span, let least):
      parameters = aggregate.json + span.json + [.int(Int64(least))]
    }
    return [
      .string(tag), .array(parameters), order.map { .string($0.rawValue) } ?? .null,
    ]
  }

  private var tag: String {
    switch function {
    case .rowNumber: "row_number"
    case .rank: "rank"
    case .ntile: "ntile"
    case .shift: "shift"
    case .shiftTime: "shift_time"
    case .cumulate: "cumulate"
    case .rolling: "rolling"
    case .rollingTime: "rolling_time"
    }
  }

  /// Reads what `json` wrote.
  init?(tag: String, parameters: [JSON], order: JSON?) {
    guard let function = Window.function(tag, parameters) else { return nil }
    self.init(function, order: order?.stringValue.flatMap(Order.init(rawValue:)))
  }

  private static func function(_ tag: String, _ p: [JSON]) -> Function? {
    func int(_ index: Int) -> Int? { index < p.count ? p[index].intValue.map { Int($0) } : nil }
    func flag(_ index: Int) -> Bool? { index < p.count ? p[index].boolValue : nil }
    func text(_ index: Int) -> String? { index < p.count ? p[index].stringValue : nil }
    func span(_ index: Int) -> TimeSpan? {
      guard let months = int(index), let rest = int(index + 1) else { return nil }
      return TimeSpan(months: Int64(months), microseconds: Int64(rest))
    }
    func aggregate() -> Aggregate? {
      text(0).flatMap { Aggregate.named($0, share: p.count > 1 ? p[1].doubleValue : nil) }
    }
    switch tag {
    case "row_number": return .rowNumber
    case "rank":
      guard let ties = text(0).flatMap(RankTies.init(rawValue:)), let down = flag(1) else {
        return nil
      }
      return .rank(ties, descending: down)
    case "ntile":
      guard let count = int(0), let down = flag(1) else { return nil }
      return .ntile(count, descending: down)
    case "shift": return int(0).map { .shift($0) }
    case "shift_time":
      guard let back = span(0), let tolerance = span(2), let isLead = flag(4) else { return nil }
      return .shiftTime(back, tolerance: tolerance, isLead: isLead)
    case "cumulate": return text(0).flatMap(Cumulation.init(rawValue:)).map { .cumulate($0) }
    case "rolling":
      guard let aggregate = aggregate(), let rows = int(2), let least = int(3) else { return nil }
      return .rolling(aggregate, rows: rows, least: least)
    case "rolling_time":
      guard let aggregate = aggregate(), let back = span(2), let least = int(4) else { return nil }
      return .rollingTime(aggregate, back, least: least)
    default: return nil
    }
  }
}

extension TimeSpan {
  fileprivate var json: [JSON] { [.int(months), .int(microseconds)] }
}

extension Aggregate {
  fileprivate var json: [JSON] { [.string(name), shareJSON] }
}
