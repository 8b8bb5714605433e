package import QuernText

/// Figures as JSON and back, to be kept: numbers in lists, kinds by name.
extension Figure {
  package var json: JSON {
    .members([
      ("title", title.json), ("notes", .array(notes.map { .string($0) })),
      ("panels", .array(panels.map(\.json))), ("key", key?.json ?? .null),
      ("shared", .bool(isShared)), ("square", .bool(isSquare)),
      ("width", width.map { .int(Int64($0)) } ?? .null),
    ])
  }

  package init?(json: JSON) {
    guard let panels = json["panels"]?.arrayValue else { return nil }
    self.init(panels: panels.compactMap { Panel(json: $0) })
    guard self.panels.count == panels.count else { return nil }
    title = json["title"]?.stringValue
    notes = json["notes"]?.arrayValue?.compactMap(\.stringValue) ?? []
    key = json["key"].flatMap { ColorKey(json: $0) }
    isShared = json["shared"]?.boolValue ?? true
    isSquare = json["square"]?.boolValue ?? false
    width = json["width"]?.intValue.map { Int($0) }
  }
}

extension Panel {
  fileprivate var json: JSON {
    .members([
      ("title", title.json), ("x", x.json), ("y", y.json), ("marks", .array(marks.map(\.json))),
    ])
  }

  fileprivate init?(json: JSON) {
    guard let x = json["x"].flatMap({ Axis(json: $0) }),
      let y = json["y"].flatMap({ Axis(json: $0) }), let marks = json["marks"]?.arrayValue
    else { return nil }
    self.init(
      title: json["title"]?.stringValue, x: x, y: y, marks: marks.compactMap { Mark(json: $0) })
    guard self.marks.count == marks.count else { return nil }
  }
}

extension Axis {
  fileprivate var json: JSON {
    var members: [(String, JSON)] = [("title", title.json)]
    switch scale {
    case .number(let format, let lower, let upper, let isLog):
      members += [
        ("number", .string(format.rawValue)), ("lower", .number(lower)),
        ("upper", .number(upper)), ("log", .bool(isLog)),
      ]
    case .moment(let kind, let lower, let upper):
      members += [
        ("moment", .string(kind.rawValue)), ("lower", .number(lower)), ("upper", .number(upper)),
      ]
    case .band(let labels): members.append(("band", .array(labels.map { .string($0) })))
    }
    return .members(members)
  }

  fileprivate init?(json: JSON) {
    let scale: Scale
    if let labels = json["band"]?.arrayValue {
      scale = .band(labels.compactMap(\.stringValue))
    } else {
      guard let lower = json["lower"]?.doubleValue, let upper = json["upper"]?.doubleValue else {
        return nil
      }
      if let kind = json["moment"]?.stringValue.flatMap(MomentKind.init(rawValue:)) {
        scale = .moment(kind, lower: lower, upper: upper)
      } else if let format = json["number"]?.stringValue.flatMap(NumberFormat.init(rawValue:)) {
        scale = .number(
          format, lower: lower, upper: upper, isLog: json["log"]?.boolValue ?? false)
      } else {
        return nil
      }
    }
    self.init(title: json["title"]?.stringValue, scale: scale)
  }
}

extension ColorKey {
  fileprivate var json: JSON {
    switch self {
    case .classes(let title, let labels, let isOrdered):
      .members([
        ("title", .string(title)), ("classes", .array(labels.map { .string($0) })),
        ("ordered", .bool(isOrdered)),
      ])
    case .gradient(let title, let format, let lower, let upper, let isDiverging):
      .members([
        ("title", .string(title)), ("gradient", .string(format.rawValue)),
        ("lower", .number(lower)), ("upper", .number(upper)), ("diverging", .bool(isDiverging)),
      ])
    }
  }

  fileprivate init?(json: JSON) {
    guard let title = json["title"]?.stringValue else { return nil }
    if let labels = json["classes"]?.arrayValue {
      self = .classes(
        title: title, labels: labels.compactMap(\.stringValue),
        isOrdered: json["ordered"]?.boolValue ?? false)
    } else if let format = json["gradient"]?.stringValue.flatMap(NumberFormat.init(rawValue:)),
      let lower = json["lower"]?.doubleValue, let upper = json["upper"]?.doubleValue
    {
      self = .gradient(
        title: title, format, lower: lower, upper: upper,
        isDiverging: json["diverging"]?.boolValue ?? false)
    } else {
      return nil
    }
  }
}

extension Shade {
  var json: JSON {
    switch self {
    case .base: "base"
    case .level(let index): .int(Int64(index))
    case .other: "other"
    case .ink: "ink"
    }
  }

  init?(json: JSON?) {
    guard let json else { return nil }
    switch json.stringValue {
    case "base": self = .base
    case "other": self = .other
    case "ink": self = .ink
    case nil:
      guard let index = json.intValue, index >= 0 else { return nil }
      self = .level(Int(index))
    default: return nil
    }
  }
}

extension String? {
  var json: JSON { map { .string($0) } ?? .null }
}
