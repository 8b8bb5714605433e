/// Finds the texts that may mean "missing" among short fields, in a few instructions.
final class CSVMissingWords: @unchecked Sendable {
  /// The longest of the usual words.
  static let usualBytes = 4

  /// Fields of more bytes are none of the words.
  let longestBytes: Int
  /// Words of up to 8 bytes, in 64 places by their hash, on collision in the next ones.
  private let table: UnsafeMutablePointer<UInt64>

  /// The words a user gave, or the usual ones.
  init(_ given: [[UInt8]]?) {
    let words = given ?? (CSVClassifier.missingWords + CSVClassifier.maybeMissingWords)
    longestBytes = words.map(\.count).max() ?? 0
    table = .allocate(capacity: Self.places)
    table.initialize(repeating: 0, count: Self.places)
    // A table that is half full or holds long words finds nothing for sure: it lets all through.
    isSelective = words.count <= Self.places / 2 && longestBytes <= 8
    guard isSelective else { return }
    for word in words where !word.isEmpty {
      let key = word.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      var place = Self.place(key)
      while table[place] != 0 { place = (place + 1) % Self.places }
      table[place] = key
    }
  }

  deinit { table.deallocate() }

  private let isSelective: Bool
  private static let places = 64

  /// Whether a field of 1 to `longestBytes` bytes may be one of the words.
  @inline(__always)
  func mayHold(_ p: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard isSelective else { return true }
    let key = CSVBytes.load(p) & CSVBytes.prefix(count)
    var place = Self.place(key)
    while table[place] != 0 {
      if table[place] == key { return true }
      place = (place &+ 1) & (Self.places &- 1)
    }
    return false
  }

  @inline(__always)
  private static func place(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 58)
  }
}
