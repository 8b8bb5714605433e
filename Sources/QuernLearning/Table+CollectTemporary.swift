import QuernTable
// Stands in until QuernTable has `collect`.
extension Table {
  func collect(_ context: TableContext) throws(TableError) -> TableData {
    if let materialised { return materialised }
    throw .badPlan(message: "no execution yet")
  }
}
