import QuernSystem

/// A footer of a result: what a verb did with rows that a reader should know of.
package struct Note: Hashable, Sendable {
  /// The stable name of what happened: "dropped-null", "made-null", "join".
  package let code: String
  /// "kept 6 912 of 7 043; 11 dropped: .tenure is null"
  package let text: String

  package init(code: String, text: String) {
    self.code = code
    self.text = text
  }
}

/// Collects the notes of a run, from any thread.
package final class Notes: @unchecked Sendable {
  private let lock = Lock()
  private var notes: [Note] = []

  package init() {}

  /// Adds a note; one that was added already is not repeated.
  package func add(_ note: Note) {
    lock.withLock {
      if !notes.contains(note) { notes.append(note) }
    }
  }

  package func add(_ notes: [Note]) { for note in notes { add(note) } }

  package var all: [Note] { lock.withLock { notes } }

  /// The notes so far, which are forgotten.
  package func drain() -> [Note] {
    lock.withLock {
      defer { notes = [] }
      return notes
    }
  }
}
