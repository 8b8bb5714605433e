internal import QuernPlan
internal import QuernSyntax
internal import QuernSystem
internal import QuernTable
internal import QuernText
internal import QuernValue

/// Values of `param` declarations that were given from outside, as JSON, in the declared types.
///
/// Whoever gives them has checked them against the declarations; what does not fit here is given as
/// it is, and the evaluator says what is wrong.
enum Parameters {
  static func values(
    _ declared: [PlannedParam], _ given: JSONObject, key: HomeKey
  ) throws(SystemError) -> [String: Value] {
    var values: [String: Value] = [:]
    for param in declared {
      guard let json = given[param.name] else { continue }
      if let secret = try key.opened(json) {
        values[param.name] = .secret(secret)
        continue
      }
      values[param.name] = value(json, as: DataType.parse(param.type.name.text))
    }
    return values
  }

  private static func value(_ json: JSON, as type: DataType?) -> Value {
    switch json {
    case .array(let items): return .list(items.map { value($0, as: nil) })
    case .object(let object):
      return .record(Record(object.members.map { ($0.key, value($0.value, as: nil)) }))
    case .null: return .null
    case .bool, .int, .number, .string: break
    }
    if let type, let scalar = Scalar(json: json, type: type) { return Value(scalar) }
    switch json {
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .int(number)
    case .number(let number): return .float(number)
    case .string(let text): return .string(text)
    case .null, .array, .object: return .null
    }
  }
}
