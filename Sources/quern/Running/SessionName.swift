/// What a session may be called: a folder of that name holds it.
enum SessionName {
  static let lengthMax = 63

  /// What is wrong with a name; nil where nothing is.
  static func problem(_ name: String) -> String? {
    let allowed = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
    if !name.isEmpty, allowed, !name.hasPrefix("."), !name.hasPrefix("-"),
      name.utf8.count <= lengthMax
    {
      return nil
    }
    return "`\(name)` cannot name a session; use up to \(lengthMax) letters, digits, - _ and ."
  }
}
