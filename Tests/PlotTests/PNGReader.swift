import QuernText

/// What a PNG file holds, as its format says, for palettes and for three bytes a pixel.
struct PNGReader {
  struct Mistake: Error {
    let message: String
  }

  var width = 0
  var height = 0
  var pixels: [UInt32] = []

  static func read(_ file: [UInt8]) throws -> PNGReader {
    guard file.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
      throw Mistake(message: "no PNG")
    }
    func number(_ place: Int) -> Int { file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    var (image, place) = (PNGReader(), 8)
    var (palette, data): ([UInt8], [UInt8]) = ([], [])
    var kind: UInt8 = 0
    while place < file.count {
      let count = number(place)
      let body = Array(file[place + 4..<place + 8 + count])
      guard Int(CRC32.checksum(body)) == number(place + 8 + count) else {
        throw Mistake(message: "a checksum is wrong")
      }
      let content = Array(body.dropFirst(4))
      switch String(decoding: body.prefix(4), as: UTF8.self) {
      case "IHDR":
        image.width = content[0..<4].reduce(0) { $0 << 8 | Int($1) }
        image.height = content[4..<8].reduce(0) { $0 << 8 | Int($1) }
        kind = content[9]
      case "PLTE": palette = content
      case "IDAT": data += content
      default: break
      }
      place += 12 + count
    }
    try image.fill(try Inflate.zlib(data), palette, kind)
    return image
  }

  private mutating func fill(_ rows: [UInt8], _ palette: [UInt8], _ kind: UInt8) throws {
    let size = kind == 3 ? 1 : 3
    guard rows.count == height * (width * size + 1) else {
      throw Mistake(message: "\(rows.count) bytes of \(height) rows")
    }
    pixels.reserveCapacity(width * height)
    var above = [UInt8](repeating: 0, count: width * size)
    for row in 0..<height {
      let start = row * (width * size + 1)
      var line = Array(rows[start + 1..<start + 1 + width * size])
      if rows[start] == 2 { for place in line.indices { line[place] &+= above[place] } }
      for column in 0..<width {
        let from = size == 1 ? Int(line[column]) * 3 : column * 3
        let source = size == 1 ? palette : line
        pixels.append(
          UInt32(source[from]) << 16 | UInt32(source[from + 1]) << 8 | UInt32(source[from + 2]))
      }
      above = line
    }
  }
}

/// Deflate read back, slowly and by the book (RFC 1951): one block with codes of its own.
enum Inflate {
  static func zlib(_ bytes: [UInt8]) throws -> [UInt8] {
    var reader = Reader(bytes: bytes, place: 16)
    guard reader.bits(1) == 1, reader.bits(2) == 2 else {
      throw PNGReader.Mistake(message: "not the block that we write")
    }
    let (literals, ways, codes) = (reader.bits(5) + 257, reader.bits(5) + 1, reader.bits(4) + 4)
    var lengths = [Int](repeating: 0, count: 19)
    for symbol in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(codes) {
      lengths[symbol] = reader.bits(3)
    }
    let head = Table(lengths)
    let all = try (0..<literals + ways).map { _ in try reader.symbol(head) }
    let (first, second) = (Table(Array(all[..<literals])), Table(Array(all[literals...])))
    var out: [UInt8] = []
    while true {
      let symbol = try reader.symbol(first)
      if symbol == 256 { break }
      if symbol < 256 {
        out.append(UInt8(symbol))
        continue
      }
      let long = symbol - 257
      let extra = long < 8 || long == 28 ? 0 : long / 4 - 1
      let starts = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115,
        131, 163, 195, 227, 258,
      ]
      let length = starts[long] + reader.bits(extra)
      let far = try reader.symbol(second)
      let more = far < 4 ? 0 : far / 2 - 1
      let near = far < 4 ? far + 1 : ((2 + far % 2) << more) + 1
      let distance = near + reader.bits(more)
      guard distance <= out.count else { throw PNGReader.Mistake(message: "before the start") }
      for _ in 0..<length { out.append(out[out.count - distance]) }
    }
    var (a, b) = (1, 0)
    for byte in out {
      a = (a + Int(byte)) % 65_521
      b = (b + a) % 65_521
    }
    guard bytes.suffix(4).reduce(0, { $0 << 8 | Int($1) }) == b << 16 | a else {
      throw PNGReader.Mistake(message: "the sum is wrong")
    }
    return out
  }

  private struct Table {
    var symbols: [Int: Int] = [:]

    init(_ lengths: [Int]) {
      var code = 0
      for bits in 1...15 {
        for (symbol, length) in lengths.enumerated() where length == bits {
          symbols[bits << 16 | code] = symbol
          code += 1
        }
        code <<= 1
      }
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    var place: Int

    mutating func bits(_ count: Int) -> Int {
      var value = 0
      for bit in 0..<count {
        value |= Int(bytes[place >> 3] >> UInt8(place & 7) & 1) << bit
        place += 1
      }
      return value
    }

    mutating func symbol(_ table: Table) throws -> Int {
      var code = 0
      for length in 1...15 {
        guard place >> 3 < bytes.count else { break }
        code = code << 1 | bits(1)
        if let symbol = table.symbols[length << 16 | code] { return symbol }
      }
      throw PNGReader.Mistake(message: "no such code")
    }
  }
}
