import QuernPlan
import QuernTable

extension Word {
  static let trim = textFunction(
    "trim", "A text without the white space around it.", .trim, example: "trim(\"  a b \")",
    { text in
      var slice = text.unicodeScalars[...]
      while let first = slice.first, first.properties.isWhitespace { slice.removeFirst() }
      while let last = slice.last, last.properties.isWhitespace { slice.removeLast() }
      return String(slice)
    })
}
