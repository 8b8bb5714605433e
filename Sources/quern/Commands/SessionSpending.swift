import QuernSession
import QuernSystem

/// What a session used since it was made.
struct SessionSpending {
  var seconds = 0.0
  var busySeconds = 0.0
  /// At AWS's price; nil where none is known.
  var usd: Double?

  /// By the names of sessions.
  static func find(_ home: HomeDirectory) throws -> [String: SessionSpending] {
    let prices = InstancePrices.find(home: home.path)
    let uses = try HomeSessions.perform { () throws(SessionError) in
      try SessionUses(home: home.path).all()
    }
    var found: [String: SessionSpending] = [:]
    for use in uses {
      var sum = found[use.session] ?? SessionSpending()
      sum.seconds += use.seconds
      sum.busySeconds += use.busySeconds
      if let price = prices[use.instance]?.usdPerHour {
        sum.usd = (sum.usd ?? 0) + price * use.seconds / 3600
      }
      found[use.session] = sum
    }
    return found
  }
}
