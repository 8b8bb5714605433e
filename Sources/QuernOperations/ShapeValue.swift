package import QuernText

/// A Swift value that stands for a shape: read from JSON and written to it.
package protocol ShapeValue: Sendable {
  /// Reads the value; nil when `json` is of another type.
  static func read(_ json: JSON) throws(ShapeError) -> Self?
  /// The value on the JSON wire.
  var json: JSON { get }
}

/// A structure whose members the generated code names.
package protocol ShapeStructure: ShapeValue {
  static var shape: StructureShape { get }
  init(reading members: MemberReader) throws(ShapeError)
  func write(to members: inout MemberWriter)
}

/// Input of another shape; validation comes first, so that users see its text instead.
package enum ShapeError: Error, Equatable, Sendable {
  case missing(structure: String, member: String)
  case mistyped(structure: String, member: String)

  package var message: String {
    switch self {
    case .missing(let structure, let member): "\(structure) has no \(member)"
    case .mistyped(let structure, let member): "\(member) of \(structure) is of another type"
    }
  }
}

/// Reads the members of one structure.
package struct MemberReader {
  let structure: String
  let object: JSONObject

  package func optional<Value: ShapeValue>(_ name: String) throws(ShapeError) -> Value? {
    guard let json = object[name], json != .null else { return nil }
    guard let value = try Value.read(json) else {
      throw .mistyped(structure: structure, member: name)
    }
    return value
  }

  package func required<Value: ShapeValue>(_ name: String) throws(ShapeError) -> Value {
    let value: Value? = try optional(name)
    guard let value else { throw .missing(structure: structure, member: name) }
    return value
  }
}

/// Collects the members of one structure; absent ones are left out.
package struct MemberWriter {
  private(set) var object = JSONObject()

  package mutating func write(_ name: String, _ value: (some ShapeValue)?) {
    if let value { object[name] = value.json }
  }
}

extension ShapeStructure {
  package static func read(_ json: JSON) throws(ShapeError) -> Self? {
    guard case .object(let object) = json else { return nil }
    return try Self(reading: MemberReader(structure: shape.name, object: object))
  }

  package var json: JSON {
    var members = MemberWriter()
    write(to: &members)
    return .object(members.object)
  }
}

extension String: ShapeValue {
  package static func read(_ json: JSON) throws(ShapeError) -> String? { json.stringValue }
  package var json: JSON { .string(self) }
}

extension Int: ShapeValue {
  package static func read(_ json: JSON) throws(ShapeError) -> Int? {
    switch json {
    case .int(let value): Int(value)
    case .number(let value): Int(exactly: value)
    case .null, .bool, .string, .array, .object: nil
    }
  }
  package var json: JSON { .int(Int64(self)) }
}

extension Double: ShapeValue {
  package static func read(_ json: JSON) throws(ShapeError) -> Double? {
    switch json {
    case .int(let value): Double(value)
    case .number(let value): value
    case .null, .bool, .string, .array, .object: nil
    }
  }
  package var json: JSON { .number(self) }
}

extension Bool: ShapeValue {
  package static func read(_ json: JSON) throws(ShapeError) -> Bool? { json.boolValue }
  package var json: JSON { .bool(self) }
}

extension Array: ShapeValue where Element: ShapeValue {
  package static func read(_ json: JSON) throws(ShapeError) -> [Element]? {
    guard case .array(let items) = json else { return nil }
    var result: [Element] = []
    result.reserveCapacity(items.count)
    for item in items {
      guard let element = try Element.read(item) else { return nil }
      result.append(element)
    }
    return result
  }
  package var json: JSON { .array(map(\.json)) }
}

extension Dictionary: ShapeValue where Key == String, Value: ShapeValue {
  package static func read(_ json: JSON) throws(ShapeError) -> [String: Value]? {
    guard case .object(let object) = json else { return nil }
    var result: [String: Value] = [:]
    for member in object.members {
      guard let value = try Value.read(member.value) else { return nil }
      result[member.key] = value
    }
    return result
  }
  package var json: JSON {
    .object(JSONObject(sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
  }
}

extension ShapeValue where Self: RawRepresentable, RawValue == String {
  package static func read(_ json: JSON) throws(ShapeError) -> Self? {
    json.stringValue.flatMap(Self.init(rawValue:))
  }
  package var json: JSON { .string(rawValue) }
}

/// A moment, in microseconds since 1970; seconds with three decimals on the JSON wire.
package struct Timestamp: ShapeValue, Hashable, Comparable {
  package var microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  package static func read(_ json: JSON) throws(ShapeError) -> Timestamp? {
    guard let seconds = try Double.read(json), seconds.magnitude < 1e11 else { return nil }
    return Timestamp(microseconds: Int64((seconds * 1e6).rounded()))
  }

  package var json: JSON { .number(Double(microseconds / 1000) / 1000) }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }
}

/// The output of operations that answer with nothing.
package struct NoOutput: ShapeStructure, Equatable {
  package static let shape = StructureShape("NoOutput", [])
  package init() {}
  package init(reading members: MemberReader) throws(ShapeError) {}
  package func write(to members: inout MemberWriter) {}
}
