package import QuernTable
package import QuernText

/// Scalars as JSON that says their type: what JSON has stands as it is, the rest is tagged.
///
/// `12` is an int, `12.0` a float, `{"date": 19000}` a date.
package enum ScalarCodec {
  /// The JSON of a scalar.
  package static func json(_ scalar: Scalar) -> JSON {
    switch scalar {
    case .null: .null
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .float(let value):
      value.isFinite ? .number(value) : tagged("float", .string(value < 0 ? "-inf" : "inf"))
    case .string(let value): .string(value)
    case .date(let value): tagged("date", .int(value))
    case .time(let value): tagged("time", .int(value))
    case .datetime(let value): tagged("datetime", .int(value))
    case .instant(let value): tagged("instant", .int(value))
    case .size(let value): tagged("size", .int(value))
    case .duration(let months, let microseconds):
      tagged("duration", .array([.int(months), .int(microseconds)]))
    case .list(let values): tagged("list", .array(values.map(json)))
    case .structure(let members):
      tagged("struct", .array(members.map { .array([.string($0.0), json($0.1)]) }))
    }
  }

  /// The scalar that `json` wrote.
  package static func scalar(_ json: JSON) throws(LearningError) -> Scalar {
    switch json {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .number(let value): return .float(value)
    case .string(let value): return .string(value)
    case .array: throw .damaged("value")
    case .object(let object):
      guard let member = object.members.first else { throw .damaged("value") }
      return try tagged(member.key, member.value)
    }
  }

  private static func tagged(_ tag: String, _ value: JSON) -> JSON {
    .object(JSONObject([(tag, value)]))
  }

  private static func tagged(_ tag: String, _ json: JSON) throws(LearningError) -> Scalar {
    if let number = json.intValue {
      switch tag {
      case "date": return .date(number)
      case "time": return .time(number)
      case "datetime": return .datetime(number)
      case "instant": return .instant(number)
      case "size": return .size(number)
      default: throw .damaged("value")
      }
    }
    if tag == "float", let text = json.stringValue {
      return .float(text == "inf" ? .infinity : -.infinity)
    }
    let items = json.arrayValue ?? []
    switch tag {
    case "duration":
      guard items.count == 2, let months = items[0].intValue, let rest = items[1].intValue else {
        throw .damaged("value")
      }
      return .duration(months: months, microseconds: rest)
    case "list":
      var values: [Scalar] = []
      for item in items { values.append(try scalar(item)) }
      return .list(values)
    case "struct":
      var members: [(String, Scalar)] = []
      for item in items {
        guard let pair = item.arrayValue, pair.count == 2, let name = pair[0].stringValue else {
          throw .damaged("value")
        }
        members.append((name, try scalar(pair[1])))
      }
      return .structure(members)
    default: throw .damaged("value")
    }
  }
}

/// Schemas as JSON: pairs of name and type name.
package enum SchemaCodec {
  /// The JSON of a schema.
  package static func json(_ schema: Schema) -> JSON {
    .array(schema.fields.map { .array([.string($0.name), .string($0.type.name)]) })
  }

  /// The schema that `json` wrote.
  package static func schema(_ json: JSON) throws(LearningError) -> Schema {
    var fields: [Field] = []
    for item in json.arrayValue ?? [] {
      guard let pair = item.arrayValue, pair.count == 2, let name = pair[0].stringValue,
        let type = DataType.parse(pair[1].stringValue ?? "")
      else { throw .damaged("schema") }
      fields.append(Field(name: name, type: type))
    }
    return Schema(fields: fields)
  }
}
