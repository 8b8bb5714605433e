import Glibc
import QuernSystem

extension Aggregation {
  func sum(_ values: GroupInput, _ type: DataType) throws(TableError) -> [ColumnChunk] {
    switch values.type {
    case .float:
      return try floats(try floatSums(values), .float, known: nil)
    case .null:
      let zeros = try rowCounts()
      memset(zeros.base, 0, groupCount * 8)
      return try integers(zeros, type, known: nil)
    default:
      if isSafeToSum(values) { return try integers(try integerSums(values), type, known: nil) }
      return try integers(try narrowed(try wideSums(values)), type, known: nil)
    }
  }

  func mean(_ values: GroupInput, _ type: DataType) throws(TableError) -> [ColumnChunk] {
    let counts = try counts(values)
    let sums = try doubleSums(values)
    divide(sums, by: counts)
    return try floats(sums, type, known: counts)
  }

  /// Sums as doubles: of integers the exact sum, rounded once.
  private func doubleSums(_ values: GroupInput) throws(TableError) -> ColumnBuffer {
    if values.type == .float { return try floatSums(values) }
    let out = try execution.allocate(groupCount * 8, "the sums of a group-by")
    let numbers = out.base.assumingMemoryBound(to: Double.self)
    if values.type == .null || isSafeToSum(values) {
      let sums = try values.type == .null ? rowCounts() : integerSums(values)
      let whole = sums.base.assumingMemoryBound(to: Int64.self)
      for group in 0..<groupCount { numbers[group] = Double(whole[group]) }
    } else {
      let sums = try wideSums(values)
      let whole = sums.base.assumingMemoryBound(to: Int128.self)
      for group in 0..<groupCount { numbers[group] = Double(whole[group]) }
    }
    return out
  }

  private func divide(_ sums: ColumnBuffer, by counts: ColumnBuffer) {
    let numbers = sums.base.assumingMemoryBound(to: Double.self)
    let known = counts.base.assumingMemoryBound(to: Int64.self)
    for group in 0..<groupCount {
      numbers[group] = known[group] == 0 ? 0 : numbers[group] / Double(known[group])
    }
  }

  private func floatSums(_ values: GroupInput) throws(TableError) -> ColumnBuffer {
    try partials(initial: 0.0) { out, group in
      let chunk = values.chunks[group]
      guard case .float64(let buffer) = chunk.storage else { return }
      let numbers = UnsafePointer(buffer.base.assumingMemoryBound(to: Double.self))
      if chunk.nullCount > 0 {
        let ids = grouping.ids(group)
        for row in 0..<chunk.count where !chunk.isNull(row) { out[Int(ids[row])] += numbers[row] }
      } else if groupCount == 1 {
        out[0] += LaneSum.sum(numbers, chunk.count)
      } else {
        let ids = grouping.ids(group)
        for row in 0..<chunk.count { out[Int(ids[row])] += numbers[row] }
      }
    } merge: { into, from, range in
      for group in range { into[group] += from[group] }
    }
  }

  /// Whether no group's sum can leave 64 bits, whatever the grouping.
  private func isSafeToSum(_ values: GroupInput) -> Bool {
    if values.type == .bool { return true }
    var largest: UInt64 = 0
    for chunk in values.chunks {
      guard let (low, high) = KeyRange.of(chunk) else { continue }
      largest = max(largest, low.magnitude, high.magnitude)
    }
    let rows = values.chunks.reduce(0) { $0 + $1.count }
    let (bound, overflow) = largest.multipliedReportingOverflow(by: UInt64(rows))
    return !overflow && bound <= UInt64(Int64.max)
  }

  private func integerSums(_ values: GroupInput) throws(TableError) -> ColumnBuffer {
    try partials(initial: Int64(0)) { out, group in
      let chunk = values.chunks[group]
      let ids = grouping.ids(group)
      switch chunk.storage {
      case .int64(let buffer):
        let numbers = UnsafePointer(buffer.base.assumingMemoryBound(to: Int64.self))
        if chunk.nullCount > 0 {
          for row in 0..<chunk.count where !chunk.isNull(row) {
            out[Int(ids[row])] &+= numbers[row]
          }
        } else if groupCount == 1 {
          var total: Int64 = 0
          for row in 0..<chunk.count { total &+= numbers[row] }
          out[0] &+= total
        } else {
          for row in 0..<chunk.count { out[Int(ids[row])] &+= numbers[row] }
        }
      case .bits(let bits):
        for row in 0..<chunk.count where !chunk.isNull(row) && Bitmap.get(bits.base, row) {
          out[Int(ids[row])] &+= 1
        }
      case .null, .float64, .strings, .codes, .list, .structure: break
      }
    } merge: { into, from, range in
      for group in range { into[group] &+= from[group] }
    }
  }

  /// Sums that cannot overflow.
  private func wideSums(_ values: GroupInput) throws(TableError) -> ColumnBuffer {
    try partials(initial: Int128(0)) { out, group in
      let chunk = values.chunks[group]
      guard case .int64(let buffer) = chunk.storage else { return }
      let numbers = buffer.base.assumingMemoryBound(to: Int64.self)
      let ids = grouping.ids(group)
      for row in 0..<chunk.count where !chunk.isNull(row) {
        out[Int(ids[row])] += Int128(numbers[row])
      }
    } merge: { into, from, range in
      for group in range { into[group] += from[group] }
    }
  }

  private func narrowed(_ sums: ColumnBuffer) throws(TableError) -> ColumnBuffer {
    let wide = sums.base.assumingMemoryBound(to: Int128.self)
    let out = try execution.allocate(groupCount * 8, "the sums of a group-by")
    let narrow = out.base.assumingMemoryBound(to: Int64.self)
    for group in 0..<groupCount {
      guard let value = Int64(exactly: wide[group]) else {
        throw .integerOverflow(operation: "a sum of \(wide[group])", row: nil)
      }
      narrow[group] = value
    }
    return out
  }

  /// Sample variance in two passes: the mean first, then the squared distances from it.
  func variance(_ values: GroupInput, root: Bool) throws(TableError) -> [ColumnChunk] {
    let counts = try counts(values)
    let means = try doubleSums(values)
    divide(means, by: counts)
    let centres = UnsafePointer(means.base.assumingMemoryBound(to: Double.self))
    let squares = try partials(initial: 0.0) { out, group in
      let chunk = values.chunks[group]
      let ids = grouping.ids(group)
      for row in 0..<chunk.count where !chunk.isNull(row) {
        let number: Double
        switch chunk.storage {
        case .float64(let buffer):
          number = buffer.base.assumingMemoryBound(to: Double.self)[row]
        case .int64(let buffer):
          number = Double(buffer.base.assumingMemoryBound(to: Int64.self)[row])
        case .bits(let bits): number = Bitmap.get(bits.base, row) ? 1 : 0
        case .null, .strings, .codes, .list, .structure: number = 0
        }
        let distance = number - centres[Int(ids[row])]
        out[Int(ids[row])] += distance * distance
      }
    } merge: { into, from, range in
      for group in range { into[group] += from[group] }
    }
    let out = squares.base.assumingMemoryBound(to: Double.self)
    let known = counts.base.assumingMemoryBound(to: Int64.self)
    for group in 0..<groupCount {
      // One value has no spread: null.
      if known[group] < 2 {
        known[group] = 0
        out[group] = 0
      } else {
        let variance = out[group] / Double(known[group] - 1)
        out[group] = root ? variance.squareRoot() : variance
      }
    }
    return try floats(squares, .float, known: counts)
  }
}

/// The sum of a run of floats in a fixed order that vector units can follow: eight lanes.
enum LaneSum {
  static func sum(_ values: UnsafePointer<Double>, _ count: Int) -> Double {
    var lanes = SIMD8<Double>(repeating: 0)
    let whole = count & ~7
    var row = 0
    while row < whole {
      lanes += UnsafeRawPointer(values + row).loadUnaligned(as: SIMD8<Double>.self)
      row += 8
    }
    var total = lanes.sum()
    while row < count {
      total += values[row]
      row += 1
    }
    return total
  }
}
