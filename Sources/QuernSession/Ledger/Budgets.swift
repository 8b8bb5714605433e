internal import Glibc
package import QuernNotebook
package import QuernSystem
internal import QuernText

/// What a budget is for.
package enum BudgetScope: Sendable, Hashable {
  case home
  case session(String)
  case notebook(String)

  var kind: String {
    switch self {
    case .home: "home"
    case .session: "session"
    case .notebook: "notebook"
    }
  }

  var name: String {
    switch self {
    case .home: ""
    case .session(let name), .notebook(let name): name
    }
  }

  /// `session mine`, `churn.md`, `this home`.
  package var words: String {
    switch self {
    case .home: "this home"
    case .session(let name): "session \(name)"
    case .notebook(let path): Path.name(path)
    }
  }

  /// The option of `quern budget` that names it.
  var option: String {
    switch self {
    case .home: ""
    case .session(let name): " --session \(name)"
    case .notebook(let path): " --notebook \(path)"
    }
  }

  func covers(_ use: SessionUse) -> Bool {
    switch self {
    case .home: true
    case .session(let name): use.session == name
    case .notebook(let path): use.notebook == path
    }
  }
}

/// A limit on what sessions may use, which warns before it is reached and stops them there.
package struct Budget: Sendable, Hashable {
  package var scope: BudgetScope
  package var amount: BudgetAmount
  /// Share of the amount at which a warning is shown.
  package var warnsAt: Double
  /// Whether sessions are stopped at the amount; else it is only told.
  package var stops: Bool
  /// Whether it stands in a notebook's front matter.
  package var isOfNotebook: Bool

  package init(
    scope: BudgetScope, amount: BudgetAmount, warnsAt: Double = 0.8, stops: Bool = true,
    isOfNotebook: Bool = false
  ) {
    self.scope = scope
    self.amount = amount
    self.warnsAt = warnsAt
    self.stops = stops
    self.isOfNotebook = isOfNotebook
  }
}

/// The budgets of a home: `budgets.csv`, a file that can be edited.
///
///     scope,name,amount,warns_at,stops
///     home,,20 usd/month,0.8,true
///     session,mine,2 hours/day,0.5,false
package struct Budgets: Sendable, Hashable {
  package var all: [Budget] = []

  package init() {}

  package static func file(home: String) -> String { Path.join(home, "budgets.csv") }

  private static let header = "scope,name,amount,warns_at,stops"

  /// Those of a home; a file that cannot be understood is an error, for a budget must not vanish.
  package static func find(home: String) throws(SystemError) -> Budgets {
    let path = file(home: home)
    guard Disk.real.exists(path) else { return Budgets() }
    let text = try Disk.real.readText(path)
    var budgets = Budgets()
    for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where place > 0 && !line.isEmpty && !line.hasPrefix("#") {
      guard let budget = parse(line) else {
        throw .malformed(
          path: path, reason: "line \(place + 1) is no budget; it is written as `\(header)`")
      }
      budgets.all.append(budget)
    }
    return budgets
  }

  private static func parse(_ line: Substring) -> Budget? {
    var parts = line.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count >= 5, let stops = Bool(String(parts.removeLast())),
      let warnsAt = Double(String(parts.removeLast())), warnsAt > 0, warnsAt <= 1,
      let amount = BudgetAmount(text: String(parts.removeLast()))
    else { return nil }
    // What is left between the commas is a name, which may have some itself.
    let name = parts.dropFirst().joined(separator: ",")
    let scope: BudgetScope
    switch parts[0] {
    case "home": scope = .home
    case "session": scope = .session(name)
    case "notebook": scope = .notebook(name)
    default: return nil
    }
    return Budget(scope: scope, amount: amount, warnsAt: warnsAt, stops: stops)
  }

  /// Puts a budget in the place of the one with its scope and period.
  package mutating func set(_ budget: Budget) {
    all.removeAll { $0.scope == budget.scope && $0.amount.period == budget.amount.period }
    all.append(budget)
  }

  package func save(home: String) throws(SystemError) {
    let lines = all.map { budget in
      "\(budget.scope.kind),\(budget.scope.name),\(budget.amount.text),"
        + "\(Numbers.shortest(budget.warnsAt)),\(budget.stops)"
    }
    try Disk.real.writeAtomically(
      Self.file(home: home), text: ([Self.header] + lines).joined(separator: "\n") + "\n")
  }

  /// Those that a session has to keep, its notebook's own among them.
  package func applying(session: String, notebook: String, own: String?) -> [Budget] {
    var found = all.filter { budget in
      switch budget.scope {
      case .home: true
      case .session(let name): name == session
      case .notebook(let path): path == notebook
      }
    }
    if let own, let amount = BudgetAmount(text: own) {
      found.append(Budget(scope: .notebook(notebook), amount: amount, isOfNotebook: true))
    }
    return found
  }
}
