import QuernSystem
import QuernText

extension ProgramState {
  func cast(
    _ from: DataType, _ to: DataType, _ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) throws(TableError) -> Fault? {
    out.pointee.valid = registers[a].valid
    if to.isText {
      do throws(OutOfMemory) { try castToText(from, a, out, count) } catch {
        throw .outOfMemory(error)
      }
      return nil
    }
    if from.isText { return castFromText(from, to, a, out, count) }
    let x = registers[a]
    for row in 0..<count where isKnown(out, row) {
      switch (from, to) {
      case (.float, .int):
        // Towards zero, as Python's int() does.
        guard let value = Int64(exactly: x.floats[row].rounded(.towardZero)) else {
          return fault(row, Numbers.shortest(x.floats[row]), from, to)
        }
        out.pointee.ints[row] = value
      case (.int, .bool): out.pointee.bools[row] = x.ints[row] != 0 ? 1 : 0
      case (.float, .bool): out.pointee.bools[row] = x.floats[row] != 0 ? 1 : 0
      case (.date, .datetime):
        let (value, overflow) = x.ints[row].multipliedReportingOverflow(
          by: CalendarUnits.dayMicroseconds)
        if overflow { return Fault(row: row, cause: .outOfRange("the date")) }
        out.pointee.ints[row] = value
      case (.datetime, .date):
        out.pointee.ints[row] = IntegerMath.floorDivide(
          x.ints[row], CalendarUnits.dayMicroseconds)
      case (.datetime, .time):
        out.pointee.ints[row] = IntegerMath.floorModulo(
          x.ints[row], CalendarUnits.dayMicroseconds)
      default: return fault(row, "a value", from, to)
      }
    }
    return nil
  }

  private func fault(_ row: Int, _ value: String, _ from: DataType, _ to: DataType) -> Fault {
    Fault(row: row, cause: .cast(value: value, from: from, to: to))
  }

  private func castFromText(
    _ from: DataType, _ to: DataType, _ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) -> Fault? {
    let x = registers[a].texts
    for row in 0..<count where isKnown(out, row) {
      let text = TextMath.trimmed(x[row])
      let bytes = UnsafeBufferPointer(start: text.start, count: text.count)
      switch to {
      case .float:
        // A number beyond the largest float is no infinity: that is only what is spelled so.
        guard let value = Numbers.parseDouble(bytes), !value.isNaN,
          value.isFinite || !bytes.contains(where: { $0 >= 0x30 && $0 <= 0x39 })
        else { return fault(row, x[row].string, from, to) }
        out.pointee.floats[row] = value
      case .bool:
        guard let value = CastMath.bool(text) else { return fault(row, x[row].string, from, to) }
        out.pointee.bools[row] = value ? 1 : 0
      default:
        guard let value = CastMath.integer(bytes, to) else {
          return fault(row, x[row].string, from, to)
        }
        out.pointee.ints[row] = value
      }
    }
    return nil
  }

  private func castToText(
    _ from: DataType, _ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) throws(OutOfMemory) {
    let x = registers[a]
    for row in 0..<count where isKnown(out, row) {
      let text: String
      switch from.lane {
      case .bool: text = x.bools[row] != 0 ? "true" : "false"
      case .float: text = Numbers.shortest(x.floats[row])
      case .int: text = ColumnChunk.integerScalar(x.ints[row], from).text
      case .text, .nested, nil: text = ""
      }
      out.pointee.texts[row] = try scratch.slice(text)
    }
    clearUnknown(out, count)
  }
}

/// Reading values from text.
enum CastMath {
  static func bool(_ text: ByteSlice) -> Bool? {
    switch text.string {
    case "true", "True", "TRUE", "1": true
    case "false", "False", "FALSE", "0": false
    default: nil
    }
  }

  /// The integer behind an int, date, time, datetime or instant.
  static func integer(_ bytes: UnsafeBufferPointer<UInt8>, _ type: DataType) -> Int64? {
    switch type {
    case .int: Numbers.parseInt(bytes)
    case .date: DateParsing.date(bytes)
    case .time: DateParsing.time(bytes)
    case .datetime: DateParsing.dateTime(bytes)
    case .instant: DateParsing.instant(bytes)
    case .null, .bool, .float, .string, .duration, .size, .category, .list, .structure: nil
    }
  }
}
