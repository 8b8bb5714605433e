package import QuernText

/// The members of a message's header, read by name, with an error that names message and member.
///
///     let fields = MessageFields(frame.header, of: "submit")
///     let source = try fields.text("source")
package struct MessageFields {
  package let object: JSONObject
  /// What is being read, for errors: `submit`.
  package let message: String

  package init(_ object: JSONObject, of message: String) {
    self.object = object
    self.message = message
  }

  /// Reads `json`, which must be an object.
  package init(_ json: JSON?, of message: String) throws(WireError) {
    guard case .object(let object)? = json else {
      throw .malformed("`\(message)` must be an object")
    }
    self.init(object, of: message)
  }

  /// A string that must be there.
  package func text(_ name: String) throws(WireError) -> String {
    guard let value = object[name]?.stringValue else { throw wrong(name, "text") }
    return value
  }

  /// A string that may be absent or null, but nothing else.
  package func textIfPresent(_ name: String) throws(WireError) -> String? {
    switch object[name] {
    case nil, .null?: return nil
    case .string(let value)?: return value
    case .bool?, .int?, .number?, .array?, .object?: throw wrong(name, "text or null")
    }
  }

  /// A whole number that must be there.
  package func int(_ name: String) throws(WireError) -> Int {
    guard case .int(let value)? = object[name] else { throw wrong(name, "a whole number") }
    return Int(value)
  }

  /// A whole number, zero or more.
  package func count(_ name: String) throws(WireError) -> UInt64 {
    guard case .int(let value)? = object[name], value >= 0 else {
      throw wrong(name, "a whole number, zero or more")
    }
    return UInt64(value)
  }

  /// A whole number that may be absent or null.
  package func intIfPresent(_ name: String) throws(WireError) -> Int? {
    switch object[name] {
    case nil, .null?: return nil
    case .int(let value)?: return Int(value)
    case .bool?, .string?, .number?, .array?, .object?: throw wrong(name, "a whole number or null")
    }
  }

  /// A number that must be there.
  package func number(_ name: String) throws(WireError) -> Double {
    guard let value = try numberIfPresent(name) else { throw wrong(name, "a number") }
    return value
  }

  /// A number that may be absent or null.
  package func numberIfPresent(_ name: String) throws(WireError) -> Double? {
    switch object[name] {
    case nil, .null?: return nil
    case .int(let value)?: return Double(value)
    case .number(let value)?: return value
    case .bool?, .string?, .array?, .object?: throw wrong(name, "a number or null")
    }
  }

  /// True or false; `absent` where the member is not there.
  package func flag(_ name: String, absent: Bool = false) throws(WireError) -> Bool {
    switch object[name] {
    case nil: return absent
    case .bool(let value)?: return value
    case .null?, .int?, .number?, .string?, .array?, .object?: throw wrong(name, "true or false")
    }
  }

  /// A list that must be there.
  package func list(_ name: String) throws(WireError) -> [JSON] {
    guard case .array(let values)? = object[name] else { throw wrong(name, "a list") }
    return values
  }

  /// A list of strings that must be there.
  package func texts(_ name: String) throws(WireError) -> [String] {
    var result: [String] = []
    for value in try list(name) {
      guard case .string(let text) = value else { throw wrong(name, "a list of texts") }
      result.append(text)
    }
    return result
  }

  /// An object that must be there.
  package func fields(_ name: String) throws(WireError) -> MessageFields {
    guard case .object(let value)? = object[name] else { throw wrong(name, "an object") }
    return MessageFields(value, of: "\(message).\(name)")
  }

  /// A SHA-256 digest in hexadecimal that may be absent or null.
  package func digestIfPresent(_ name: String) throws(WireError) -> Digest? {
    guard let text = try textIfPresent(name) else { return nil }
    guard let digest = Digest(hex: text) else { throw wrong(name, "a SHA-256 digest") }
    return digest
  }

  /// One of the raw values of an enum.
  package func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of type: Choice.Type
  ) throws(WireError) -> Choice where Choice.RawValue == String {
    let text = try text(name)
    guard let value = Choice(rawValue: text) else {
      let names = Choice.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
      throw .malformed("`\(name)` of `\(message)` is `\(text)`, which is none of \(names)")
    }
    return value
  }

  private func wrong(_ name: String, _ wanted: String) -> WireError {
    .malformed("`\(name)` of `\(message)` must be \(wanted)")
  }
}
