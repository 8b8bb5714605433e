import Glibc
import QuernSystem

extension ProgramState {
  func text(
    _ function: ScalarFunction, _ a: Int, _ b: Int, _ c: Int,
    _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) throws(TableError) {
    do throws(OutOfMemory) {
      try textKernel(function, a, b, c, out, count)
    } catch {
      throw .outOfMemory(error)
    }
  }

  private func textKernel(
    _ function: ScalarFunction, _ a: Int, _ b: Int, _ c: Int,
    _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) throws(OutOfMemory) {
    let x = registers[a].texts
    out.pointee.valid = registers[a].valid
    switch function {
    case .length:
      for row in 0..<count { out.pointee.ints[row] = TextMath.codePointCount(x[row]) }
    case .trim:
      for row in 0..<count { out.pointee.texts[row] = TextMath.trimmed(x[row]) }
    case .lower, .upper:
      let isLower = function == .lower
      for row in 0..<count where isKnown(out, row) {
        out.pointee.texts[row] = try TextMath.cased(x[row], lower: isLower, scratch)
      }
      clearUnknown(out, count)
    case .startsWith, .endsWith, .contains:
      merge(a, b, out, count)
      let y = registers[b].texts
      let to = out.pointee.bools
      switch function {
      case .startsWith: for row in 0..<count { to[row] = TextMath.starts(x[row], y[row]) ? 1 : 0 }
      case .endsWith: for row in 0..<count { to[row] = TextMath.ends(x[row], y[row]) ? 1 : 0 }
      default:
        for row in 0..<count { to[row] = TextMath.find(x[row], y[row], from: 0) >= 0 ? 1 : 0 }
      }
    case .slice:
      mergeThree(a, b, c, out, count)
      let (from, to) = (registers[b].ints, registers[c].ints)
      for row in 0..<count {
        out.pointee.texts[row] = TextMath.slice(x[row], from[row], to[row])
      }
    case .replace:
      mergeThree(a, b, c, out, count)
      let (old, new) = (registers[b].texts, registers[c].texts)
      for row in 0..<count where isKnown(out, row) {
        out.pointee.texts[row] = try TextMath.replacing(x[row], old[row], new[row], scratch)
      }
      clearUnknown(out, count)
    default:
      preconditionFailure("\(function.name) is no function of text.")
    }
  }

  @inline(__always)
  func isKnown(_ out: UnsafeMutablePointer<Register>, _ row: Int) -> Bool {
    (out.pointee.valid?[row] ?? 1) != 0
  }

  /// A null row's slice must still be readable by the kernels that follow.
  func clearUnknown(_ out: UnsafeMutablePointer<Register>, _ count: Int) {
    guard let valid = out.pointee.valid else { return }
    let empty = ByteSlice(start: emptyBytes, count: 0)
    for row in 0..<count where valid[row] == 0 { out.pointee.texts[row] = empty }
  }

  private func mergeThree(
    _ a: Int, _ b: Int, _ c: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    merge(a, b, out, count)
    guard let third = registers[c].valid else { return }
    let valid = ownedValidity(out, count)
    for row in 0..<count { valid[row] &= third[row] }
  }

  func concat(
    _ parts: [Int], _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) throws(TableError) {
    out.pointee.valid = nil
    for part in parts {
      guard let valid = registers[part].valid else { continue }
      let own = ownedValidity(out, count)
      for row in 0..<count { own[row] &= valid[row] }
    }
    do throws(OutOfMemory) {
      for row in 0..<count where isKnown(out, row) {
        var total = 0
        for part in parts { total += registers[part].texts[row].count }
        let start = try scratch.take(total)
        var place = start
        for part in parts {
          let slice = registers[part].texts[row]
          memcpy(place, slice.start, slice.count)
          place += slice.count
        }
        out.pointee.texts[row] = ByteSlice(start: UnsafePointer(start), count: total)
      }
    } catch {
      throw .outOfMemory(error)
    }
    clearUnknown(out, count)
  }
}

/// Operations on the bytes of UTF-8 text; lengths and places count code points.
enum TextMath {
  static func codePointCount(_ text: ByteSlice) -> Int64 {
    var total: Int64 = 0
    for index in 0..<text.count { total += text.start[index] & 0xc0 != 0x80 ? 1 : 0 }
    return total
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte >= 9 && byte <= 13 }

  /// Without Unicode's white space at both ends.
  static func trimmed(_ text: ByteSlice) -> ByteSlice {
    var start = 0
    var end = text.count
    while start < end {
      let length = blankLength(text, start, end)
      if length == 0 { break }
      start += length
    }
    trailing: while end > start {
      for length in 1...3 where end - length >= start {
        if blankLength(text, end - length, end) == length {
          end -= length
          continue trailing
        }
      }
      break
    }
    return ByteSlice(start: text.start + start, count: end - start)
  }

  /// How many bytes the blank at a place has; 0 where there is none.
  private static func blankLength(_ text: ByteSlice, _ at: Int, _ end: Int) -> Int {
    let byte = text.start[at]
    if byte < 0x80 { return isBlank(byte) ? 1 : 0 }
    if byte == 0xc2, at + 1 < end {
      return text.start[at + 1] == 0xa0 || text.start[at + 1] == 0x85 ? 2 : 0
    }
    guard at + 2 < end else { return 0 }
    let rest = UInt32(text.start[at + 1]) << 8 | UInt32(text.start[at + 2])
    switch (byte, rest) {
    case (0xe1, 0x9a80), (0xe2, 0x8080...0x808a), (0xe2, 0x80a8), (0xe2, 0x80a9), (0xe2, 0x80af),
      (0xe2, 0x819f), (0xe3, 0x8080):
      return 3
    default: return 0
    }
  }

  /// In lower or upper case; ASCII in place, other text by Unicode's full mappings.
  static func cased(
    _ text: ByteSlice, lower: Bool, _ scratch: TextScratch
  ) throws(OutOfMemory) -> ByteSlice {
    var highBits: UInt8 = 0
    for index in 0..<text.count { highBits |= text.start[index] }
    if highBits & 0x80 != 0 {
      let string = text.string
      return try scratch.slice(lower ? string.lowercased() : string.uppercased())
    }
    let out = try scratch.take(text.count)
    let first: UInt8 = lower ? UInt8(ascii: "A") : UInt8(ascii: "a")
    for index in 0..<text.count {
      let byte = text.start[index]
      out[index] = byte &- first < 26 ? byte ^ 0x20 : byte
    }
    return ByteSlice(start: UnsafePointer(out), count: text.count)
  }

  static func starts(_ text: ByteSlice, _ prefix: ByteSlice) -> Bool {
    text.count >= prefix.count && byteCompare(text.start, prefix.start, prefix.count) == 0
  }

  static func ends(_ text: ByteSlice, _ suffix: ByteSlice) -> Bool {
    let rest = text.count - suffix.count
    return rest >= 0 && byteCompare(text.start + rest, suffix.start, suffix.count) == 0
  }

  /// Where `needle` begins at or after `from`; -1 where it does not occur.
  static func find(_ text: ByteSlice, _ needle: ByteSlice, from: Int) -> Int {
    if needle.count == 0 { return from }
    var at = from
    let last = text.count - needle.count
    while at <= last {
      guard let found = memchr(text.start + at, Int32(needle.start[0]), last - at + 1)
      else { return -1 }
      at = UnsafeRawPointer(found) - UnsafeRawPointer(text.start)
      if byteCompare(text.start + at, needle.start, needle.count) == 0 { return at }
      at += 1
    }
    return -1
  }

  /// Every occurrence of `old`, from the left, replaced; an empty `old` occurs nowhere.
  static func replacing(
    _ text: ByteSlice, _ old: ByteSlice, _ new: ByteSlice, _ scratch: TextScratch
  ) throws(OutOfMemory) -> ByteSlice {
    if old.count == 0 { return text }
    var times = 0
    var at = find(text, old, from: 0)
    while at >= 0 {
      times += 1
      at = find(text, old, from: at + old.count)
    }
    if times == 0 { return text }
    let total = text.count + times * (new.count - old.count)
    let start = try scratch.take(total)
    var place = start
    var from = 0
    at = find(text, old, from: 0)
    while at >= 0 {
      memcpy(place, text.start + from, at - from)
      memcpy(place + (at - from), new.start, new.count)
      place += at - from + new.count
      from = at + old.count
      at = find(text, old, from: from)
    }
    memcpy(place, text.start + from, text.count - from)
    return ByteSlice(start: UnsafePointer(start), count: total)
  }

  /// Code points `from ..< to`; negative places count from the end.
  static func slice(_ text: ByteSlice, _ from: Int64, _ to: Int64) -> ByteSlice {
    var (low, high) = (from, to)
    if low < 0 || high < 0 {
      let length = codePointCount(text)
      if low < 0 { low = Swift.max(0, low &+ length) }
      if high < 0 { high = Swift.max(0, high &+ length) }
    }
    let start = byteOffset(text, of: low)
    let end = Swift.max(start, byteOffset(text, of: high))
    return ByteSlice(start: text.start + start, count: end - start)
  }

  private static func byteOffset(_ text: ByteSlice, of point: Int64) -> Int {
    if point >= Int64(text.count) { return text.count }
    var seen: Int64 = -1
    for index in 0..<text.count where text.start[index] & 0xc0 != 0x80 {
      seen += 1
      if seen == point { return index }
    }
    return text.count
  }
}
