internal import QuernSystem
internal import QuernText

/// What AWS asks for an instance type, as data with a date: `prices.csv` of the home where it is
/// there, else the table that came with Quern. It is never a fact.
///
///     type,usd_per_hour,as_of,source
///     ml.m5.large,0.115,2026-11-23,"my contract"
package struct InstancePrices: Sendable, Hashable {
  /// One price.
  package struct Price: Sendable, Hashable {
    package var usdPerHour: Double
    /// Days since 1970-01-01: when it was so.
    package var day: Int64
    package var source: String

    package init(usdPerHour: Double, day: Int64, source: String) {
      self.usdPerHour = usdPerHour
      self.day = day
      self.source = source
    }
  }

  private var prices: [String: Price]

  package init(prices: [String: Price]) { self.prices = prices }

  package subscript(type: String) -> Price? { prices[type] }

  /// What a use would cost at AWS; nil where no price is known.
  package func usd(of use: SessionUse) -> Double? {
    self[use.instance].map { $0.usdPerHour * use.seconds / 3600 }
  }

  /// The file of a home that replaces the built-in table.
  package static func file(home: String) -> String { Path.join(home, "prices.csv") }

  /// The prices of a home; a file that cannot be understood is as good as none: `problem` says so.
  package static func find(home: String) -> InstancePrices {
    do throws(SystemError) {
      return parse(try Disk.real.readText(file(home: home))) ?? builtIn
    } catch {
      return builtIn
    }
  }

  /// What is wrong with the file of a home, so that it does not count; nil where it does, or where
  /// there is none.
  package static func problem(home: String) -> String? {
    let path = file(home: home)
    guard Disk.real.exists(path) else { return nil }
    do throws(SystemError) {
      let (_, place) = read(try Disk.real.readText(path))
      guard let place else { return nil }
      let wanted =
        place == 1 ? "the header `\(header)`" : "a price, such as ml.m5.large,0.115,2026-11-23,"
      return "\(path), line \(place) is not \(wanted): the prices that came with Quern are used"
    } catch {
      return "\(error.message): the prices that came with Quern are used"
    }
  }

  private static let header = "type,usd_per_hour,as_of,source"

  /// Reads the form that `text` writes; nil where a line is of another one.
  package static func parse(_ text: String) -> InstancePrices? {
    let (prices, problem) = read(text)
    return problem == nil ? prices : nil
  }

  /// The prices, and the first line that is none.
  private static func read(_ text: String) -> (InstancePrices, problem: Int?) {
    var prices: [String: Price] = [:]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, first.hasPrefix("type,usd_per_hour,as_of") else {
      return (InstancePrices(prices: [:]), 1)
    }
    for (place, line) in lines.enumerated().dropFirst()
    where !line.hasPrefix("#") && line.contains(where: { !$0.isWhitespace }) {
      let parts = line.split(separator: ",", maxSplits: 3, omittingEmptySubsequences: false)
      guard parts.count >= 3, let usd = Numbers.parseDouble(parts[1]), usd >= 0,
        let date = DateParsing.date(parts[2])
      else { return (InstancePrices(prices: [:]), place + 1) }
      let source = parts.count > 3 ? parts[3].filter { $0 != "\"" && $0 != "\r" } : ""
      prices[String(parts[0])] = Price(
        usdPerHour: usd, day: date.days, source: source)
    }
    return (InstancePrices(prices: prices), nil)
  }

  /// The prices as a file to edit, in the catalogue's order.
  package var text: String {
    var lines = [Self.header]
    for type in InstanceType.catalogue {
      guard let price = prices[type.name] else { continue }
      let date = CivilDate(days: price.day).isoString
      lines.append(
        "\(type.name),\(Numbers.shortest(price.usdPerHour)),\(date),\"\(price.source)\"")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension InstancePrices {
  /// 2026-11-23, as days since 1970.
  private static let builtInDay: Int64 = 20_780

  /// Prices on which several public repositories agree (the others are marked): us-east-1, on
  /// demand, indicative. AWS's price list is the only authority.
  package static let builtIn: InstancePrices = {
    let agreed = "indicative, us-east-1 on demand; several public sources agree"
    let doubtful = "indicative, us-east-1 on demand; sources disagree or are few"
    var prices: [String: Price] = [:]
    for (names, source) in [(agreedPrices, agreed), (doubtfulPrices, doubtful)] {
      for (name, usd) in names {
        prices[name] = Price(usdPerHour: usd, day: builtInDay, source: source)
      }
    }
    return InstancePrices(prices: prices)
  }()

  private static let agreedPrices: [(String, Double)] = [
    ("ml.t3.medium", 0.05), ("ml.t3.large", 0.10), ("ml.t3.xlarge", 0.20), ("ml.t3.2xlarge", 0.40),
    ("ml.m5.large", 0.115), ("ml.m5.xlarge", 0.23), ("ml.m5.2xlarge", 0.461),
    ("ml.m5.4xlarge", 0.922), ("ml.m5.12xlarge", 2.765), ("ml.m5.24xlarge", 5.53),
    ("ml.c5.large", 0.102), ("ml.c5.xlarge", 0.204), ("ml.c5.2xlarge", 0.408),
    ("ml.c5.4xlarge", 0.816), ("ml.c5.9xlarge", 1.836), ("ml.g4dn.xlarge", 0.736),
    ("ml.g5.xlarge", 1.408), ("ml.g5.2xlarge", 1.515), ("ml.g5.4xlarge", 2.03),
    ("ml.g5.12xlarge", 7.09), ("ml.p3.2xlarge", 3.825), ("ml.p3.8xlarge", 14.688),
    ("ml.p3.16xlarge", 28.152),
  ]

  private static let doubtfulPrices: [(String, Double)] = [
    ("ml.m6i.xlarge", 0.23), ("ml.m7i.xlarge", 0.242), ("ml.c5.18xlarge", 3.672),
    ("ml.r5.large", 0.151), ("ml.r5.xlarge", 0.302), ("ml.r5.4xlarge", 1.21),
    ("ml.g4dn.2xlarge", 0.94), ("ml.g4dn.4xlarge", 1.505), ("ml.g4dn.12xlarge", 4.89),
    ("ml.g5.48xlarge", 20.36), ("ml.g6.xlarge", 1.13), ("ml.p4d.24xlarge", 37.69),
    ("ml.inf2.xlarge", 0.99), ("ml.trn1.2xlarge", 1.55),
  ]
}
