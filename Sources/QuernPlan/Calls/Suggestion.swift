import QuernText

/// The name that was probably meant.
package enum Suggestion {
  /// Names of fewer characters are near to everything.
  private static let lengthMin = 3

  /// The nearest of some names; nil where none is near, or where the name says too little.
  package static func nearest(_ name: String, in names: some Sequence<String>) -> String? {
    guard name.utf8.count >= lengthMin else { return nil }
    return EditDistance.nearest(name, in: names.lazy.filter { $0 != "_" }, limit: 1).first
  }
}
