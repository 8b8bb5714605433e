import QuernText

/// The words of an edition, by name.
package final class WordRegistry: Sendable {
  package let words: [Word]
  private let byName: [String: Int]

  /// A later word of the same name would hide an earlier one: that is our own mistake.
  package init(_ words: [Word]) {
    self.words = words
    var byName: [String: Int] = [:]
    for (index, word) in words.enumerated() {
      precondition(byName.updateValue(index, forKey: word.name) == nil, "two words \(word.name)")
    }
    self.byName = byName
  }

  package subscript(name: String) -> Word? {
    byName[name].map { words[$0] }
  }

  package var names: [String] { words.map(\.name) }

  /// The word whose name is closest, if one is close.
  package func nearest(_ name: String) -> String? {
    Suggestion.nearest(name, in: names)
  }
}
