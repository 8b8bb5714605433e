import Glibc
import QuernSystem

/// A row with the word it is sorted by.
struct SortPair: BitwiseCopyable {
  var word: UInt64
  var row: RowReference
  var unused: UInt32 = 0

  /// By word; equal ones by row, which is their first order.
  @inline(__always)
  static func isLess(_ a: SortPair, _ b: SortPair) -> Bool {
    a.word != b.word ? a.word < b.word : a.row < b.row
  }
}

/// Sorts by least significant digit, skipping bytes that are the same everywhere.
enum RadixSort {
  /// Below that, comparing is quicker than counting.
  private static let comparedMax = 2048

  static func sort(
    words: UnsafeMutablePointer<UInt64>, count: Int, _ execution: Execution
  ) throws(TableError) {
    if count <= comparedMax {
      var run = UnsafeMutableBufferPointer(start: words, count: count)
      run.sort()
      return
    }
    let other = try execution.allocate(count * 8, "sorting")
    var from = words
    var to = other.base.assumingMemoryBound(to: UInt64.self)
    let varying = try varyingBits(from, count, execution)
    for shift in stride(from: UInt64(0), to: 64, by: 8) where varying >> shift & 0xff != 0 {
      var places = [Int](repeating: 0, count: 257)
      for row in 0..<count { places[Int(from[row] >> shift & 0xff) + 1] += 1 }
      try execution.context.checkInterrupt()
      for digit in 0..<256 { places[digit + 1] += places[digit] }
      for row in 0..<count {
        let digit = Int(from[row] >> shift & 0xff)
        to[places[digit]] = from[row]
        places[digit] += 1
      }
      try execution.context.checkInterrupt()
      swap(&from, &to)
    }
    if from != words { memcpy(words, from, count * 8) }
  }

  private static func varyingBits(
    _ words: UnsafePointer<UInt64>, _ count: Int, _ execution: Execution
  ) throws(TableError) -> UInt64 {
    var all = UInt64.max
    var any: UInt64 = 0
    for row in 0..<count {
      all &= words[row]
      any |= words[row]
    }
    try execution.context.checkInterrupt()
    return all ^ any
  }

  /// Sorts a short run of pairs with `spare` as room of the same size; the result is in `pairs`.
  static func sort(
    pairs: UnsafeMutablePointer<SortPair>, spare: UnsafeMutablePointer<SortPair>, count: Int
  ) {
    if count <= comparedMax {
      var run = UnsafeMutableBufferPointer(start: pairs, count: count)
      run.sort(by: SortPair.isLess)
      return
    }
    var from = pairs
    var to = spare
    var all = UInt64.max
    var any: UInt64 = 0
    for row in 0..<count {
      all &= from[row].word
      any |= from[row].word
    }
    let varying = all ^ any
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 257) { places in
      for shift in stride(from: UInt64(0), to: 64, by: 8) where varying >> shift & 0xff != 0 {
        places.update(repeating: 0)
        for row in 0..<count { places[Int(from[row].word >> shift & 0xff) + 1] += 1 }
        for digit in 0..<256 { places[digit + 1] += places[digit] }
        for row in 0..<count {
          let digit = Int(from[row].word >> shift & 0xff)
          to[places[digit]] = from[row]
          places[digit] += 1
        }
        swap(&from, &to)
      }
    }
    if from != pairs { memcpy(pairs, from, count * MemoryLayout<SortPair>.stride) }
  }

  /// Sorts a long run of pairs on all threads; the result is in `pairs`.
  static func sortParallel(
    pairs: UnsafeMutablePointer<SortPair>, spare: UnsafeMutablePointer<SortPair>, count: Int,
    _ execution: Execution
  ) throws(TableError) {
    let block = Limits.interruptRows
    let blocks = (count + block - 1) / block
    let bits = try execution.parallelMap(blocks) { index -> (UInt64, UInt64) in
      var all = UInt64.max
      var any: UInt64 = 0
      for row in (index * block)..<min(index * block + block, count) {
        all &= pairs[row].word
        any |= pairs[row].word
      }
      return (all, any)
    }
    let varying = bits.reduce(UInt64.max) { $0 & $1.0 } ^ bits.reduce(0) { $0 | $1.1 }
    let memory = try execution.allocate(blocks * 256 * 8, "sorting")
    let counts = memory.base.assumingMemoryBound(to: Int.self)
    var from = pairs
    var to = spare
    for shift in stride(from: UInt64(0), to: 64, by: 8) where varying >> shift & 0xff != 0 {
      let (source, target) = (from, to)
      try execution.parallel(blocks) { index in
        let own = counts + index * 256
        memset(own, 0, 256 * 8)
        for row in (index * block)..<min(index * block + block, count) {
          own[Int(source[row].word >> shift & 0xff)] += 1
        }
      }
      var next = 0
      for digit in 0..<256 {
        for index in 0..<blocks {
          let here = counts[index * 256 + digit]
          counts[index * 256 + digit] = next
          next += here
        }
      }
      try execution.parallel(blocks) { index in
        let own = counts + index * 256
        for row in (index * block)..<min(index * block + block, count) {
          let digit = Int(source[row].word >> shift & 0xff)
          target[own[digit]] = source[row]
          own[digit] += 1
        }
      }
      swap(&from, &to)
    }
    if from != pairs {
      let source = from
      try execution.parallel(blocks) { index in
        let start = index * block
        let rows = min(block, count - start)
        memcpy(pairs + start, source + start, rows * MemoryLayout<SortPair>.stride)
      }
    }
  }
}
