/// How the name of a column, field or option is written: bare where it can be, else in backticks.
package enum CanonicalName {
  /// Keywords may stand bare here.
  package static func spelled(_ name: String) -> String {
    isBare(name) ? name : "`\(name)`"
  }

  /// Of letters, digits and `_`, not beginning with a digit.
  package static func isBare(_ name: String) -> Bool {
    guard let first = name.unicodeScalars.first,
      first == "_" || first.properties.isXIDStart
    else { return false }
    return name.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isXIDContinue }
  }
}
