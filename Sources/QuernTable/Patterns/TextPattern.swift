import Glibc
package import QuernSystem

/// A regular expression in RE2's syntax, ready to match.
///
/// ```swift
/// let digits = try TextPattern(#"\d+"#)
/// ```
package final class TextPattern: @unchecked Sendable {
  package let text: String
  /// Groups in parentheses that are counted.
  package let groupCount: Int
  /// Numbers of the groups that have names.
  package let groupNames: [String: Int]
  let library: PatternLibrary
  let code: OpaquePointer

  /// Why a pattern cannot be had.
  package enum Failure: Error {
    /// Bytes from the start of the pattern, and what is wrong there.
    case malformed(offset: Int, reason: String)
    case library(SystemError)
  }

  package init(_ text: String) throws(Failure) {
    if let (offset, reason) = PatternSyntax.refusal(of: text) {
      throw .malformed(offset: offset, reason: reason)
    }
    let library: PatternLibrary
    do throws(SystemError) { library = try PatternLibrary.shared() } catch { throw .library(error) }
    var number: Int32 = 0
    var offset = 0
    let bytes = Array(text.utf8)
    let options = Options.utf | Options.neverBackslashC | Options.dollarEndOnly
    guard
      let code = bytes.withUnsafeBufferPointer({
        library.compile($0.baseAddress ?? emptyBytes, $0.count, options, &number, &offset, nil)
      })
    else {
      throw .malformed(offset: offset, reason: TextPattern.message(number, library))
    }
    // Without machine code the pattern is slower, and matches the same.
    _ = library.jit(code, 1)
    var count: UInt32 = 0
    _ = library.info(code, InfoItem.captureCount, &count)
    self.text = text
    self.library = library
    self.code = code
    groupCount = Int(count)
    groupNames = TextPattern.names(code, library)
  }

  deinit { library.freeCode(code) }

  private static func message(_ number: Int32, _ library: PatternLibrary) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    let length = bytes.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { library.message(number, $0, buffer.count) } ?? 0
    }
    return String(decoding: bytes.prefix(max(0, Int(length))), as: UTF8.self)
  }

  private static func names(_ code: OpaquePointer, _ library: PatternLibrary) -> [String: Int] {
    var (count, size): (UInt32, UInt32) = (0, 0)
    var table: UnsafePointer<UInt8>?
    _ = library.info(code, InfoItem.nameCount, &count)
    _ = library.info(code, InfoItem.nameEntrySize, &size)
    _ = library.info(code, InfoItem.nameTable, &table)
    guard let table else { return [:] }
    var names: [String: Int] = [:]
    for index in 0..<Int(count) {
      let entry = table + index * Int(size)
      names[String(cString: entry + 2)] = Int(entry[0]) << 8 | Int(entry[1])
    }
    return names
  }

  enum InfoItem {
    static let captureCount: UInt32 = 4
    static let nameCount: UInt32 = 17
    static let nameEntrySize: UInt32 = 18
    static let nameTable: UInt32 = 19
  }

  enum Options {
    static let anchored: UInt32 = 0x8000_0000
    static let noUTFCheck: UInt32 = 0x4000_0000
    static let endAnchored: UInt32 = 0x2000_0000
    static let neverBackslashC: UInt32 = 0x0010_0000
    static let utf: UInt32 = 0x0008_0000
    static let noJIT: UInt32 = 0x0000_2000
    static let dollarEndOnly: UInt32 = 0x0000_0010
    static let notEmptyAtStart: UInt32 = 0x0000_0008
  }
}

/// Matches one pattern; one thread uses it at a time.
final class PatternMatcher {
  let pattern: TextPattern
  private let data: OpaquePointer
  /// Start and end of the match and of each group.
  private let vector: UnsafeMutablePointer<Int>

  /// The match took more steps than a row may cost.
  struct TooManySteps: Error {}

  init?(_ pattern: TextPattern) {
    self.pattern = pattern
    guard let data = pattern.library.makeData(pattern.code, nil) else { return nil }
    self.data = data
    vector = pattern.library.vector(data)
  }

  deinit { pattern.library.freeData(data) }

  /// Whether there is a match at or after `from`; its place is then in `range`.
  func find(
    _ text: ByteSlice, from: Int = 0, options: UInt32 = 0
  ) throws(TooManySteps) -> Bool {
    // A later look at the same text need not check it again.
    let checked = from > 0 ? options | TextPattern.Options.noUTFCheck : options
    var result = run(text, from, checked)
    // The machine code's stack is small; the interpreter's is on the heap, and limited there.
    if result == Code.jitStack { result = run(text, from, checked | TextPattern.Options.noJIT) }
    if result >= 0 { return true }
    if result == Code.matchLimit || result == Code.depthLimit || result == Code.heapLimit
      || result == Code.jitStack
    {
      throw TooManySteps()
    }
    return false
  }

  private func run(_ text: ByteSlice, _ from: Int, _ options: UInt32) -> Int32 {
    pattern.library.match(
      pattern.code, text.start, text.count, from, options, data, pattern.library.limits)
  }

  /// The bytes that matched; of a group, nil where it took no part.
  func range(_ group: Int = 0) -> Range<Int>? {
    guard group <= pattern.groupCount else { return nil }
    let (start, end) = (vector[2 * group], vector[2 * group + 1])
    // Unset is the largest size, which reads as -1.
    return start < 0 || end < start ? nil : start..<end
  }

  /// Calls `body` for each match from the left; they do not overlap. It ends where `body` says so.
  func forEach(_ text: ByteSlice, _ body: (Range<Int>) -> Bool) throws(TooManySteps) {
    var from = 0
    var options: UInt32 = 0
    while from <= text.count, try find(text, from: from, options: options) {
      guard let found = range(), body(found) else { return }
      if found.isEmpty {
        // One code point further, so that an empty match does not come again.
        from = found.upperBound + 1
        while from < text.count && text.start[from] & 0xc0 == 0x80 { from += 1 }
      } else {
        from = found.upperBound
      }
      options = 0
    }
  }

  private enum Code {
    static let matchLimit: Int32 = -47
    static let depthLimit: Int32 = -53
    static let heapLimit: Int32 = -63
    static let jitStack: Int32 = -46
  }
}

extension TextPattern {
  /// The pattern of a text that the language accepted before.
  package static func accepted(_ text: String) throws(TableError) -> TextPattern {
    do throws(Failure) {
      return try TextPattern(text)
    } catch {
      switch error {
      case .library(let error): throw .file(error)
      case .malformed(_, let reason):
        throw .invalidArgument(word: "regex", message: reason, hint: nil)
      }
    }
  }

  /// Whether a text has a match; a text that takes too many steps has none.
  package func matches(_ text: String) -> Bool {
    guard let matcher = PatternMatcher(self) else { return false }
    var text = text
    return text.withUTF8 { bytes in
      // An empty text has an address all the same.
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { empty in
        let spare = empty.baseAddress.map { UnsafePointer($0) }
        guard let start = bytes.baseAddress ?? spare else { return false }
        do throws(PatternMatcher.TooManySteps) {
          return try matcher.find(ByteSlice(start: start, count: bytes.count))
        } catch {
          return false
        }
      }
    }
  }
}
