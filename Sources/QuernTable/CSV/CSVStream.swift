import QuernSystem

/// How a file's bytes become the text that is parsed.
struct CSVForm: Hashable, Sendable {
  var compression: CSVCompression?
  /// nil: UTF-8, taken as it is.
  var encoding: CSVEncoding = .utf8

  /// Whether text positions are file positions, so that any part can be read at any time.
  var isDirect: Bool { compression == nil && encoding == .utf8 }
}

/// What a file is packed with.
enum CSVCompression: String, Hashable, Sendable {
  case gzip
  case zstd

  /// Told by the first bytes; the suffix says the same or is wrong.
  init?(head: UnsafeRawBufferPointer) {
    if head.count >= 2, head[0] == 0x1F, head[1] == 0x8B {
      self = .gzip
    } else if head.count >= 4, head[0] == 0x28, head[1] == 0xB5, head[2] == 0x2F, head[3] == 0xFD {
      self = .zstd
    } else {
      return nil
    }
  }
}

/// A file's text from its start, piece by piece, as UTF-8.
final class CSVStream {
  private let pin: CSVPin
  private let file: CSVFile
  private let form: CSVForm
  /// Where the file is read next.
  private var filePosition = 0
  private var unpacker: (any CSVUnpacker)?
  private var decoder: CSVDecoder?
  /// Bytes between two stages; the first `rawUsed` of `rawCount` are taken.
  private let raw: UnsafeMutableRawBufferPointer
  private var rawUsed = 0
  private var rawCount = 0
  private let unpacked: UnsafeMutableRawBufferPointer
  private var unpackedUsed = 0
  private var unpackedCount = 0

  private static let stageBytes = 256 << 10

  init(pin: CSVPin, file: CSVFile, form: CSVForm) throws(TableError) {
    self.pin = pin
    self.file = file
    self.form = form
    let needsRaw = !form.isDirect
    raw = .allocate(byteCount: needsRaw ? Self.stageBytes : 0, alignment: 16)
    unpacked = .allocate(
      byteCount: form.compression != nil && form.encoding != .utf8 ? Self.stageBytes : 0,
      alignment: 16)
    if form.encoding != .utf8 { decoder = CSVDecoder(form.encoding) }
    do throws(SystemError) {
      switch form.compression {
      case .gzip: unpacker = try GzipUnpacker(path: pin.identity.path)
      case .zstd: unpacker = try ZstdUnpacker(path: pin.identity.path)
      case nil: break
      }
    } catch {
      throw .file(error)
    }
  }

  deinit {
    raw.deallocate()
    unpacked.deallocate()
  }

  /// Fills the buffer; fewer bytes than asked only at the end of the text.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = decoder == nil ? try readUnpacked(rest) : try readDecoded(rest)
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// Some decoded bytes; 0 only at the end.
  private func readDecoded(_ buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    while true {
      if let count = decoder?.take(into: buffer), count > 0 { return count }
      // Bytes for the decoder come from the file or from the unpacker.
      let stage = form.compression == nil ? raw : unpacked
      let count = try readUnpacked(stage)
      if count == 0 { return decoder?.finish(into: buffer) ?? 0 }
      decoder?.give(UnsafeRawBufferPointer(rebasing: stage[..<count]))
    }
  }

  /// Some bytes after unpacking; 0 only at the end.
  private func readUnpacked(_ buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    guard let unpacker else { return try readFile(buffer) }
    while true {
      if rawUsed == rawCount {
        rawCount = try readFile(raw)
        rawUsed = 0
      }
      let input = UnsafeRawBufferPointer(rebasing: raw[rawUsed..<rawCount])
      let step: CSVUnpackStep
      do throws(SystemError) { step = try unpacker.step(input, buffer) } catch {
        throw .file(error)
      }
      rawUsed += step.taken
      if step.given > 0 { return step.given }
      if rawCount == 0 {
        guard step.isComplete else { throw Self.cutShort(pin) }
        return 0
      }
    }
  }

  private func readFile(_ buffer: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    let left = Int(pin.identity.byteCount) - filePosition
    let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, left)])
    if wanted.count > 0 { try pin.read(file, into: wanted, at: filePosition) }
    filePosition += wanted.count
    return wanted.count
  }

  private static func cutShort(_ pin: CSVPin) -> TableError {
    .file(.malformed(path: pin.identity.path, reason: "the compressed data is cut short"))
  }
}

/// What one step of unpacking did.
struct CSVUnpackStep {
  var taken: Int
  var given: Int
  /// Whether the input so far ends where packed data may end.
  var isComplete: Bool
}

/// Unpacks a stream of bytes, step by step.
protocol CSVUnpacker: AnyObject {
  /// Takes some of the input and gives some output.
  func step(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(SystemError) -> CSVUnpackStep
}
