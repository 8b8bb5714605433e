/// Names in small letters, digits and underscores.
package enum SnakeCase {
  /// `Charge  Amount` → `charge_amount`, `CallFailure` → `call_failure`.
  package static func name(_ name: String) -> String {
    var result = ""
    var previous: Character = "_"
    for character in name {
      guard character.isLetter || character.isNumber else {
        if !result.isEmpty, result.last != "_" { result.append("_") }
        previous = "_"
        continue
      }
      let startsWord = character.isUppercase && (previous.isLowercase || previous.isNumber)
      if startsWord, result.last != "_" { result.append("_") }
      result += character.lowercased()
      previous = character
    }
    while result.last == "_" { result.removeLast() }
    return result.isEmpty ? name : result
  }
}
