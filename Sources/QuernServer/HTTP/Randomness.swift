package import QuernSystem
internal import QuernText

/// Bytes that nobody can guess: for the home's key and request ids, never for results.
package struct Randomness: Sendable {
  /// Named, because the compiler does not count a typed throw inside a closure's type as a use of
  /// the import.
  package typealias Failure = SystemError

  package var bytes: @Sendable (_ count: Int) throws(Failure) -> [UInt8]

  /// The kernel's.
  package static let kernel = Randomness { count throws(SystemError) in
    let source = try FileHandle.open("/dev/urandom", .read)
    defer { source.close() }
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += try source.read(count: count - bytes.count) }
    return bytes
  }
}

/// Request ids in the form of AWS's.
package struct RequestIds: Sendable {
  package var next: @Sendable () -> String

  package init(next: @escaping @Sendable () -> String) { self.next = next }

  /// A counter behind a prefix that no other process has.
  package static let random: RequestIds = {
    do throws(SystemError) {
      return counted(prefix: try Randomness.kernel.bytes(8))
    } catch {
      // Ids only have to differ, and the moment of the start does that too.
      let now = UInt64(bitPattern: Clock.system.now())
      return counted(
        prefix: stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: now >> $0) })
    }
  }()

  private static func counted(prefix: [UInt8]) -> RequestIds {
    let prefix = Hex.encode(prefix)
    let head = [prefix.prefix(8), prefix.dropFirst(8).prefix(4), prefix.dropFirst(12)]
      .joined(separator: "-")
    let lock = Lock()
    nonisolated(unsafe) var count: UInt64 = 0
    return RequestIds {
      let number = lock.withLock {
        count += 1
        return count
      }
      let hex = String(number, radix: 16)
      let tail = String(repeating: "0", count: 16 - hex.count) + hex
      return "\(head)-\(tail.prefix(4))-\(tail.dropFirst(4))"
    }
  }
}
