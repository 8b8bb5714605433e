/// What the options say that concerns single values.
struct CSVRules: Sendable {
  var onError: CSVOptions.OnError
  var dateOrder: CSVDateOrder?
  /// The texts that mean "missing" when the user gave them.
  var missing: [[UInt8]]?

  init(_ options: CSVOptions) {
    onError = options.onError
    dateOrder = options.dateOrder
    missing = options.missing.map { $0.map { Array($0.utf8) } }
  }
}

/// How one column is checked and read.
struct CSVColumnPlan: Sendable {
  var name: String
  var kind: CSVColumnKind
  /// Whether the type stands, whatever values come.
  var isFixed: Bool
  var fast: CSVFastCheck
  var classifier: CSVClassifier
  /// Whether fields may hold words that mean "missing".
  var hasMissingWords = true
}

/// What a field gives to its column.
enum CSVValue: Hashable, Sendable {
  case null
  case value
  case misfit
}

extension CSVColumnKind {
  /// Whether a field of that kind is a value of this column, null, or does not fit.
  func value(_ text: UnsafeBufferPointer<UInt8>, _ kind: CSVSeen) -> CSVValue {
    if type == .string {
      let nulls: CSVSeen = isAllMissing ? .absent : [.empty, .missing]
      return kind.isDisjoint(with: nulls) ? .value : .null
    }
    if !kind.isDisjoint(with: .absent) { return .null }
    let fits = type == .float ? double(text) != nil : integer(text) != nil
    return fits ? .value : .misfit
  }
}
