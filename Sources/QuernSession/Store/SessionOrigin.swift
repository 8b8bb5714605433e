internal import QuernSystem

/// Whose idea a session was: what somebody named is never removed unasked.
package enum SessionOrigin: Sendable, Hashable {
  /// A user named it, or made an instance of it.
  case named
  /// A run of a notebook, or one command: only `--resume` goes back to it.
  case run
  /// The prompt of a folder, or a notebook in Jupyter: opened there again it knows its names.
  case place

  /// As the front ends name sessions of which nobody said how they are called.
  package init(of directory: SessionDirectory) {
    let name = Path.name(directory.path)
    guard !Self.isMade(directory), let dash = name.firstIndex(of: "-") else {
      self = .named
      return
    }
    let rest = name[name.index(after: dash)...].split(
      separator: "-", omittingEmptySubsequences: false)
    let subject = rest.first.map { Array($0.utf8) } ?? []
    let isNumber = !subject.isEmpty && subject.count < 12 && subject.allSatisfy(Self.isDigit)
    let isDigest = subject.count == 12 && subject.allSatisfy { byte in
      Self.isDigit(byte) || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f")
    }
    // A second prompt or kernel there has its number behind the name.
    let isSecond = rest.count == 2 && !rest[1].isEmpty && rest[1].utf8.allSatisfy(Self.isDigit)
    switch name[..<dash] {
    case "run" where isDigest && rest.count == 1: self = .run
    case "once" where isNumber && rest.count == 1: self = .run
    case "repl" where isNumber && rest.count == 1: self = .run
    case "repl" where isDigest && (rest.count == 1 || isSecond): self = .place
    case "jupyter" where isDigest && (rest.count == 1 || isSecond): self = .place
    default: self = .named
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  /// Whether somebody made an instance of it; a type that its notebook asks for is no such thing.
  private static func isMade(_ directory: SessionDirectory) -> Bool {
    do throws(SessionError) {
      guard let record = try InstanceRecord.find(directory) else { return false }
      return record.isKept || record.isIsolated || !record.hooks.isEmpty
        || record.idleSeconds != nil || record.transition?.isUnderWay == true
        || record.volumeByteCount != InstanceRecord.volumeByteCountDefault
    } catch {
      // What cannot be read is not removed.
      return true
    }
  }
}
