import Glibc
import QuernSystem

extension ProgramState {
  /// The matcher of an instruction, made when it is first run.
  private func matcher(_ place: Int, _ pattern: TextPattern) throws(TableError) -> PatternMatcher {
    if let known = matchers[place] { return known }
    guard let made = PatternMatcher(pattern) else {
      throw .outOfMemory(
        OutOfMemory(
          wanted: 0, limit: scratch.arena.limitBytes, used: scratch.arena.usedBytes,
          doing: "matching a pattern"))
    }
    matchers[place] = made
    return made
  }

  /// A function of texts by a pattern.
  func match(
    _ use: PatternUse, _ pattern: TextPattern, _ a: Int, _ place: Int,
    _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) throws(TableError) -> Fault? {
    let matcher = try matcher(place, pattern)
    let x = registers[a].texts
    out.pointee.valid = registers[a].valid
    var missing: [Int] = []
    // What stands at a null is written too, and must be the same in every run.
    if !use.givesText { memset(out.pointee.data, 0, count) }
    for row in 0..<count where isKnown(out, row) {
      do throws(PatternMatcher.TooManySteps) {
        switch use {
        case .contains: out.pointee.bools[row] = try matcher.find(x[row]) ? 1 : 0
        case .startsWith:
          let found = try matcher.find(x[row], options: TextPattern.Options.anchored)
          out.pointee.bools[row] = found ? 1 : 0
        case .endsWith:
          let found = try matcher.find(x[row], options: TextPattern.Options.endAnchored)
          out.pointee.bools[row] = found ? 1 : 0
        case .extract(let group):
          if try matcher.find(x[row]), let found = matcher.range(group) {
            out.pointee.texts[row] = ByteSlice(
              start: x[row].start + found.lowerBound, count: found.count)
          } else {
            missing.append(row)
          }
        case .replace(let replacement):
          let text = try replaced(x[row], matcher, replacement)
          do throws(OutOfMemory) { out.pointee.texts[row] = try scratch.slice(text) } catch {
            return Fault(row: row, cause: .memory(error))
          }
        }
      } catch {
        return Fault(row: row, cause: .problem(.patternLimit(pattern.text)))
      }
    }
    if !missing.isEmpty {
      let valid = ownedValidity(out, count)
      for row in missing { valid[row] = 0 }
    }
    if use.givesText { clearUnknown(out, count) }
    return nil
  }

  private func replaced(
    _ text: ByteSlice, _ matcher: PatternMatcher, _ replacement: Replacement
  ) throws(PatternMatcher.TooManySteps) -> [UInt8] {
    var result: [UInt8] = []
    var from = 0
    try matcher.forEach(text) { found in
      result.append(
        contentsOf: UnsafeBufferPointer(start: text.start + from, count: found.lowerBound - from))
      for part in replacement.parts {
        switch part {
        case .text(let bytes): result.append(contentsOf: bytes)
        case .group(let number):
          guard let range = matcher.range(number) else { continue }
          result.append(
            contentsOf: UnsafeBufferPointer(
              start: text.start + range.lowerBound, count: range.count))
        }
      }
      from = found.upperBound
      return true
    }
    result.append(
      contentsOf: UnsafeBufferPointer(start: text.start + from, count: text.count - from))
    return result
  }

  /// Texts cut at each separator into lists.
  func split(
    _ separator: TextSeparator, _ a: Int, _ place: Int, _ out: UnsafeMutablePointer<Register>,
    _ count: Int
  ) throws(TableError) -> Fault? {
    let x = registers[a].texts
    out.pointee.valid = registers[a].valid
    var pattern: PatternMatcher?
    if case .pattern(let compiled, _) = separator { pattern = try matcher(place, compiled) }
    do throws(OutOfMemory) {
      let builder = try ColumnBuilder(
        type: .list(.string), arena: scratch.arena, capacity: count)
      for row in 0..<count {
        guard isKnown(out, row) else {
          try builder.appendNull()
          continue
        }
        var parts: [Scalar] = []
        var from = 0
        func cut(_ range: Range<Int>) -> Bool {
          if let limit = separator.limit, parts.count + 1 >= limit { return false }
          parts.append(
            .string(ByteSlice(start: x[row].start + from, count: range.lowerBound - from).string))
          from = range.upperBound
          return true
        }
        if let pattern {
          do throws(PatternMatcher.TooManySteps) {
            try pattern.forEach(x[row]) { $0.isEmpty || cut($0) }
          } catch {
            return Fault(row: row, cause: .problem(.patternLimit(pattern.pattern.text)))
          }
        } else {
          TextMath.forEach(separator.bytes, in: x[row], cut)
        }
        parts.append(
          .string(ByteSlice(start: x[row].start + from, count: x[row].count - from).string))
        try builder.append(.list(parts))
      }
      nested[place] = NestedValues(chunk: try builder.finish(), start: 0)
    } catch {
      throw .outOfMemory(error)
    }
    return nil
  }
}

extension TextMath {
  /// Calls `body` for each occurrence of some bytes, from the left, until it says no.
  static func forEach(_ part: [UInt8], in text: ByteSlice, _ body: (Range<Int>) -> Bool) {
    part.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
      let needle = ByteSlice(start: base, count: bytes.count)
      var at = find(text, needle, from: 0)
      while at >= 0 {
        guard body(at..<(at + needle.count)) else { return }
        at = find(text, needle, from: at + needle.count)
      }
    }
  }
}
