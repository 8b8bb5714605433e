package import QuernPlan

/// The words of this edition: one file each, listed here.
package enum Words {
  package static let all: [Word] = [
    // cells
    .show,
    // reading and writing
    .read,
    // shaping
    .derive, .filter,
    // aggregates
    .sum,
  ]

  package static let registry = WordRegistry(all)
}
