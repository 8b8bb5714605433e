import QuernTable

/// The weight of each row.
enum RowWeights {
  /// The weights in `.name` of `data`; at least 0, not all 0.
  static func read(_ name: String, of data: TableData) throws(LearningError) -> [Double] {
    guard let index = data.schema.index(of: name) else {
      throw .table(.unknownColumn(name: name, schema: data.schema))
    }
    guard data.schema.fields[index].type.isNumeric else {
      throw .badWeight(name, row: 0, value: data.scalar(row: 0, column: index))
    }
    let weights = data.doubles(index)
    if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw .badWeight(name, row: row, value: data.scalar(row: row, column: index))
    }
    guard weights.contains(where: { $0 > 0 }) else {
      throw .badWeight(name, row: 0, value: data.scalar(row: 0, column: index))
    }
    return weights
  }
}
