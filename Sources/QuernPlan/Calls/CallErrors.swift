import QuernSyntax
import QuernLearning
import QuernTable
import QuernValue

extension RuntimeError {
  /// What a word's body threw, as an error at a place of its call: the column that it is about,
  /// the argument, or the call.
  package init(thrown error: any Error, by word: Word, at site: CallSite) {
    let located = RuntimeError(any: error, table: site.tableName)
    let column: String? =
      switch error {
      case let error as TableError: error.column
      case let error as LearningError: error.column
      default: nil
      }
    let place = column.flatMap { name in site.columns.first { $0.text == name }?.range }
    let option = (error as? LearningError)?.parameter.flatMap { name in
      Self.place(ofOption: name, of: word, at: site)
    }
    self = located.located(at: option ?? place ?? Self.place(of: error, by: word, at: site))
  }

  /// What was given for an option; nil where nothing was.
  private static func place(
    ofOption name: String, of word: Word, at site: CallSite
  ) -> SourceRange? {
    guard let place = word.parameters.firstIndex(where: { $0.name == name }),
      place < site.argumentRanges.count
    else { return nil }
    return site.argumentRanges[place].first
  }

  /// The argument that the error is about: the file, or the expression.
  private static func place(
    of error: any Error, by word: Word, at site: CallSite
  ) -> SourceRange {
    guard let error = error as? TableError else { return site.range }
    let wanted: (Parameter) -> Bool
    switch error {
    case .file, .parse: wanted = { $0.name == word.target }
    case .typeMismatch, .operandTypes, .notAggregated, .aggregateNotAllowed:
      wanted = { $0.type == .expression }
    default: return site.range
    }
    for (place, parameter) in word.parameters.enumerated()
    where wanted(parameter) && place < site.argumentRanges.count {
      if let range = site.argumentRanges[place].first { return range }
    }
    return site.range
  }
}
