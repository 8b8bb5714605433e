internal import QuernNotebook
internal import QuernSystem
internal import QuernText

/// Looks after the budgets that a session has to keep, for its worker's I/O thread.
///
/// What others spend is read anew at times; what this session spends follows from the clock. There
/// is nothing to do, and nothing is read, where no budget applies.
struct BudgetWatch {
  enum Finding: Equatable {
    case fine
    case warning(String)
    case spent(String)
  }

  private let home: String
  private let session: String
  private let usdPerHour: Double?
  private var warned: Set<BudgetScope> = []

  /// Others spend too: after so long everything is read again.
  private static let lookSecondsMax = 60.0
  private static let lookSecondsMin = 0.2

  init(home: String, session: String, instance: String) {
    self.home = home
    self.session = session
    usdPerHour = InstancePrices.find(home: home)[instance]?.usdPerHour
  }

  /// How budgets stand, and after how many seconds to look again.
  mutating func look(
    notebook: String, own: String?, now: Int64
  ) -> (finding: Finding, againSeconds: Double) {
    let standings: [BudgetStanding]
    do {
      let budgets = try Budgets.find(home: home)
        .applying(session: session, notebook: notebook, own: own)
      standings = try BudgetStanding.of(budgets, home: home, now: now)
    } catch {
      // A file that is just being edited: the next look finds it whole.
      return (.fine, Self.lookSecondsMax)
    }
    if let spent = standings.first(where: { $0.isSpent && $0.budget.stops }) {
      return (.spent(spent.stopMessage), Self.lookSecondsMax)
    }
    var again = Self.lookSecondsMax
    for standing in standings {
      let next = standing.share < standing.budget.warnsAt ? standing.budget.warnsAt : 1
      if let seconds = standing.secondsUntil(share: next, usdPerHour: usdPerHour) {
        again = min(again, seconds)
      }
    }
    again = max(Self.lookSecondsMin, again)
    let near = standings.first {
      $0.share >= $0.budget.warnsAt && !warned.contains($0.budget.scope)
    }
    guard let near else { return (.fine, again) }
    warned.insert(near.budget.scope)
    return (.warning(near.warning), again)
  }
}

extension Budgets {
  /// Why a session must not be begun now; nil where nothing stands against it.
  static func refusal(
    home: String, session: String, notebook: String, own: String?
  ) throws(SessionError) -> String? {
    do throws(SystemError) {
      let budgets = try find(home: home)
        .applying(session: session, notebook: notebook, own: own).filter(\.stops)
      return try standing(budgets, home)
    } catch {
      throw .system(error)
    }
  }

  private static func standing(
    _ budgets: [Budget], _ home: String
  ) throws(SystemError) -> String? {
    do throws(SessionError) {
      return try BudgetStanding.of(budgets, home: home).first(where: \.isSpent)?.stopMessage
    } catch {
      throw .malformed(path: home, reason: error.message)
    }
  }
}
