package import QuernText

/// How rows with equal values share their ranks.
package enum RankTies: String, Hashable, Sendable, CaseIterable {
  /// All the smallest of their places, as SQL's `rank`.
  case min
  case max
  case mean
  /// As `min`, without gaps after them.
  case dense
  /// In the order of the rows.
  case first
}

/// What has piled up from the first row to the current one.
package enum Cumulation: String, Hashable, Sendable, CaseIterable {
  case sum, product, min, max

  /// The word that stands for it in the language.
  package var name: String {
    switch self {
    case .sum: "cumsum"
    case .product: "cumprod"
    case .min: "cummin"
    case .max: "cummax"
    }
  }
}

/// A function that gives each row a value from the rows around it, within its group.
package struct Window: Hashable, Sendable {
  package enum Function: Hashable, Sendable {
    case rowNumber
    case rank(RankTies, descending: Bool)
    /// As many buckets of nearly equal size, by rank; the first ones are the larger.
    case ntile(Int, descending: Bool)
    /// The value so many rows earlier; later where it is negative.
    case shift(Int)
    /// The value at a time so much earlier (`isLead`: later), or the nearest beyond within the
    /// tolerance.
    case shiftTime(TimeSpan, tolerance: TimeSpan, isLead: Bool)
    case cumulate(Cumulation)
    /// An aggregate over the current row and those before it, as many together; null where fewer
    /// than `least` of them have a value.
    case rolling(Aggregate, rows: Int, least: Int)
    /// The same over the rows less than a span older than the current one, and those of its time.
    case rollingTime(Aggregate, TimeSpan, least: Int)
  }

  /// Which way `over:` goes; the order of the rows where it is absent.
  package enum Order: String, Hashable, Sendable, CaseIterable {
    case ascending, descending
  }

  package let function: Function
  /// Of the last part of the expression, where it is an order.
  package let order: Order?

  package init(_ function: Function, order: Order? = nil) {
    self.function = function
    self.order = order
  }

  /// The word that stands for it in the language.
  package var name: String {
    switch function {
    case .rowNumber: "row_number"
    case .rank: "rank"
    case .ntile: "ntile"
    case .shift(let rows): rows < 0 ? "lead" : "lag"
    case .shiftTime(_, _, let isLead): isLead ? "lead" : "lag"
    case .cumulate(let kind): kind.name
    case .rolling, .rollingTime: "rolling"
    }
  }

  /// Whether the rows' times decide, not their number.
  var goesByTime: Bool {
    switch function {
    case .shiftTime, .rollingTime: true
    case .rowNumber, .rank, .ntile, .shift, .cumulate, .rolling: false
    }
  }
}

extension ColumnExpression {
  /// A window over an argument in the order of an expression, or of the rows; `desc(…)` turns an
  /// order round.
  package static func windowed(
    _ function: Window.Function, _ argument: ColumnExpression?, over: ColumnExpression?
  ) -> ColumnExpression {
    var parts = argument.map { [$0] } ?? []
    guard let over else { return .window(Window(function), parts) }
    let (key, isDescending) = over.withoutDirection
    parts.append(key)
    return .window(Window(function, order: isDescending ? .descending : .ascending), parts)
  }

  /// What is inside of `desc(…)`, and whether that is there.
  package var withoutDirection: (expression: ColumnExpression, descending: Bool) {
    if case .function(.descending, let parts) = self, let inner = parts.first {
      return (inner, true)
    }
    return (self, false)
  }

  /// The expression with each of its aggregates as a rolling window; nil where it has none.
  package func rolling(
    _ make: (Aggregate) -> Window.Function, over: ColumnExpression?
  ) -> ColumnExpression? {
    if case .aggregate(let aggregate, let argument) = self {
      return .windowed(make(aggregate), argument, over: over)
    }
    var found = false
    let parts = children.map { child in
      guard let rolled = child.rolling(make, over: over) else { return child }
      found = true
      return rolled
    }
    return found ? replacing(children: parts) : nil
  }
}
