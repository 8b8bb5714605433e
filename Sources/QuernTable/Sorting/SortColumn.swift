import QuernSystem

/// One key of a sort: gives the words that rows are compared by.
final class SortColumn: @unchecked Sendable {
  private let chunks: [ColumnChunk]
  private let type: DataType
  private let texts: TextLookup
  /// Of an ordered category.
  private let ranks: LevelRanks?
  /// All ones where larger values come first.
  private let flip: UInt64
  let hasNulls: Bool
  /// Per chunk: the value buffer, and the validity or nil.
  private let bases: UnsafeMutablePointer<UnsafeRawPointer>
  private let validities: UnsafeMutablePointer<UnsafeRawPointer?>

  /// Bytes of a text in one word; the last byte says how many of them there were.
  static let textBytes = 7

  init(_ chunks: [ColumnChunk], _ type: DataType, descending: Bool) {
    self.chunks = chunks
    self.type = type
    texts = TextLookup(chunks)
    ranks = LevelRanks(chunks, type)
    flip = descending ? .max : 0
    hasNulls = type == .null || chunks.contains { $0.nullCount > 0 }
    bases = .allocate(capacity: max(1, chunks.count))
    validities = .allocate(capacity: max(1, chunks.count))
    for (index, chunk) in chunks.enumerated() {
      (bases + index).initialize(to: UnsafeRawPointer(chunk.valueBase))
      (validities + index).initialize(to: chunk.validity.map { UnsafeRawPointer($0.base) })
    }
  }

  deinit {
    bases.deallocate()
    validities.deallocate()
  }

  var isText: Bool { type.isText && ranks == nil }

  @inline(__always)
  private func isNull(_ row: RowReference) -> Bool {
    guard let validity = validities[row.group] else { return type == .null }
    return !Bitmap.get(validity, row.row)
  }

  /// Fills the words of some pairs with 1 where the value is null, else 0.
  func fillNullFlags(_ pairs: UnsafeMutablePointer<SortPair>, _ range: Range<Int>) {
    for place in range { pairs[place].word = isNull(pairs[place].row) ? 1 : 0 }
  }

  /// Fills the words of some pairs; of a text those bytes that follow `level` words. Those of
  /// nulls are equal and end there.
  func fill(_ pairs: UnsafeMutablePointer<SortPair>, _ range: Range<Int>, level: Int) {
    let (bases, flip) = (bases, flip)
    switch type {
    case .int, .date, .time, .datetime, .instant, .duration, .size:
      for place in range {
        let row = pairs[place].row
        let value = bases[row.group].assumingMemoryBound(to: Int64.self)[row.row]
        pairs[place].word = SortableWord.of(value) ^ flip
      }
    case .float:
      for place in range {
        let row = pairs[place].row
        let value = bases[row.group].assumingMemoryBound(to: Double.self)[row.row]
        pairs[place].word = SortableWord.of(value) ^ flip
      }
    case .bool:
      for place in range {
        let row = pairs[place].row
        pairs[place].word = (Bitmap.get(bases[row.group], row.row) ? 1 : 0) ^ flip
      }
    case .category where ranks != nil:
      for place in range {
        let rank = ranks?.rank(pairs[place].row) ?? 0
        pairs[place].word = SortableWord.of(Int64(rank)) ^ flip
      }
    case .string, .category:
      for place in range {
        let row = pairs[place].row
        pairs[place].word = isNull(row) ? flip : textWord(row, level) ^ flip
      }
      return
    case .null, .list, .structure:
      for place in range { pairs[place].word = flip }
    }
    if hasNulls {
      for place in range where isNull(pairs[place].row) { pairs[place].word = flip }
    }
  }

  /// Whether equal words of a text mean that its end was not reached.
  func continues(_ word: UInt64) -> Bool { (word ^ flip) & 0xff > UInt64(SortColumn.textBytes) }

  @inline(__always)
  private func textWord(_ row: RowReference, _ level: Int) -> UInt64 {
    if type == .string {
      let view = bases[row.group].assumingMemoryBound(to: StringView.self) + row.row
      // A short text lies in the view.
      if view.pointee.isInline {
        let bytes = (UnsafeRawPointer(view) + 4).assumingMemoryBound(to: UInt8.self)
        return SortColumn.word(ByteSlice(start: bytes, count: Int(view.pointee.length)), level)
      }
    }
    return SortColumn.word(texts.slice(row), level)
  }

  /// Seven bytes from `level * 7`, first byte highest, and how many there were: 8 when more follow.
  @inline(__always)
  private static func word(_ text: ByteSlice, _ level: Int) -> UInt64 {
    let start = level * textBytes
    let rest = text.count - start
    var word: UInt64 = 0
    for index in 0..<textBytes {
      word = word << 8 | (index < rest ? UInt64(text.start[start + index]) : 0)
    }
    return word << 8 | UInt64(max(0, min(rest, textBytes + 1)))
  }
}
