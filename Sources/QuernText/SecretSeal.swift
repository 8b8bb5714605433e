/// Seals short texts under a key: only who has the key can read one, or change it unseen.
///
///     let seal = SecretSeal(key: key)
///     seal.open(seal.close("hunter2"))   // "hunter2"
///
/// The same text gives the same bytes under one key, so that what holds a secret can be cached;
/// more than that two texts are equal, and their length to the next 64, nobody learns. It is the
/// construction of RFC 5297 (a synthetic initialisation vector) over HMAC-SHA256: the vector is the
/// text's code under one key, the text is hidden by codes of vector and counter under another.
package struct SecretSeal: Sendable {
  package static let keyByteCount = 32

  private let vectorKey: [UInt8]
  private let textKey: [UInt8]

  package init(key: [UInt8]) {
    vectorKey = HMAC.sha256(key: key, Array("quern seal 1: vector".utf8)).bytes
    textKey = HMAC.sha256(key: key, Array("quern seal 1: text".utf8)).bytes
  }

  private static let version: UInt8 = 1
  private static let vectorByteCount = 16
  private static let padding = 64

  /// The sealed form of a text.
  package func close(_ text: String) -> [UInt8] {
    var plain = Self.bigEndian(UInt32(clamping: text.utf8.count)) + text.utf8
    let excess = plain.count % Self.padding
    if excess > 0 { plain += [UInt8](repeating: 0, count: Self.padding - excess) }
    let vector = vector(plain)
    return [Self.version] + vector + masked(plain, vector)
  }

  /// The text of a sealed form; nil where it was sealed under another key, or changed.
  package func open(_ sealed: [UInt8]) -> String? {
    let head = 1 + Self.vectorByteCount
    guard sealed.count >= head + Self.padding, sealed[0] == Self.version else { return nil }
    let vector = Array(sealed[1..<head])
    let plain = masked(Array(sealed[head...]), vector)
    guard HMAC.equal(self.vector(plain), vector) else { return nil }
    let count = plain[..<4].reduce(0) { $0 << 8 | Int($1) }
    guard count <= plain.count - 4 else { return nil }
    return String(validating: plain[4..<(4 + count)], as: UTF8.self)
  }

  private func vector(_ plain: [UInt8]) -> [UInt8] {
    Array(HMAC.sha256(key: vectorKey, plain).bytes.prefix(Self.vectorByteCount))
  }

  private func masked(_ bytes: [UInt8], _ vector: [UInt8]) -> [UInt8] {
    var result = bytes
    var place = 0
    var counter: UInt32 = 0
    while place < result.count {
      let mask = HMAC.sha256(key: textKey, parts: [vector, Self.bigEndian(counter)]).bytes
      for byte in mask.prefix(result.count - place) {
        result[place] ^= byte
        place += 1
      }
      counter += 1
    }
    return result
  }

  private static func bigEndian(_ number: UInt32) -> [UInt8] {
    stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
  }
}
