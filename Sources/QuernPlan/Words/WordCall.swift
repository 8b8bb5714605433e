package import QuernSyntax
package import QuernTable
package import QuernValue

/// One call of a word: its arguments, bound to the word's parameters, and where it stands.
///
/// A body reads its arguments by their parameter's name: `try call.table("t")`,
/// `try call.int("n") ?? 5`. A wrong type is an error that points at the argument.
package final class WordCall {
  package let word: Word
  /// In the order of the word's parameters.
  package let arguments: [BoundArgument]
  package let site: CallSite
  package let context: CallContext

  package init(
    word: Word, arguments: [BoundArgument], site: CallSite, context: CallContext
  ) {
    self.word = word
    self.arguments = arguments
    self.site = site
    self.context = context
  }

  package var host: any Host { context.host }
  package var tableContext: TableContext { context.host.tableContext }

  /// What was given for a parameter.
  package func argument(_ name: String) -> BoundArgument {
    for (index, parameter) in word.parameters.enumerated() where parameter.name == name {
      return index < arguments.count ? arguments[index] : .absent
    }
    preconditionFailure("the word \(word.name) has no parameter \(name)")
  }

  /// Whether something was given for a parameter, `null` included.
  package func isGiven(_ name: String) -> Bool {
    if case .absent = argument(name) { return false }
    return true
  }

  /// Where an argument stands; the whole call where it was not given.
  package func range(of name: String) -> SourceRange {
    for (index, parameter) in word.parameters.enumerated() where parameter.name == name {
      if index < site.argumentRanges.count, let range = site.argumentRanges[index].first {
        return range
      }
    }
    return site.range
  }
}

/// What was given for one parameter.
package enum BoundArgument: Sendable {
  case absent
  case one(Value)
  /// Of a variadic parameter.
  case many([Value])
  /// `name = e`, in their order; without a name: a value among the definitions, as `across(…)`.
  case definitions([BoundDefinition])
  /// Of a deferred parameter: a function without parameters.
  case deferred(FunctionValue)
}

/// One `name = e`.
package struct BoundDefinition: Sendable {
  package let name: String
  package let value: Value
  package let range: SourceRange

  package init(name: String, value: Value, range: SourceRange) {
    self.name = name
    self.value = value
    self.range = range
  }
}

/// Where a call stands in the text of its cell.
package struct CallSite: Sendable {
  package let range: SourceRange
  /// Of each parameter's arguments, in the order of the word's parameters.
  package let argumentRanges: [[SourceRange]]
  /// Columns that occur in the arguments, and where: for errors that name a column.
  package let columns: [Name]
  /// What the cell calls the table that the word works on, where it has a name.
  package let tableName: String?
  /// Place of the call among the cell's calls, in reading order.
  package let ordinal: Int

  package init(
    range: SourceRange, argumentRanges: [[SourceRange]], columns: [Name], tableName: String?,
    ordinal: Int
  ) {
    self.tableName = tableName
    self.range = range
    self.argumentRanges = argumentRanges
    self.columns = columns
    self.ordinal = ordinal
  }
}

/// What surrounds a call at run time.
package struct CallContext {
  package let host: any Host
  package let interpreter: any Interpreter
  /// The notebook's seed.
  package let seed: Int64
  /// As messages say it: `cell 4`.
  package let cell: String?
  /// Indices of the loops and calls of functions around the call, from the outermost.
  package let loop: [Int]

  package init(
    host: any Host, interpreter: any Interpreter, seed: Int64, cell: String?, loop: [Int]
  ) {
    self.host = host
    self.interpreter = interpreter
    self.seed = seed
    self.cell = cell
    self.loop = loop
  }
}

/// What runs the language, for words that need more than their arguments: `map`, `across`, `try`.
///
/// The evaluator is one; the checker has one that only knows lambdas written in the same cell.
package protocol Interpreter: AnyObject {
  /// Calls a function. `index` counts the calls of one word: draws inside depend on it.
  func apply(
    _ function: FunctionValue, to arguments: [Value], index: Int
  ) throws(RuntimeError) -> Value

  /// Shows something, within the cell's limit of output.
  func emit(_ output: Output) throws(RuntimeError)

  /// The loop whose list is being computed shows how far it is, under this label.
  func announce(progress label: String)

  /// Counts a result that is no number and became null, for the remark below the output.
  func noteLostNumber()
}

extension WordCall {
  /// Calls a function that was given as an argument.
  package func apply(
    _ function: FunctionValue, to arguments: [Value], index: Int = 0
  ) throws(RuntimeError) -> Value {
    try context.interpreter.apply(function, to: arguments, index: index)
  }

  /// Evaluates a deferred argument; nil where it was not given.
  package func force(_ name: String) throws(RuntimeError) -> Value? {
    guard case .deferred(let function) = argument(name) else { return nil }
    return try apply(function, to: [])
  }

  /// Shows something, within the cell's limit of output.
  package func emit(_ output: Output) throws(RuntimeError) {
    try context.interpreter.emit(output)
  }

  /// Which act this call is.
  package var token: ActToken {
    ActToken(ordinal: site.ordinal, loop: context.loop)
  }
}
