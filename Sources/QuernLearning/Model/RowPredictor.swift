import QuernSystem
import QuernText

/// What was learned, as a function from rows of features to rows of numbers.
///
/// A row's numbers depend on that row alone, to the last bit: one row of an endpoint gets what it
/// would get in a table.
protocol RowPredictor: Sendable {
  /// Numbers per row: one for regression and two classes, else one per class; or what `predict`
  /// appends where there is no target.
  var outputCount: Int { get }
  /// Whether NaN, a missing feature, is a value that it knows.
  var acceptsMissing: Bool { get }
  /// How it is saved, under the predictor's name.
  var json: JSON { get }

  /// Predicts rows that lie one after the other.
  func predictRows(
    _ rows: UnsafePointer<Double>, rowCount: Int, into out: UnsafeMutablePointer<Double>,
    interrupt: Interrupt?
  ) throws(Interrupted)
}

/// Lists of numbers in saved models: the bytes of doubles, exact and compact.
enum NumberBlock {
  static func json(_ values: [Double]) -> JSON {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * 8)
    for value in values {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return .string(Base64.encode(bytes))
  }

  static func json(_ values: [UInt32]) -> JSON {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(values.count * 4)
    for value in values {
      withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return .string(Base64.encode(bytes))
  }

  static func doubles(_ json: JSON?) throws(LearningError) -> [Double] {
    guard let bytes = Base64.decode(json?.stringValue ?? "!"), bytes.count % 8 == 0 else {
      throw .damaged("model")
    }
    return bytes.withUnsafeBytes { bytes in
      (0..<(bytes.count / 8)).map {
        Double(
          bitPattern: UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)))
      }
    }
  }

  static func words(_ json: JSON?) throws(LearningError) -> [UInt32] {
    guard let bytes = Base64.decode(json?.stringValue ?? "!"), bytes.count % 4 == 0 else {
      throw .damaged("model")
    }
    return bytes.withUnsafeBytes { bytes in
      (0..<(bytes.count / 4)).map {
        UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: UInt32.self))
      }
    }
  }
}
