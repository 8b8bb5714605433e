import QuernSystem

/// The kernels of categories: levels and classes.
extension ProgramState {
  /// The label itself where it is a level; another one becomes `other`, or is an error.
  func levels(
    _ levels: [String], other: String?, _ a: Int, _ out: UnsafeMutablePointer<Register>,
    _ count: Int
  ) throws(TableError) -> Fault? {
    let known = labels(levels + [other].compactMap { $0 })
    let x = registers[a].texts
    out.pointee.valid = registers[a].valid
    for row in 0..<count where isKnown(out, row) {
      if known.place(x[row]) != nil {
        out.pointee.texts[row] = x[row]
      } else if let other {
        out.pointee.texts[row] = try scratchSlice(other)
      } else {
        return Fault(row: row, cause: .level(value: x[row].string, levels: levels))
      }
    }
    clearUnknown(out, count)
    return nil
  }

  /// The place of each label among the levels; null for a text that is none of them.
  func rank(
    _ levels: [String], _ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    let known = labels(levels)
    let x = registers[a].texts
    out.pointee.valid = registers[a].valid
    for row in 0..<count where isKnown(out, row) {
      if let place = known.place(x[row]) {
        out.pointee.ints[row] = Int64(place)
      } else {
        out.pointee.ints[row] = 0
        ownedValidity(out, count)[row] = 0
      }
    }
  }

  /// The label of the class of each value.
  func cut(
    _ spec: CutSpec, _ lane: Lane, _ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) throws(TableError) {
    out.pointee.valid = registers[a].valid
    var slices: [ByteSlice] = []
    for label in spec.labels { slices.append(try scratchSlice(label)) }
    if lane == .float {
      let breaks = spec.floats
      for row in 0..<count where isKnown(out, row) {
        out.pointee.texts[row] = slices[spec.place(registers[a].floats[row], among: breaks)]
      }
    } else {
      let breaks = spec.integers
      for row in 0..<count where isKnown(out, row) {
        out.pointee.texts[row] = slices[spec.place(registers[a].ints[row], among: breaks)]
      }
    }
    clearUnknown(out, count)
  }

  private func scratchSlice(_ text: String) throws(TableError) -> ByteSlice {
    do throws(OutOfMemory) { return try scratch.slice(text) } catch { throw .outOfMemory(error) }
  }

  private func labels(_ labels: [String]) -> KnownLabels {
    if let known = knownLabels, known.labels == labels { return known }
    let made = KnownLabels(labels)
    knownLabels = made
    return made
  }
}

/// Labels by their bytes.
final class KnownLabels {
  let labels: [String]
  private var places: [NameKey: Int] = [:]
  /// The last text that was looked up, for runs of equal ones.
  private var last: (bytes: [UInt8], place: Int?) = ([], nil)

  init(_ labels: [String]) {
    self.labels = labels
    for (place, label) in labels.enumerated() where places[NameKey(label)] == nil {
      places[NameKey(label)] = place
    }
    last.place = places[NameKey("")]
  }

  func place(_ text: ByteSlice) -> Int? {
    let isLast =
      last.bytes.count == text.count
      && last.bytes.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { byteCompare($0, text.start, text.count) == 0 } ?? true
      }
    if isLast { return last.place }
    let place = places[NameKey(text.string)]
    last = (Array(UnsafeBufferPointer(start: text.start, count: text.count)), place)
    return place
  }
}
