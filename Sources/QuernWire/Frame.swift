package import QuernText

/// One message on a local stream socket: a JSON header and bytes that nobody parses on the way.
///
/// On the wire: `u32` little-endian length of what follows, the header as one line of JSON, a
/// newline, then the body to the end of the frame.
///
///     let frame = Frame(header: ["kind": "ping"])
///     let bytes = frame.encoded()
package struct Frame: Sendable, Equatable {
  package var header: JSONObject
  package var body: [UInt8]

  package init(header: JSONObject, body: [UInt8] = []) {
    self.header = header
    self.body = body
  }

  /// The largest frame that is read or written, length prefix not counted.
  package static let byteCountMax = 64 * 1024 * 1024

  /// The largest header inside a frame.
  package static let headerByteCountMax = 1024 * 1024

  /// The frame as bytes, length prefix included.
  package func encoded() throws(WireError) -> [UInt8] {
    let headerBytes = JSON.object(header).utf8()
    guard headerBytes.count <= Frame.headerByteCountMax else {
      throw .frameTooLarge(byteCount: headerBytes.count, limit: Frame.headerByteCountMax)
    }
    let count = headerBytes.count + 1 + body.count
    guard count <= Frame.byteCountMax else {
      throw .frameTooLarge(byteCount: count, limit: Frame.byteCountMax)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 + count)
    for shift in stride(from: 0, to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: count >> shift))
    }
    bytes += headerBytes
    bytes.append(UInt8(ascii: "\n"))
    bytes += body
    return bytes
  }

  /// The length that four prefix bytes announce, refused when it is over the limit.
  package static func length(prefix: [UInt8]) throws(WireError) -> Int {
    guard prefix.count == 4 else { throw .malformed("a frame starts with 4 bytes of length") }
    var count = 0
    for (index, byte) in prefix.enumerated() { count |= Int(byte) << (8 * index) }
    guard count <= byteCountMax else {
      throw .frameTooLarge(byteCount: count, limit: byteCountMax)
    }
    return count
  }

  /// Reads a frame from the bytes that follow its length prefix.
  package init(payload: [UInt8]) throws(WireError) {
    guard let newline = payload.firstIndex(of: UInt8(ascii: "\n")) else {
      throw .malformed("a frame has no header line")
    }
    guard newline <= Frame.headerByteCountMax else {
      throw .frameTooLarge(byteCount: newline, limit: Frame.headerByteCountMax)
    }
    let value: JSON
    do {
      value = try JSON.parse(Array(payload[..<newline]))
    } catch {
      throw .malformed("a frame's header is not JSON: \(error.message)")
    }
    guard case .object(let object) = value else {
      throw .malformed("a frame's header is not a JSON object")
    }
    header = object
    body = Array(payload[(newline + 1)...])
  }
}
