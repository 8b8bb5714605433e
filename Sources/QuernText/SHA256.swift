internal import CQuernText

/// SHA-256 (FIPS 180-4), fed piece by piece; by the CPU's own instructions where it has them.
///
/// ```swift
/// var hash = SHA256()
/// hash.update(header)
/// hash.update(body)
/// let digest = hash.finalize()
/// ```
package struct SHA256: @unchecked Sendable {
  // The C struct is plain bytes.
  private var hash = quern_sha256()

  package init() { quern_sha256_begin(&hash) }

  /// Appends bytes to the message.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return }
    quern_sha256_update(&hash, base.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  /// Appends bytes to the message.
  package mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Appends the text's UTF-8 bytes to the message.
  package mutating func update(_ text: String) {
    var text = text
    text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
  }

  /// Appends an integer as eight big-endian bytes.
  package mutating func update(_ integer: Int64) {
    withUnsafeBytes(of: integer.bigEndian) { update($0) }
  }

  /// The digest of everything fed; the hash starts again afterwards.
  package mutating func finalize() -> Digest {
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &words) { raw in
      guard let base = raw.baseAddress else { return }
      quern_sha256_finish(&hash, base.assumingMemoryBound(to: UInt64.self))
    }
    quern_sha256_begin(&hash)
    return Digest(words: words)
  }

  /// The digest of some bytes.
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }

  /// The digest of some bytes.
  package static func hash(_ bytes: [UInt8]) -> Digest {
    bytes.withUnsafeBytes { hash($0) }
  }

  /// The digest of the text's UTF-8 bytes.
  package static func hash(_ text: String) -> Digest {
    var hash = SHA256()
    hash.update(text)
    return hash.finalize()
  }
}

/// Keyed-hash message authentication (RFC 2104) over SHA-256.
package enum HMAC {
  /// The code of `message` under `key`.
  package static func sha256(key: [UInt8], _ message: [UInt8]) -> Digest {
    sha256(key: key, parts: [message])
  }

  /// The code of the concatenated parts under `key`.
  package static func sha256(key: [UInt8], parts: [[UInt8]]) -> Digest {
    var block = key.count > 64 ? SHA256.hash(key).bytes : key
    block.append(contentsOf: repeatElement(0, count: 64 - block.count))
    var inner = SHA256()
    inner.update(block.map { $0 ^ 0x36 })
    for part in parts { inner.update(part) }
    var outer = SHA256()
    outer.update(block.map { $0 ^ 0x5c })
    outer.update(inner.finalize().bytes)
    return outer.finalize()
  }

  /// Whether two codes are equal, in a time that tells nothing about where they differ.
  package static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    var difference: UInt8 = 0
    for index in a.indices { difference |= a[index] ^ b[index] }
    return difference == 0
  }
}
