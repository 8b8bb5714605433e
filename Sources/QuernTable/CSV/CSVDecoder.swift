/// Turns UTF-16 or Windows-1252 into UTF-8, piece by piece.
struct CSVDecoder {
  private let encoding: CSVEncoding
  private var output: [UInt8] = []
  private var outputUsed = 0
  /// The first byte of a UTF-16 unit whose second one has not come yet.
  private var oddByte: UInt8?
  /// The first unit of a surrogate pair.
  private var highSurrogate: UInt16?

  init(_ encoding: CSVEncoding) { self.encoding = encoding }

  /// Decodes more bytes, to be taken.
  mutating func give(_ bytes: UnsafeRawBufferPointer) {
    output.removeAll(keepingCapacity: true)
    outputUsed = 0
    switch encoding {
    case .utf8: output.append(contentsOf: bytes)
    case .windows1252:
      for byte in bytes { append(Self.windows1252(byte)) }
    case .utf16LittleEndian, .utf16BigEndian:
      for byte in bytes {
        guard let first = oddByte else {
          oddByte = byte
          continue
        }
        oddByte = nil
        let (low, high) = encoding == .utf16LittleEndian ? (first, byte) : (byte, first)
        unit(UInt16(high) << 8 | UInt16(low))
      }
    }
  }

  /// Decoded bytes that were not taken yet.
  mutating func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, output.count - outputUsed)
    if count > 0 {
      output.withUnsafeBytes { source in
        buffer.copyMemory(from: .init(rebasing: source[outputUsed..<(outputUsed + count)]))
      }
    }
    outputUsed += count
    return count
  }

  /// What is left at the end: a unit that has lost its other half.
  mutating func finish(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard oddByte != nil || highSurrogate != nil else { return 0 }
    oddByte = nil
    highSurrogate = nil
    output.removeAll()
    outputUsed = 0
    append("\u{FFFD}")
    return take(into: buffer)
  }

  private mutating func unit(_ unit: UInt16) {
    if let high = highSurrogate {
      highSurrogate = nil
      if unit & 0xFC00 == 0xDC00 {
        let value = 0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(unit & 0x3FF))
        append(UnicodeScalar(value) ?? "\u{FFFD}")
        return
      }
      append("\u{FFFD}")
    }
    if unit & 0xFC00 == 0xD800 {
      highSurrogate = unit
    } else {
      append(UnicodeScalar(unit) ?? "\u{FFFD}")
    }
  }

  private mutating func append(_ scalar: UnicodeScalar) {
    if scalar.isASCII {
      output.append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  /// The character of a byte; Latin-1 is the same but for 0x80 to 0x9F.
  private static func windows1252(_ byte: UInt8) -> UnicodeScalar {
    guard byte >= 0x80, byte < 0xA0 else { return UnicodeScalar(byte) }
    return UnicodeScalar(specials[Int(byte) - 0x80]) ?? UnicodeScalar(byte)
  }

  private static let specials: [UInt16] = [
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
  ]
}
