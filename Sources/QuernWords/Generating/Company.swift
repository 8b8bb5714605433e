/// A made-up company: a name of its own for each place in the register.
struct Company {
  enum Segment: String {
    case shop, office, school, hotel

    /// How many people work in one of middling size.
    var people: Int {
      switch self {
      case .shop: 7
      case .office: 28
      case .school: 64
      case .hotel: 42
      }
    }

    /// What one of its items costs on average.
    var price: Double {
      switch self {
      case .shop: 24
      case .office: 61
      case .school: 17
      case .hotel: 88
      }
    }
  }

  let name: String
  let segment: Segment

  init(_ place: Int) {
    let firsts = Self.firsts
    let first = place % firsts.count
    // For one first word, `round` runs through all the second ones.
    let round = place / firsts.count
    let (second, segment) = Self.seconds[(round + 5 * first) % Self.seconds.count]
    let copy = round / Self.seconds.count
    name = "\(firsts[first]) \(second)" + (copy == 0 ? "" : " \(copy + 1)")
    self.segment = segment
  }

  private static let firsts = [
    "Müller", "Nordic", "Café Blå", "Smith", "O'Neill", "Fjord", "Green Leaf", "Åsgård", "Hansen",
    "Blue Bird", "José", "Old Mill", "Sugar", "Zoë's", "Paper", "Kvist", "Møller", "Bright",
    "Harbour", "Corner", "Saga", "Vega", "Juniper", "Stone", "Amber", "Copper", "Ivory", "Lind",
    "Łódź", "Polar",
  ]

  private static let seconds: [(String, Segment)] = [
    ("AS", .office), ("Foods", .shop), ("School", .school), ("Hotel", .hotel), ("Books", .shop),
    ("Ltd", .office), ("Flowers", .shop), ("Studio", .office), ("& Sons", .shop), ("Lodge", .hotel),
    ("GmbH", .office), ("Academy", .school),
  ]
}
