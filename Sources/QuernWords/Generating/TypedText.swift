import QuernText

/// Texts as people type them: the dirt of `generate`'s customers and orders.
enum TypedText {
  /// A name with another case, blanks too many, an apostrophe of a word processor, or with letters
  /// put together of two signs, as files from a Mac have them.
  static func name(_ name: String, _ draws: inout Draws) -> String {
    let way = draws.uniform()
    return switch way {
    case ..<0.56: name
    case ..<0.66: name.lowercased()
    case ..<0.74: name.uppercased()
    case ..<0.82: " \(name) "
    case ..<0.86: name.split(separator: " ").joined(separator: "  ")
    case ..<0.9: name.split(separator: " ").joined(separator: "\u{a0}")
    case ..<0.95: spelt(name, ["'": "\u{2019}"])
    default: spelt(name, decomposed)
    }
  }

  /// A label in one of four spellings.
  static func label(_ label: String, _ draws: inout Draws) -> String {
    draws.pick(
      [(label, 0.72), (label.uppercased(), 0.1), (label.lowercased(), 0.1)],
      otherwise: "\(label) ")
  }

  /// `2025-03-02`, `02.03.2025` or `2 Mar 2025`.
  static func date(_ days: Int64, _ draws: inout Draws) -> String {
    let date = CivilDate(days: days)
    return draws.pick(
      [
        ("\(date.year)-\(two(date.month))-\(two(date.day))", 0.55),
        ("\(two(date.day)).\(two(date.month)).\(date.year)", 0.3),
      ], otherwise: "\(date.day) \(months[date.month - 1]) \(date.year)")
  }

  /// Eight digits of Norway in one of four forms.
  static func phone(_ draws: inout Draws) -> String {
    let pairs = (0..<4).map { _ in two(draws.below(100)) }
    return draws.pick(
      [
        ("+47 " + pairs.joined(separator: " "), 0.45), (pairs.joined(), 0.25),
        ("0047-" + pairs.joined(), 0.15),
      ], otherwise: "Tel. " + pairs.joined(separator: "."))
  }

  /// An amount in cents with its currency: `€1,234.50`, `1.234,50 EUR`, `$85.00`, `£7.10`.
  static func amount(_ cents: Int64, _ draws: inout Draws) -> String {
    let whole = String(cents / 100)
    let rest = two(Int(cents % 100))
    let way = draws.uniform()
    return switch way {
    case ..<0.45: "€\(thousands(whole, ",")).\(rest)"
    case ..<0.62: "\(thousands(whole, ".")),\(rest) EUR"
    case ..<0.72: "\(whole).\(rest)"
    case ..<0.88: "$\(thousands(whole, ",")).\(rest)"
    default: "£ \(thousands(whole, ",")).\(rest)"
    }
  }

  private static func thousands(_ digits: String, _ mark: String) -> String {
    guard digits.utf8.count > 3 else { return digits }
    return "\(thousands(String(digits.dropLast(3)), mark))\(mark)\(digits.suffix(3))"
  }

  private static func spelt(_ text: String, _ signs: [Character: String]) -> String {
    text.map { signs[$0] ?? String($0) }.joined()
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static let decomposed: [Character: String] = [
    "ü": "u\u{308}", "ë": "e\u{308}", "é": "e\u{301}", "å": "a\u{30a}", "Å": "A\u{30a}",
  ]

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
