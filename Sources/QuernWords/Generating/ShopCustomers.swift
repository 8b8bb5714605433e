import QuernTable
import QuernText

/// Made-up customers of a wholesaler, as they stand in a register that many people keep.
///
/// Segments and cities are spelt as they were typed or missing, dates come in three forms, phone
/// numbers in four, a sixth of the sizes is missing, and one customer in twenty-five was entered a
/// second time, spelt otherwise. Sizes follow from the segment.
struct ShopCustomers {
  static let schema = Schema(fields: [
    Field(name: "customer", type: .string),
    Field(name: "segment", type: .string),
    Field(name: "city", type: .string),
    Field(name: "since", type: .string),
    Field(name: "employees", type: .int),
    Field(name: "phone", type: .string),
  ])

  let stream: RandomStream

  /// Rows in order; the second entry of a customer follows the first.
  func rows(count: Int) -> [[Scalar]] {
    var rows: [[Scalar]] = []
    rows.reserveCapacity(count)
    var place = 0
    while rows.count < count {
      var draws = Draws(stream.child(place))
      let company = Company(place)
      let since = CivilDate.days(year: 2012, month: 1, day: 1) + Int64(draws.below(4380))
      let cells = row(company, since, &draws)
      rows.append([.string(company.name)] + cells)
      if draws.chance(0.04), rows.count < count {
        rows.append([.string(TypedText.name(company.name, &draws))] + row(company, since, &draws))
      }
      place += 1
    }
    return rows
  }

  private func row(_ company: Company, _ since: Int64, _ draws: inout Draws) -> [Scalar] {
    let people = Double(company.segment.people) * max(0.3, 1 + 0.45 * draws.normal())
    let city = draws.pick(
      [("Oslo", 0.34), ("Bergen", 0.2), ("Göteborg", 0.16), ("Trondheim", 0.12)],
      otherwise: "Stavanger")
    return [
      draws.chance(0.08) ? .null : .string(TypedText.label(company.segment.rawValue, &draws)),
      draws.chance(0.03) ? .null : .string(TypedText.label(city, &draws)),
      .string(TypedText.date(since, &draws)),
      draws.chance(0.16) ? .null : .int(Int64(max(1, people))),
      draws.chance(0.1) ? .null : .string(TypedText.phone(&draws)),
    ]
  }
}
