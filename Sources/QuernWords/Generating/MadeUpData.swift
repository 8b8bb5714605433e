import QuernTable
import QuernText

/// The data sets that `generate` makes, by the name it is given.
enum MadeUpData: String, CaseIterable {
  case churn
  case bikes
  case customers
  case orders

  /// The columns, which the checker knows before anything runs.
  var schema: Schema {
    switch self {
    case .churn: ChurnCustomers.schema
    case .bikes: BikeRentals.schema
    case .customers: ShopCustomers.schema
    case .orders: ShopOrders.schema
    }
  }

  /// How many rows there are without `rows:`; nil for as many as two years have.
  private var rowCount: Int? {
    switch self {
    case .churn: 1000
    case .bikes: nil
    case .customers: 400
    case .orders: 3000
    }
  }

  /// The first rows of a seed; more of them begin with the same ones.
  func rows(_ count: Int?, stream: RandomStream) -> [[Scalar]] {
    let count = count ?? rowCount
    return switch self {
    case .churn: ChurnCustomers(stream: stream).rows(count: count ?? 0)
    case .bikes: BikeRentals(stream: stream).rows(count: count)
    case .customers: ShopCustomers(stream: stream).rows(count: count ?? 0)
    case .orders: ShopOrders(stream: stream).rows(count: count ?? 0)
    }
  }
}
