internal import QuernText

/// Finds the names of known blobs in any bytes, as hexadecimal text or as they are.
///
/// What looks like a reference is taken for one: too much may be kept, never too little, whatever
/// forms later releases give to values and records.
struct DigestScan {
  private let known: Set<Digest>
  /// First two bytes of those that are known.
  private let starts: [Bool]

  init(known: Set<Digest>) {
    self.known = known
    var starts = [Bool](repeating: false, count: 1 << 16)
    for digest in known { starts[Int(digest.bytes[0]) << 8 | Int(digest.bytes[1])] = true }
    self.starts = starts
  }

  func references(in bytes: [UInt8]) -> Set<Digest> {
    var found: Set<Digest> = []
    bytes.withUnsafeBufferPointer { buffer in
      raw(buffer, &found)
      hexadecimal(buffer, &found)
    }
    return found
  }

  private func raw(_ bytes: UnsafeBufferPointer<UInt8>, _ found: inout Set<Digest>) {
    guard bytes.count >= 32 else { return }
    for start in 0...(bytes.count - 32)
    where starts[Int(bytes[start]) << 8 | Int(bytes[start + 1])] {
      guard let digest = Digest(bytes: Array(bytes[start..<(start + 32)])),
        known.contains(digest)
      else { continue }
      found.insert(digest)
    }
  }

  private func hexadecimal(_ bytes: UnsafeBufferPointer<UInt8>, _ found: inout Set<Digest>) {
    var length = 0
    for place in bytes.indices {
      let byte = bytes[place]
      let isDigit = byte >= 0x30 && byte <= 0x39 || byte >= 0x61 && byte <= 0x66
      length = isDigit ? length + 1 : 0
      guard length >= 64 else { continue }
      let text = String(decoding: bytes[(place - 63)...place], as: UTF8.self)
      if let digest = Digest(hex: text), known.contains(digest) { found.insert(digest) }
    }
  }
}
