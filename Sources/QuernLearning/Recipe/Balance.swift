import QuernSystem
import QuernTable
import QuernText

/// How classes are brought to the same weight, in training alone.
package enum Balance: String, Hashable, Sendable, CaseIterable {
  /// Each row weighs as much as makes the classes equal; no row is added or dropped.
  case weights
  /// Rows of the smaller classes are drawn again until all are as large as the largest.
  case up
  /// Rows of the larger classes are left out until all are as small as the smallest.
  case down
}

/// The prepared training rows.
struct BalancedRows {
  var features: TableData
  /// Nil where the algorithm learns without.
  var target: Target?
  var weights: [Double]?
  var note: String?
}

extension Balance {
  /// The training rows with equal classes.
  func apply(
    _ rows: BalancedRows, _ random: RandomStream, _ context: TableContext
  ) throws(LearningError) -> BalancedRows {
    guard let target = rows.target else { throw .balanceWithoutTarget() }
    guard target.task.isClassification else { throw .balanceTask(target.field.name) }
    var members = [[Int]](repeating: [], count: max(2, target.classes.count))
    for (row, label) in target.labels.enumerated() {
      if row & 0xffff == 0 { try PatientSort.check(context.interrupt) }
      members[Int(label)].append(row)
    }
    members.removeAll { $0.isEmpty }
    switch self {
    case .weights: return weighted(rows, target, members)
    case .up, .down:
      let sizes = members.map(\.count)
      let wanted = (self == .up ? sizes.max() : sizes.min()) ?? 0
      var taken: [Int] = []
      for (number, members) in members.enumerated() {
        let random = random.child(number)
        if members.count >= wanted {
          taken += random.permutation(members.count).prefix(wanted).map { members[$0] }
        } else {
          taken += members
          taken += (0..<(wanted - members.count)).map { draw in
            members[Int(random.below(UInt64(members.count), UInt64(draw)))]
          }
        }
      }
      // In the order of the table: what is drawn again stands beside its first copy.
      taken.sort()
      return try Self.taking(taken, of: rows, target, context)
    }
  }

  /// scikit-learn's "balanced": rows ÷ (classes × rows of the class).
  private func weighted(
    _ rows: BalancedRows, _ target: Target, _ members: [[Int]]
  ) -> BalancedRows {
    var weights = rows.weights ?? [Double](repeating: 1, count: target.labels.count)
    let total = weights.reduce(0, +)
    for members in members {
      let sum = members.reduce(0) { $0 + weights[$1] }
      guard sum > 0 else { continue }
      let factor = total / sum
      for row in members { weights[row] *= factor }
    }
    let scale = 1 / Double(members.count)
    var balanced = rows
    balanced.weights = weights.map { $0 * scale }
    balanced.note = "balance: the classes weigh the same"
    return balanced
  }

  private static func taking(
    _ taken: [Int], of rows: BalancedRows, _ target: Target, _ context: TableContext
  ) throws(LearningError) -> BalancedRows {
    let features = try LearningError.wrapping { try rows.features.taking(taken, context) }
    let before = Numbers.grouped(Int64(target.labels.count))
    let after = Numbers.grouped(Int64(taken.count))
    return BalancedRows(
      features: features,
      target: Target(
        field: target.field, task: target.task, classes: target.classes,
        positive: target.positive, labels: taken.map { target.labels[$0] }),
      weights: rows.weights.map { weights in taken.map { weights[$0] } },
      note: "balance: \(before) training rows became \(after)")
  }
}

extension LearningError {
  static func balanceWithoutTarget() -> LearningError {
    mistake(
      "balance-task", "`balance` makes classes of the target equal, and there is no target",
      hints: ["leave the step out"])
  }

  static func balanceTask(_ target: String) -> LearningError {
    mistake(
      "balance-task", "`balance` makes classes equal, and .\(target) is a number",
      hints: ["leave the step out, or say task: classification"], column: target)
  }
}
