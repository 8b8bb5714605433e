/// The place of each label of an ordered category among its levels; other labels come after all
/// levels.
final class LevelRanks: Sendable {
  /// For each chunk the place of each of its codes.
  private let places: [[Int]]
  private let chunks: [ColumnChunk]

  /// Nil where the type has no levels.
  init?(_ chunks: [ColumnChunk], _ type: DataType) {
    guard let levels = type.levels else { return nil }
    var known: [NameKey: Int] = [:]
    for (place, level) in levels.enumerated() where known[NameKey(level)] == nil {
      known[NameKey(level)] = place
    }
    self.chunks = chunks
    places = chunks.map { chunk in
      guard case .codes(_, let dictionary) = chunk.storage else { return [] }
      return (0..<dictionary.count).map { code in
        known[NameKey(dictionary.stringColumn.string(code))] ?? levels.count
      }
    }
  }

  /// The place of a row's label; that of a null means nothing.
  func rank(_ row: RowReference) -> Int {
    let codes = places[row.group]
    guard !codes.isEmpty else { return 0 }
    let code = Int(chunks[row.group].codes[row.row])
    return code < codes.count ? codes[code] : 0
  }
}
