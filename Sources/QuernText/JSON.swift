/// A JSON value. Integers stay integers: `1` is `.int`, `1.0` and `1e0` are `.number`.
package enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case number(Double)
  case string(String)
  case array([JSON])
  case object(JSONObject)
}

extension JSON {
  /// The member `key` of an object; nil for other values. Setting turns null into an object.
  package subscript(key: String) -> JSON? {
    get { objectValue?[key] }
    set {
      var object = objectValue ?? JSONObject()
      self = .null
      object[key] = newValue
      self = .object(object)
    }
  }

  /// The element at `index` of an array; nil for other values and outside the bounds.
  package subscript(index: Int) -> JSON? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  package var isNull: Bool { self == .null }

  /// The text of a string; nil for other values.
  package var stringValue: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The integer, also of a number without a fraction.
  package var intValue: Int64? {
    switch self {
    case .int(let value): value
    case .number(let value): Int64(exactly: value)
    case .null, .bool, .string, .array, .object: nil
    }
  }

  /// The number, also of an integer.
  package var doubleValue: Double? {
    switch self {
    case .int(let value): Double(value)
    case .number(let value): value
    case .null, .bool, .string, .array, .object: nil
    }
  }

  /// The truth of a boolean; nil for other values.
  package var boolValue: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The elements of an array; nil for other values.
  package var arrayValue: [JSON]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The members of an object; nil for other values.
  package var objectValue: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// An object from pairs, in their order.
  package static func members(_ pairs: [(String, JSON)]) -> JSON { .object(JSONObject(pairs)) }

  /// What the value is, as an error message says it: "a string".
  package var kindName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .int: "an integer"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(nilLiteral: ()) { self = .null }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int64) { self = .int(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements))
  }
}

/// The members of a JSON object, in the order they were inserted, which is part of its equality.
package struct JSONObject: Sendable {
  package var members: [(key: String, value: JSON)]

  /// An object of these members; keys are not checked for repetition.
  package init(_ pairs: [(String, JSON)] = []) {
    members = []
    members.reserveCapacity(pairs.count)
    for (key, value) in pairs { members.append((key: key, value: value)) }
  }

  package var count: Int { members.count }
  package var isEmpty: Bool { members.isEmpty }
  package var keys: [String] { members.map(\.key) }

  /// The value of a key. Setting keeps the place of a known key; nil removes it.
  package subscript(key: String) -> JSON? {
    get { index(of: key).map { members[$0].value } }
    set {
      switch (index(of: key), newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  // Keys are compared by their bytes: Swift's `==` would find "é" under its decomposed form.
  func index(of key: String) -> Int? {
    // `==` is quick to tell names apart; only what it holds equal is compared byte by byte.
    members.firstIndex { $0.key == key && $0.key.utf8.elementsEqual(key.utf8) }
  }
}

extension JSONObject: Hashable {
  package static func == (a: JSONObject, b: JSONObject) -> Bool {
    a.members.elementsEqual(b.members) { $0.key == $1.key && $0.value == $1.value }
  }

  package func hash(into hasher: inout Hasher) {
    for member in members {
      hasher.combine(member.key)
      hasher.combine(member.value)
    }
  }
}
