internal import QuernText

/// How a session and its training helper talk over their socket pair.
///
/// To the helper, per job: `u32` little-endian length of the header with the job's memory as a
/// descriptor beside it, then the header, a `FitHeader` as JSON. From the helper: one `FitMessage`
/// as JSON per line; `finished` or `failed` ends the job, and the helper waits for the next one.
enum FitProtocol {
  /// The socket's number in the helper.
  static let connection: Int32 = 3
  static let headerByteCountMax = 64 << 20

  static func prefix(_ header: [UInt8]) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
  }

  static func length(_ prefix: [UInt8]) -> Int? {
    guard prefix.count == 4 else { return nil }
    var count = 0
    for (index, byte) in prefix.enumerated() { count |= Int(byte) << (8 * index) }
    return count <= headerByteCountMax ? count : nil
  }
}
