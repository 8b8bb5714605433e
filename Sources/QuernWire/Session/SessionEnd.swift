/// Why a worker ended of its own will: the reasons of `closed` events and `closing` messages.
package enum SessionEnd {
  /// A front end closed the session.
  package static let asked = "asked by a front end"
  /// It stood idle, or was told to: memory is given back, all values are on disk, and the next
  /// message of any front end wakes it.
  package static let hibernated = "hibernated"
}
