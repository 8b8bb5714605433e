package import QuernText

/// A column's name and what it is computed from.
package struct Definition: Hashable, Sendable {
  package let name: String
  package let expression: ColumnExpression

  package init(name: String, expression: ColumnExpression) {
    self.name = name
    self.expression = expression
  }
}

/// What to sort by; nulls come last either way.
package struct SortKey: Hashable, Sendable {
  package let expression: ColumnExpression
  package let descending: Bool

  package init(expression: ColumnExpression, descending: Bool = false) {
    self.expression = expression
    self.descending = descending
  }
}

/// Which of the rows that are alike `distinct` keeps.
package enum DistinctRows: String, Hashable, Sendable, CaseIterable {
  case first, last
  /// Only rows that nothing is like.
  case none
}

/// Which rows of two sides a join gives.
package enum JoinKind: String, Hashable, Sendable, CaseIterable {
  case left, inner, right, full, semi, anti
}

/// How many rows per key each side may have.
package enum JoinMatch: String, Hashable, Sendable, CaseIterable {
  case manyToMany = "many_to_many"
  case oneToOne = "one_to_one"
  case manyToOne = "many_to_one"
  case oneToMany = "one_to_many"

  var wantsUniqueLeft: Bool { self == .oneToOne || self == .oneToMany }
  var wantsUniqueRight: Bool { self == .oneToOne || self == .manyToOne }
}

/// The options of a join.
package struct JoinSpec: Hashable, Sendable {
  /// Key columns, pairwise.
  package let left: [String]
  package let right: [String]
  package let kind: JoinKind
  package let match: JoinMatch
  /// Put after the names of the right side that the left has too.
  package let suffix: String?
}

/// How many rows a sample takes.
package enum SampleSize: Hashable, Sendable {
  case count(Int)
  /// A share of the rows, rounded to whole rows.
  case fraction(Double)
}

/// How rows are dealt to the parts of a split.
package struct SplitSpec: Sendable {
  /// The parts' shares, which add up to 1; a single share has the rest as second part.
  package let shares: [Double]
  package let random: RandomStream
  /// Columns whose equal values stay in one part, by a hash that added rows do not change.
  package let groups: [String]
  /// A column by which earlier rows come first, ties together.
  package let order: String?
  /// A column whose values have the same shares in every part.
  package let stratify: String?
  /// Groups are dealt so that the parts are of one size, which added rows may change.
  package let isBalanced: Bool

  package init(
    shares: [Double], random: RandomStream, group: String? = nil, order: String? = nil,
    stratify: String? = nil
  ) {
    self.init(
      shares: shares, random: random, groups: group.map { [$0] } ?? [], order: order,
      stratify: stratify)
  }

  /// The same by the values of several columns.
  package init(
    shares: [Double], random: RandomStream, groups: [String], order: String? = nil,
    stratify: String? = nil, isBalanced: Bool = false
  ) {
    self.isBalanced = isBalanced
    self.shares = shares.count == 1 ? [shares[0], 1 - shares[0]] : shares
    self.random = random
    self.groups = groups
    self.order = order
    self.stratify = stratify
  }
}

/// Which rows of a split a table has.
package enum PartChoice: Hashable, Sendable {
  /// One part.
  case only(Int)
  /// All parts but one: what a fold trains on.
  case except(Int)
  /// The parts before one: what a fold in order of time trains on.
  case before(Int)

  func holds(_ part: Int) -> Bool {
    switch self {
    case .only(let index): part == index
    case .except(let index): part != index
    case .before(let index): part < index
    }
  }

  /// The share of the rows, where the parts have these.
  func share(_ shares: [Double]) -> Double {
    shares.indices.reduce(0) { $0 + (holds($1) ? shares[$1] : 0) }
  }
}

/// What a table is computed from: one verb over other tables, or rows.
package enum TablePlan: Sendable {
  /// No rows, for the checker.
  case placeholder
  case data(TableData)
  case source(any TableSource)
  case filter(Table, ColumnExpression, by: [String])
  /// Adds or replaces columns, left to right; a later definition sees earlier ones.
  case derive(Table, [Definition], by: [String], replaces: Bool)
  case select(Table, [String])
  /// All columns, under the names of the node's schema.
  case rename(Table)
  case sort(Table, [SortKey])
  /// One row for each combination of these columns.
  case distinct(Table, on: [String], keep: DistinctRows)
  case append(Table, Table)
  case head(Table, Int)
  case tail(Table, Int)
  case dropNull(Table, [String])
  case sample(Table, SampleSize, RandomStream)
  case join(Table, Table, JoinSpec)
  case asofJoin(Table, Table, AsofSpec)
  case summarise(Table, [Definition], by: [String])
  case part(Table, SplitAssignment, PartChoice)
  case reshape(Table, Reshape)

  /// The tables the verb works on.
  package var inputs: [Table] {
    switch self {
    case .placeholder, .data, .source: []
    case .filter(let t, _, _), .derive(let t, _, _, _), .select(let t, _), .rename(let t),
      .sort(let t, _), .distinct(let t, _, _), .head(let t, _), .tail(let t, _),
      .dropNull(let t, _), .sample(let t, _, _), .summarise(let t, _, _),
      .part(let t, _, _), .reshape(let t, _):
      [t]
    case .append(let a, let b), .join(let a, let b, _), .asofJoin(let a, let b, _): [a, b]
    }
  }
}
