package import QuernText

extension Scalar {
  /// The value as plain JSON: dates and durations in ISO form, infinities as text.
  package func json() -> JSON {
    switch self {
    case .null: .null
    case .bool(let value): .bool(value)
    case .int(let value), .size(let value): .int(value)
    case .float(let value):
      value.isFinite ? .number(value) : .string(value < 0 ? "-inf" : "inf")
    case .string(let value): .string(value)
    case .date, .time, .datetime, .instant: .string(text)
    case .duration(let months, let microseconds):
      .members([("months", .int(months)), ("microseconds", .int(microseconds))])
    case .list(let elements): .array(elements.map { $0.json() })
    case .structure(let fields): .members(fields.map { ($0.0, $0.1.json()) })
    }
  }

  /// Reads what `json()` wrote for a value of `type`; nil when it is of another shape.
  package init?(json: JSON, type: DataType) {
    if case .null = json {
      self = .null
      return
    }
    switch type {
    case .null: return nil
    case .bool:
      guard let value = json.boolValue else { return nil }
      self = .bool(value)
    case .int:
      guard let value = json.intValue else { return nil }
      self = .int(value)
    case .size:
      guard let value = json.intValue else { return nil }
      self = .size(value)
    case .float:
      if let value = json.doubleValue {
        self = .float(value)
      } else if json.stringValue == "inf" || json.stringValue == "-inf" {
        self = .float(json.stringValue == "inf" ? .infinity : -.infinity)
      } else {
        return nil
      }
    case .string, .category:
      guard let value = json.stringValue else { return nil }
      self = .string(value)
    case .date, .time, .datetime, .instant:
      guard let value = json.stringValue.flatMap({ Scalar.calendar($0, type) }) else { return nil }
      self = value
    case .duration:
      guard let months = json["months"]?.intValue,
        let microseconds = json["microseconds"]?.intValue
      else { return nil }
      self = .duration(months: months, microseconds: microseconds)
    case .list(let element):
      guard let values = json.arrayValue else { return nil }
      var elements: [Scalar] = []
      for value in values {
        guard let scalar = Scalar(json: value, type: element) else { return nil }
        elements.append(scalar)
      }
      self = .list(elements)
    case .structure(let fields):
      var members: [(String, Scalar)] = []
      for field in fields {
        guard let scalar = Scalar(json: json[field.name] ?? .null, type: field.type)
        else { return nil }
        members.append((field.name, scalar))
      }
      self = .structure(members)
    }
  }

  /// A date, time, datetime or instant from its ISO text.
  private static func calendar(_ text: String, _ type: DataType) -> Scalar? {
    switch type {
    case .date: DateParsing.date(text).map { .date($0.days) }
    case .time: DateParsing.time(text).map { .time($0.microseconds) }
    case .datetime: DateParsing.dateTime(text).map { .datetime($0.microseconds) }
    case .instant: DateParsing.instant(text).map { .instant($0.microseconds) }
    case .null, .bool, .int, .float, .string, .duration, .size, .category, .list, .structure: nil
    }
  }

  /// The value with its type, so that it reads back the same without being told the type.
  package func taggedJSON() -> JSON {
    switch self {
    case .null: .null
    case .bool, .int, .string: json()
    case .list(let elements): .members([("list", .array(elements.map { $0.taggedJSON() }))])
    case .structure(let fields):
      .members([
        ("struct", .array(fields.map { .array([.string($0.0), $0.1.taggedJSON()]) }))
      ])
    case .float, .date, .time, .datetime, .instant, .duration, .size:
      .members([(type.name, json())])
    }
  }

  /// Reads what `taggedJSON()` wrote.
  package init?(tagged json: JSON) {
    switch json {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .string(let value): self = .string(value)
    case .number, .array: return nil
    case .object(let object):
      guard object.count == 1, let member = object.members.first else { return nil }
      switch member.key {
      case "list":
        guard let values = member.value.arrayValue else { return nil }
        let elements = values.compactMap { Scalar(tagged: $0) }
        guard elements.count == values.count else { return nil }
        self = .list(elements)
      case "struct":
        guard let pairs = member.value.arrayValue else { return nil }
        var fields: [(String, Scalar)] = []
        for pair in pairs {
          guard let name = pair[0]?.stringValue, let value = pair[1],
            let scalar = Scalar(tagged: value)
          else { return nil }
          fields.append((name, scalar))
        }
        self = .structure(fields)
      case let name:
        guard let type = DataType.parse(name), let scalar = Scalar(json: member.value, type: type)
        else { return nil }
        self = scalar
      }
    }
  }
}

extension Schema {
  /// `[["name", "type"], …]`; a category's levels stand in a third place.
  package func json() -> JSON {
    .array(
      fields.map { field in
        var parts: [JSON] = [.string(field.name), .string(field.type.name)]
        if case .category(let levels?) = field.type {
          parts.append(.array(levels.map { .string($0) }))
        }
        return .array(parts)
      })
  }

  /// A type by its name; a category with levels as the list of these.
  static func typeJSON(_ type: DataType) -> JSON {
    if case .category(let levels?) = type { return .array(levels.map { .string($0) }) }
    return .string(type.name)
  }

  /// Reads what `typeJSON` wrote.
  static func type(_ json: JSON) -> DataType? {
    if let levels = json.arrayValue {
      let labels = levels.compactMap(\.stringValue)
      return labels.count == levels.count ? .category(levels: labels) : nil
    }
    return json.stringValue.flatMap(DataType.parse)
  }

  /// Reads what `json()` wrote.
  package init?(json: JSON) {
    guard let entries = json.arrayValue else { return nil }
    var fields: [Field] = []
    for entry in entries {
      guard let name = entry[0]?.stringValue,
        let type = entry[1]?.stringValue.flatMap(DataType.parse)
      else { return nil }
      if let levels = entry[2]?.arrayValue {
        let labels = levels.compactMap(\.stringValue)
        guard case .category = type, labels.count == levels.count else { return nil }
        fields.append(Field(name: name, type: .category(levels: labels)))
      } else {
        fields.append(Field(name: name, type: type))
      }
    }
    self.init(fields: fields)
  }
}
