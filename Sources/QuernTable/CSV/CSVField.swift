/// Takes a field's content out of its quotes.
struct CSVField: ~Copyable {
  let quote: UInt8
  let skipsBlanks: Bool
  /// Where content with doubled quotes is put together.
  private var scratch: UnsafeMutableBufferPointer<UInt8>

  init(dialect: CSVDialect) {
    quote = dialect.quote
    skipsBlanks = dialect.skipsBlanks
    scratch = .allocate(capacity: 256)
  }

  deinit { scratch.deallocate() }

  /// The content of the field `from..<to` and whether it was quoted; valid until the next call.
  ///
  /// nil where text follows the closing quote.
  mutating func content(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int
  ) -> (text: UnsafeBufferPointer<UInt8>, isQuoted: Bool)? {
    var start = from
    if skipsBlanks { while start < to, base[start] == 0x20 { start += 1 } }
    guard start < to, base[start] == quote else {
      return (UnsafeBufferPointer(start: base + start, count: max(0, to - start)), false)
    }
    var hasTwins = false
    var end = start + 1
    while true {
      end = CSVBytes.find(quote, base, from: end, to: to)
      guard end < to else { return nil }
      guard end + 1 < to, base[end + 1] == quote else { break }
      hasTwins = true
      end += 2
    }
    for k in (end + 1)..<max(to, end + 1) where base[k] != 0x20 { return nil }
    let inner = UnsafeBufferPointer(start: base + start + 1, count: end - start - 1)
    return (hasTwins ? unescaped(inner) : inner, true)
  }

  private mutating func unescaped(
    _ text: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8> {
    let room = text.count + CSVLimits.paddingBytes
    if scratch.count < room {
      scratch.deallocate()
      scratch = .allocate(capacity: room * 2)
    }
    var count = 0
    var i = 0
    while i < text.count {
      scratch[count] = text[i]
      count += 1
      i += text[i] == quote ? 2 : 1
    }
    return UnsafeBufferPointer(start: scratch.baseAddress, count: count)
  }
}
