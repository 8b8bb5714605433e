import Glibc
import QuernSystem

/// Some text of a file to guess from: its start, and pieces spread over the rest.
struct CSVSample {
  /// The start of the text, padded; a missing line end is put behind the last line.
  let head: [UInt8]
  /// How many bytes of `head` are text.
  let headCount: Int
  /// Whether `head` is the whole text.
  let isWhole: Bool
  /// Padded pieces from further on, and how many bytes of each are text. They start anywhere.
  let pieces: [(bytes: [UInt8], count: Int)]

  init(pin: CSVPin, form: CSVForm, bytes wanted: Int) throws(TableError) {
    let file = try pin.open()
    let size = Int(pin.identity.byteCount)
    let isWhole: Bool
    var bytes: [UInt8]
    if form.isDirect {
      isWhole = size <= wanted
      let count = isWhole ? size : wanted / CSVLimits.samplePieces
      bytes = try CSVSample.read(pin, file, at: 0, count: count)
    } else {
      let stream = try CSVStream(pin: pin, file: file, form: form)
      bytes = [UInt8](repeating: 0, count: wanted)
      let count = try CSVSample.fill(stream, &bytes)
      bytes.removeLast(wanted - count)
      isWhole = count < wanted
    }
    self.isWhole = isWhole
    var count = bytes.count
    if isWhole, let last = bytes.last, last != 0x0A, last != 0x0D {
      bytes.append(!bytes.contains(0x0A) && bytes.contains(0x0D) ? 0x0D : 0x0A)
      count += 1
    }
    bytes.append(contentsOf: [UInt8](repeating: 0, count: CSVLimits.paddingBytes))
    head = bytes
    headCount = count
    pieces =
      isWhole || !form.isDirect
      ? []
      : try CSVSample.spread(pin, file, size, wanted / CSVLimits.samplePieces)
  }

  private static func fill(_ stream: CSVStream, _ bytes: inout [UInt8]) throws(TableError) -> Int {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 16)
    defer { buffer.deallocate() }
    let count = try stream.read(into: buffer)
    bytes.withUnsafeMutableBytes { $0.copyMemory(from: .init(rebasing: buffer[..<count])) }
    return count
  }

  /// Pieces at even distances up to the end of the file.
  private static func spread(
    _ pin: CSVPin, _ file: CSVFile, _ size: Int, _ pieceBytes: Int
  ) throws(TableError) -> [(bytes: [UInt8], count: Int)] {
    let last = size - pieceBytes
    var pieces: [(bytes: [UInt8], count: Int)] = []
    for piece in 1..<CSVLimits.samplePieces {
      let offset = last / (CSVLimits.samplePieces - 1) * piece
      var bytes = try read(pin, file, at: offset, count: pieceBytes)
      bytes.append(contentsOf: [UInt8](repeating: 0, count: CSVLimits.paddingBytes))
      pieces.append((bytes, pieceBytes))
    }
    return pieces
  }

  private static func read(
    _ pin: CSVPin, _ file: CSVFile, at offset: Int, count: Int
  ) throws(TableError) -> [UInt8] {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, count), alignment: 16)
    defer { buffer.deallocate() }
    let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])
    try pin.read(file, into: part, at: offset)
    return Array(part)
  }
}

extension CSVForm {
  /// What the first bytes of a file say; the encoding only where they leave no doubt.
  init(pin: CSVPin, encoding: CSVEncoding?) throws(TableError) {
    let file = try pin.open()
    let size = Int(pin.identity.byteCount)
    let raw = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
    defer { raw.deallocate() }
    var head = UnsafeMutableRawBufferPointer(rebasing: raw[..<min(size, 4096)])
    try pin.read(file, into: head, at: 0)
    compression = CSVCompression(head: UnsafeRawBufferPointer(head))
    if compression != nil {
      let stream = try CSVStream(pin: pin, file: file, form: CSVForm(compression: compression))
      let count = try stream.read(into: raw)
      head = UnsafeMutableRawBufferPointer(rebasing: raw[..<count])
    }
    self.encoding = encoding ?? Self.encoding(UnsafeRawBufferPointer(head))
  }

  private init(compression: CSVCompression?) { self.compression = compression }

  /// UTF-16 by its mark or its zeros, else UTF-8 until proved otherwise.
  private static func encoding(_ head: UnsafeRawBufferPointer) -> CSVEncoding {
    guard head.count >= 2 else { return .utf8 }
    if head[0] == 0xFF, head[1] == 0xFE { return .utf16LittleEndian }
    if head[0] == 0xFE, head[1] == 0xFF { return .utf16BigEndian }
    // Western text in UTF-16 has a zero in most pairs, always on the same side.
    let pairs = head.count / 2
    var zeros = (even: 0, odd: 0)
    for pair in 0..<pairs {
      if head[2 * pair] == 0 { zeros.even += 1 }
      if head[2 * pair + 1] == 0 { zeros.odd += 1 }
    }
    if zeros.odd * 2 > pairs, zeros.even == 0 { return .utf16LittleEndian }
    if zeros.even * 2 > pairs, zeros.odd == 0 { return .utf16BigEndian }
    return .utf8
  }
}
