import QuernText

extension Mark {
  var json: JSON {
    switch self {
    case .points(let mark):
      object("points", mark.shade, [("x", mark.x), ("y", mark.y), ("values", mark.values)])
    case .line(let mark):
      object(
        "line", mark.shade, [("x", mark.x), ("y", mark.y)],
        [
          ("label", mark.label.json), ("points", .bool(mark.hasPoints)),
          ("filled", .bool(mark.isFilled)),
        ])
    case .bars(let mark):
      object(
        "bars", mark.shade,
        [("from", mark.from), ("to", mark.to), ("base", mark.base), ("value", mark.value)],
        [("horizontal", .bool(mark.isHorizontal)), ("touching", .bool(mark.isTouching))])
    case .boxes(let mark):
      object(
        "boxes", mark.shade, [],
        [
          ("horizontal", .bool(mark.isHorizontal)), ("items", .array(mark.items.map(\.json))),
        ])
    case .cells(let mark):
      object(
        "cells", .base,
        [
          ("x_from", mark.xFrom), ("x_to", mark.xTo), ("y_from", mark.yFrom),
          ("y_to", mark.yTo), ("values", mark.values),
        ], [("labels", .array(mark.labels.map { .string($0) }))])
    case .rule(let mark):
      object(
        "rule", .ink, [("place", mark.place.numbers)],
        [
          ("axis", .string(mark.place.name)), ("label", mark.label.json),
          ("dashed", .bool(mark.isDashed)),
        ])
    case .spans(let mark):
      object("spans", mark.shade, [("x", mark.x), ("from", mark.from), ("to", mark.to)])
    }
  }

  private func object(
    _ name: String, _ shade: Shade, _ lists: [(String, [Double])],
    _ more: [(String, JSON)] = []
  ) -> JSON {
    .members(
      [("mark", .string(name)), ("shade", shade.json)]
        + lists.map { ($0.0, JSON.array($0.1.map { .number($0) })) } + more)
  }

  init?(json: JSON) {
    guard let shade = Shade(json: json["shade"]) else { return nil }
    func list(_ key: String) -> [Double] {
      json[key]?.arrayValue?.map { $0.doubleValue ?? 0 } ?? []
    }
    func flag(_ key: String) -> Bool { json[key]?.boolValue ?? false }
    switch json["mark"]?.stringValue {
    case "points":
      self = .points(Points(shade: shade, x: list("x"), y: list("y"), values: list("values")))
    case "line":
      self = .line(
        Line(
          shade: shade, x: list("x"), y: list("y"), label: json["label"]?.stringValue,
          hasPoints: flag("points"), isFilled: flag("filled")))
    case "bars":
      self = .bars(
        Bars(
          shade: shade, from: list("from"), to: list("to"), base: list("base"),
          value: list("value"), isHorizontal: flag("horizontal"), isTouching: flag("touching")))
    case "boxes":
      let items = json["items"]?.arrayValue ?? []
      self = .boxes(
        Boxes(
          shade: shade, items: items.compactMap { Box(json: $0) },
          isHorizontal: flag("horizontal")))
    case "cells":
      self = .cells(
        Cells(
          xFrom: list("x_from"), xTo: list("x_to"), yFrom: list("y_from"), yTo: list("y_to"),
          values: list("values"),
          labels: json["labels"]?.arrayValue?.compactMap(\.stringValue) ?? []))
    case "rule":
      guard let place = Rule.Place(name: json["axis"]?.stringValue, numbers: list("place")) else {
        return nil
      }
      self = .rule(
        Rule(place: place, label: json["label"]?.stringValue, isDashed: flag("dashed")))
    case "spans":
      self = .spans(Spans(shade: shade, x: list("x"), from: list("from"), to: list("to")))
    default: return nil
    }
    guard isEven else { return nil }
  }

  /// Whether lists that go together are as long as each other.
  private var isEven: Bool {
    switch self {
    case .points(let mark):
      mark.x.count == mark.y.count && (mark.values.isEmpty || mark.values.count == mark.x.count)
    case .line(let mark): mark.x.count == mark.y.count
    case .bars(let mark):
      [mark.to, mark.base, mark.value].allSatisfy { $0.count == mark.from.count }
    case .cells(let mark):
      [mark.xTo, mark.yFrom, mark.yTo, mark.values].allSatisfy { $0.count == mark.xFrom.count }
        && (mark.labels.isEmpty || mark.labels.count == mark.xFrom.count)
    case .spans(let mark): mark.x.count == mark.from.count && mark.x.count == mark.to.count
    case .boxes, .rule: true
    }
  }
}

extension Mark.Rule.Place {
  fileprivate var name: String {
    switch self {
    case .x: "x"
    case .y: "y"
    case .segment: "segment"
    }
  }

  fileprivate var numbers: [Double] {
    switch self {
    case .x(let value), .y(let value): [value]
    case .segment(let x, let y, let toX, let toY): [x, y, toX, toY]
    }
  }

  fileprivate init?(name: String?, numbers: [Double]) {
    switch (name, numbers.count) {
    case ("x", 1): self = .x(numbers[0])
    case ("y", 1): self = .y(numbers[0])
    case ("segment", 4):
      self = .segment(x: numbers[0], y: numbers[1], toX: numbers[2], toY: numbers[3])
    default: return nil
    }
  }
}

extension Box {
  fileprivate var json: JSON {
    .array(
      [from, to, low, first, median, third, high, Double(count)].map { .number($0) }
        + [.array(outliers.map { .number($0) })])
  }

  fileprivate init?(json: JSON) {
    guard let items = json.arrayValue, items.count == 9, let outliers = items[8].arrayValue else {
      return nil
    }
    let numbers = items[..<8].compactMap(\.doubleValue)
    guard numbers.count == 8 else { return nil }
    self.init(
      from: numbers[0], to: numbers[1], low: numbers[2], first: numbers[3], median: numbers[4],
      third: numbers[5], high: numbers[6], outliers: outliers.compactMap(\.doubleValue),
      count: Int(exactly: numbers[7]) ?? 0)
  }
}
