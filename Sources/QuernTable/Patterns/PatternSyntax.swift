/// What RE2's syntax does not have: it would need more than one look at each character.
enum PatternSyntax {
  /// The place of the first construct that RE2 lacks, and what it is; nil where all is in order.
  static func refusal(of text: String) -> (offset: Int, reason: String)? {
    let bytes = Array(text.utf8)
    var index = 0
    var inClass = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") {
        if let reason = escape(bytes, index, inClass: inClass) { return (index, reason) }
        // Between \Q and \E all is literal.
        if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "Q") {
          index = endOfQuote(bytes, index + 2)
          continue
        }
        index += 2
        continue
      }
      if inClass {
        if byte == UInt8(ascii: "]") { inClass = false }
        // `[:alpha:]` has brackets of its own.
        if byte == UInt8(ascii: "["), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: ":")
        {
          index = endOfName(bytes, index + 2)
          continue
        }
      } else if byte == UInt8(ascii: "[") {
        inClass = true
        // A bracket that comes first is a member.
        if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "^") { index += 1 }
        if index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "]") { index += 1 }
      } else if byte == UInt8(ascii: "("), let reason = group(bytes, index) {
        return (index, reason)
      } else if byte == UInt8(ascii: "+"), index > 0, isPossessive(bytes, index) {
        return (index, "possessive quantifiers are not in RE2's syntax")
      }
      index += 1
    }
    return nil
  }

  private static func endOfQuote(_ bytes: [UInt8], _ start: Int) -> Int {
    var index = start
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: "\\") && bytes[index + 1] == UInt8(ascii: "E") {
        return index + 2
      }
      index += 1
    }
    return bytes.count
  }

  private static func endOfName(_ bytes: [UInt8], _ start: Int) -> Int {
    var index = start
    while index + 1 < bytes.count {
      if bytes[index] == UInt8(ascii: ":") && bytes[index + 1] == UInt8(ascii: "]") {
        return index + 2
      }
      index += 1
    }
    return start
  }

  private static func escape(_ bytes: [UInt8], _ index: Int, inClass: Bool) -> String? {
    guard index + 1 < bytes.count else { return "a pattern cannot end with \\" }
    let next = bytes[index + 1]
    switch next {
    case UInt8(ascii: "1")...UInt8(ascii: "9") where !inClass,
      UInt8(ascii: "g"), UInt8(ascii: "k"):
      return "references back to a group are not in RE2's syntax"
    case UInt8(ascii: "G"), UInt8(ascii: "K"), UInt8(ascii: "R"), UInt8(ascii: "X"),
      UInt8(ascii: "N"), UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "V"),
      UInt8(ascii: "Z"), UInt8(ascii: "C"), UInt8(ascii: "c"), UInt8(ascii: "o"),
      UInt8(ascii: "e"):
      return "\\\(Character(UnicodeScalar(next))) is not in RE2's syntax"
    default: return nil
    }
  }

  private static func group(_ bytes: [UInt8], _ index: Int) -> String? {
    guard index + 1 < bytes.count else { return nil }
    if bytes[index + 1] == UInt8(ascii: "*") { return "(*…) is not in RE2's syntax" }
    guard bytes[index + 1] == UInt8(ascii: "?"), index + 2 < bytes.count else { return nil }
    let third = bytes[index + 2]
    let fourth = index + 3 < bytes.count ? bytes[index + 3] : 0
    switch third {
    case UInt8(ascii: "="), UInt8(ascii: "!"):
      return "looking ahead, (?\(Character(UnicodeScalar(third)))…), is not in RE2's syntax"
    case UInt8(ascii: "<") where fourth == UInt8(ascii: "=") || fourth == UInt8(ascii: "!"):
      return "looking behind, (?<\(Character(UnicodeScalar(fourth)))…), is not in RE2's syntax"
    case UInt8(ascii: ":"), UInt8(ascii: "<"): return nil
    case UInt8(ascii: "P") where fourth == UInt8(ascii: "<"): return nil
    case UInt8(ascii: "i"), UInt8(ascii: "m"), UInt8(ascii: "s"), UInt8(ascii: "U"),
      UInt8(ascii: "-"):
      return nil
    default: return "this kind of group is not in RE2's syntax"
    }
  }

  private static func isPossessive(_ bytes: [UInt8], _ index: Int) -> Bool {
    let before = bytes[index - 1]
    let isQuantifier =
      before == UInt8(ascii: "*") || before == UInt8(ascii: "+") || before == UInt8(ascii: "?")
      || before == UInt8(ascii: "}")
    // `\++` is a plus sign, many times.
    return isQuantifier && !(index > 1 && bytes[index - 2] == UInt8(ascii: "\\"))
  }
}
