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
    self = located.located(at: place ?? site.range)
  }
}
