/// One thing that may stand at the place where the user is typing.
package struct Candidate: Hashable, Sendable {
  /// What replaces the typed beginning.
  package var text: String
  /// What a list of candidates shows.
  package var label: String
  /// What it is, in a few words: `int · 0.2 % missing`.
  package var detail: String

  package init(_ text: String, label: String? = nil, detail: String) {
    self.text = text
    self.label = label ?? text
    self.detail = detail
  }
}

/// All that may stand at a place.
package struct Completions: Hashable, Sendable {
  /// The typed beginning, in UTF-8 offsets: what a candidate replaces.
  package var range: Range<Int>
  package var candidates: [Candidate]
  /// The signature of the call around the place.
  package var heading: String?

  package init(range: Range<Int>, candidates: [Candidate], heading: String? = nil) {
    self.range = range
    self.candidates = candidates
    self.heading = heading
  }

  /// The longest text that all candidates begin with.
  package var commonPrefix: String {
    guard var prefix = candidates.first.map({ Array($0.text) }) else { return "" }
    for candidate in candidates.dropFirst() {
      let shared = zip(prefix, candidate.text).prefix { $0 == $1 }.count
      prefix.removeLast(prefix.count - shared)
    }
    return String(prefix)
  }
}
