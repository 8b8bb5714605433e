internal import CQuernText

/// CRC-32C (Castagnoli), the checksum of journal records.
package enum CRC32C {
  /// The checksum of some bytes, continuing from `seed` (an earlier checksum, 0 to begin).
  package static func checksum(_ bytes: UnsafeRawBufferPointer, seed: UInt32 = 0) -> UInt32 {
    guard let base = bytes.baseAddress else { return seed }
    return quern_crc32c(seed, base.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  /// The checksum of some bytes, continuing from `seed`.
  package static func checksum(_ bytes: [UInt8], seed: UInt32 = 0) -> UInt32 {
    bytes.withUnsafeBytes { checksum($0, seed: seed) }
  }
}

/// CRC-32 (IEEE 802.3), the checksum of gzip, zip and PNG.
package enum CRC32 {
  /// The checksum of some bytes, continuing from `seed` (an earlier checksum, 0 to begin).
  package static func checksum(_ bytes: UnsafeRawBufferPointer, seed: UInt32 = 0) -> UInt32 {
    guard let base = bytes.baseAddress else { return seed }
    return quern_crc32(seed, base.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  /// The checksum of some bytes, continuing from `seed`.
  package static func checksum(_ bytes: [UInt8], seed: UInt32 = 0) -> UInt32 {
    bytes.withUnsafeBytes { checksum($0, seed: seed) }
  }
}
