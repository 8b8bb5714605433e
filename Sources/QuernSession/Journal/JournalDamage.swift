/// A place of a journal that cannot be read: what lies before and behind it can.
package struct JournalDamage: Sendable, Hashable {
  package var path: String
  package var offset: Int
  package var reason: String
  /// Numbers of the events that were there; nil where that is not known.
  package var lost: Range<UInt64>?

  package init(path: String, offset: Int, reason: String, lost: Range<UInt64>? = nil) {
    self.path = path
    self.offset = offset
    self.reason = reason
    self.lost = lost
  }

  /// One sentence for a user.
  package var sentence: String {
    var text = "\(path) is damaged at byte \(offset): \(reason)"
    guard let lost, !lost.isEmpty else { return text }
    text +=
      lost.count == 1
      ? "; event \(lost.lowerBound) is lost" : "; events \(lost.lowerBound) to \(lost.upperBound - 1) are lost"
    return text
  }
}
