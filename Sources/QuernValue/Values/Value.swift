package import QuernLearning
package import QuernPlot
package import QuernTable

/// What a name of the language can stand for; every value is immutable and can be saved.
///
///     Value.list([.int(1), .null]).type == .list
package enum Value: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  /// Never NaN and never infinite: where one would be made there is `null`.
  case float(Double)
  case string(String)
  /// Days since 1970-01-01.
  case date(Int64)
  /// Microseconds since midnight.
  case time(Int64)
  /// Wall clock: microseconds since 1970-01-01T00:00.
  case datetime(Int64)
  /// UTC: microseconds since 1970-01-01T00:00Z.
  case instant(Int64)
  /// Calendar months and an exact part.
  case duration(months: Int64, microseconds: Int64)
  /// A number of bytes.
  case size(Int64)
  case list([Value])
  case record(Record)
  /// Both ends belong to it.
  indirect case range(Value, Value)
  /// An expression over columns: `.x > 3`.
  indirect case column(ColumnExpression)
  case table(Table)
  case function(FunctionValue)
  indirect case recipe(Recipe)
  indirect case step(RecipeStep)
  indirect case selection(ColumnSelection)
  /// `across(numeric(), c => abs(c))`: the same definition for each column of a selection.
  indirect case across(Across)
  indirect case algorithm(AlgorithmSpec)
  case model(Model)
  indirect case evaluation(Evaluation)
  case endpoint(EndpointHandle)
  indirect case plot(Plot)
  /// A regular expression, in RE2's syntax.
  case pattern(String)
  /// Never shown.
  case secret(String)
  /// A name from the enumeration of an option: `left`, `median`.
  case constant(String)
}

extension Value {
  /// A value that stands for no missing number: NaN and the infinities become `null`.
  package static func number(_ value: Double) -> Value {
    value.isFinite ? .float(value) : .null
  }

  package var isNull: Bool {
    if case .null = self { return true }
    return false
  }

  /// A record from pairs, in their order.
  package static func record(_ fields: [(String, Value)]) -> Value {
    .record(Record(fields))
  }
}
