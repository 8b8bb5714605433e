package import QuernText

/// What is wrong with an operation's input, in AWS's words.
///
///     1 validation error detected: Value 'a b' at 'modelName' failed to satisfy constraint:
///     Member must satisfy regular expression pattern: [a-zA-Z0-9]…
package struct ValidationFailure: Error, Equatable, Sendable {
  /// Values of another JSON type: AWS calls this a SerializationException and looks no further.
  package var typeErrors: [String] = []
  /// Broken constraints, in the order of the members.
  package var violations: [String] = []

  var isEmpty: Bool { typeErrors.isEmpty && violations.isEmpty }

  package var code: String { typeErrors.isEmpty ? "ValidationException" : "SerializationException" }

  package var message: String {
    if let first = typeErrors.first { return first }
    let noun = violations.count == 1 ? "error" : "errors"
    return "\(violations.count) validation \(noun) detected: "
      + violations.joined(separator: "; ")
  }
}

/// Checks a JSON value against a structure's shape.
package enum Validation {
  /// Throws every broken constraint of `json` at once; unknown members are ignored, as on AWS.
  package static func check(
    _ json: JSON, _ shape: StructureShape
  ) throws(ValidationFailure) {
    var walk = Walk()
    walk.structure(json, shape, path: "")
    if !walk.failure.isEmpty { throw walk.failure }
  }
}

/// One walk over a value and its shape.
private struct Walk {
  var failure = ValidationFailure()
  /// Structures nest at most this deep in the service model; deeper input is refused.
  static let depthMax = 24
  /// Violations that are reported at most.
  static let violationCountMax = 10
  var depth = 0

  mutating func structure(_ json: JSON, _ shape: StructureShape, path: String) {
    guard case .object(let object) = json else {
      return mistyped(json, "structure", path)
    }
    guard depth < Walk.depthMax else { return mistyped(json, "a shallower structure", path) }
    depth += 1
    defer { depth -= 1 }
    for member in shape.members {
      let memberPath = path.isEmpty ? member.camelName : "\(path).\(member.camelName)"
      if let value = object[member.name], value != .null {
        check(value, member.shape, path: memberPath)
      } else if member.isRequired {
        report(
          "Value null at '\(memberPath)' failed to satisfy constraint: Member must not be null")
      }
    }
  }

  mutating func check(_ json: JSON, _ shape: Shape, path: String) {
    switch shape {
    case .structure(let structure): self.structure(json, structure, path: path)
    case .list(let element, let limits): list(json, element, limits, path)
    case .map(let key, let value, let limits): map(json, key, value, limits, path)
    case .text, .choice, .integer, .number, .boolean, .timestamp:
      guard Walk.hasType(json, shape) else {
        return mistyped(json, Walk.typeName(shape), path)
      }
      for constraint in Constraint.broken(by: json, shape) {
        report(
          "Value '\(Walk.text(json))' at '\(path)' failed to satisfy constraint: "
            + "Member must \(constraint)")
      }
    }
  }

  private mutating func list(_ json: JSON, _ element: Shape, _ limits: CountLimits, _ path: String)
  {
    guard case .array(let items) = json else { return mistyped(json, "list", path) }
    for constraint in Constraint.count(items.count, limits, "length") {
      report(
        "Value '\(Walk.text(json))' at '\(path)' failed to satisfy constraint: "
          + "Member must \(constraint)")
    }
    if case .structure = element {
      for (index, item) in items.enumerated() {
        check(item, element, path: "\(path).\(index + 1).member")
      }
      return
    }
    for item in items { checkNested(json, item, element, "Member must satisfy constraint", path) }
  }

  private mutating func map(
    _ json: JSON, _ key: Shape, _ value: Shape, _ limits: CountLimits, _ path: String
  ) {
    guard case .object(let object) = json else { return mistyped(json, "map", path) }
    for constraint in Constraint.count(object.members.count, limits, "length") {
      report(
        "Value '\(Walk.text(json))' at '\(path)' failed to satisfy constraint: "
          + "Member must \(constraint)")
    }
    for member in object.members {
      checkNested(json, .string(member.key), key, "Map keys must satisfy constraint", path)
      checkNested(json, member.value, value, "Map value must satisfy constraint", path)
    }
  }

  /// An element of a list of scalars or of a map: AWS prints the whole collection.
  private mutating func checkNested(
    _ whole: JSON, _ item: JSON, _ shape: Shape, _ introduction: String, _ path: String
  ) {
    guard Walk.hasType(item, shape) else {
      return mistyped(item, Walk.typeName(shape), path)
    }
    let broken = Constraint.broken(by: item, shape)
    if broken.isEmpty { return }
    let list = broken.map { "Member must \($0)" }.joined(separator: ", ")
    report(
      "Value '\(Walk.text(whole))' at '\(path)' failed to satisfy constraint: "
        + "\(introduction): [\(list)]")
  }

  private mutating func report(_ text: String) {
    if failure.violations.count < Walk.violationCountMax { failure.violations.append(text) }
  }

  private mutating func mistyped(_ json: JSON, _ wanted: String, _ path: String) {
    let place = path.isEmpty ? "The request's body" : "'\(path)'"
    failure.typeErrors.append("\(place) must be a \(wanted), not \(Walk.typeName(json))")
  }

  private static func hasType(_ json: JSON, _ shape: Shape) -> Bool {
    switch (shape, json) {
    case (.text, .string), (.choice, .string), (.boolean, .bool), (.integer, .int),
      (.number, .int), (.number, .number), (.timestamp, .int), (.timestamp, .number):
      true
    case (.integer, .number(let value)): Int(exactly: value) != nil
    case (.text, _), (.choice, _), (.boolean, _), (.integer, _), (.number, _), (.timestamp, _),
      (.list, _), (.map, _), (.structure, _):
      false
    }
  }

  private static func typeName(_ shape: Shape) -> String {
    switch shape {
    case .text, .choice: "string"
    case .integer: "whole number"
    case .number: "number"
    case .boolean: "boolean"
    case .timestamp: "timestamp (seconds since 1970)"
    case .list: "list"
    case .map: "map"
    case .structure: "structure"
    }
  }

  private static func typeName(_ json: JSON) -> String {
    switch json {
    case .null: "null"
    case .bool: "a boolean"
    case .int, .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "a structure"
    }
  }

  /// A value as AWS's texts print it, cut where it would flood the message.
  private static func text(_ json: JSON) -> String {
    let text =
      switch json {
      case .string(let value): value
      case .array(let items):
        "[" + items.map { $0.stringValue ?? $0.text() }.joined(separator: ", ") + "]"
      case .null, .bool, .int, .number, .object: json.text()
      }
    return text.count <= 256 ? text : text.prefix(256) + "…"
  }
}
