/// A pattern of `*`, `?` and characters that stand for themselves.
struct Glob {
  private let pattern: [Character]

  init(_ pattern: String) {
    self.pattern = Array(pattern)
  }

  /// Whether the whole text fits; time is the product of both lengths at most.
  func fits(_ text: String) -> Bool {
    let text = Array(text)
    var place = 0
    var at = 0
    var star: (pattern: Int, text: Int)?
    while at < text.count {
      if place < pattern.count, pattern[place] == "*" {
        star = (place, at)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[at] {
        place += 1
        at += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        place = last.pattern + 1
        at = last.text + 1
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}
