/// The way through earlier entries with the arrow keys: those that begin with what was typed.
package struct HistoryWalk {
  private let entries: [String]
  private let draft: String
  private var index: Int
  /// What was put into the line last: while it stands there, the walk goes on.
  package private(set) var shown: String

  package init(entries: [String], draft: String) {
    self.entries = entries
    self.draft = draft
    index = entries.count
    shown = draft
  }

  /// The entry before; nil where there is none.
  package mutating func back() -> String? {
    var place = index - 1
    while place >= 0, !isWanted(entries[place]) { place -= 1 }
    guard place >= 0 else { return nil }
    index = place
    shown = entries[place]
    return shown
  }

  /// The entry after, and at last what was typed; nil there.
  package mutating func forward() -> String? {
    guard index < entries.count else { return nil }
    var place = index + 1
    while place < entries.count, !isWanted(entries[place]) { place += 1 }
    index = place
    shown = place < entries.count ? entries[place] : draft
    return shown
  }

  private func isWanted(_ entry: String) -> Bool {
    entry != shown && (draft.isEmpty || entry.hasPrefix(draft))
  }
}
