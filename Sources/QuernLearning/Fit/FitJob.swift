package import QuernSystem
package import QuernText

/// A training that runs in the helper process: a header, and memory that both sides see.
///
/// The memory holds rows of 32-bit floats one after the other, NaN where missing, then the labels,
/// then the weights if there are any; after them the same for the validation rows.
package struct FitJob: Sendable {
  package var header: FitHeader
  package var payload: FitPayload

  package init(header: FitHeader, payload: FitPayload) {
    self.header = header
    self.payload = payload
  }

  /// The job as the helper receives it; a header that does not fit its memory is refused.
  package init(header json: JSON, memory: MemoryFile) throws(LearningError) {
    let header = try FitHeader(json: json)
    for rows in [header.training] + (header.validation.map { [$0] } ?? []) {
      guard rows.offsetBytes % 4 == 0, rows.weightOffsetBytes <= memory.byteCount,
        rows.endBytes <= memory.byteCount + 63, rows.columnCount == header.featureNames.count
      else { throw .damaged("training job") }
    }
    self.init(header: header, payload: try FitPayload(adopting: memory))
  }
}

/// Memory with a descriptor, mapped here and in the helper.
package final class FitPayload: Sendable {
  /// Its descriptor is what goes to the helper.
  package let memory: MemoryFile
  let region: MappedRegion
  private let arena: Arena?

  /// New memory, counted in the arena while the payload lives.
  init(byteCount: Int, arena: Arena) throws(LearningError) {
    do throws(OutOfMemory) {
      try arena.reserve(byteCount, doing: "the rows to train on")
    } catch {
      throw .outOfMemory(error)
    }
    do throws(SystemError) {
      memory = try MemoryFile.create(name: "quern-fit", byteCount: byteCount)
      region = try memory.map(writable: true)
    } catch {
      arena.release(byteCount)
      throw .library(name: "training", message: error.message, hint: nil)
    }
    self.arena = arena
  }

  init(adopting memory: MemoryFile) throws(LearningError) {
    do throws(SystemError) {
      region = try memory.map(writable: false)
    } catch {
      throw .library(name: "training", message: error.message, hint: nil)
    }
    self.memory = memory
    arena = nil
  }

  deinit { arena?.release(region.byteCount) }

  func floats(at offsetBytes: Int) -> UnsafeMutablePointer<Float> {
    guard let base = region.base else { preconditionFailure("a payload without rows") }
    return (base + offsetBytes).assumingMemoryBound(to: Float.self)
  }
}

/// What the helper must know to read the memory and train.
package struct FitHeader: Hashable, Sendable {
  package var algorithm: String
  /// The algorithm's own parameters, in its own words.
  package var parameters: [FitParameter]
  package var featureNames: [String]
  package var training: FitRows
  package var validation: FitRows?
  package var rounds: Int
  package var earlyStoppingRounds: Int?
  /// Changes how long it takes, never what comes out.
  package var threadCount: Int
}

/// One parameter in the algorithm's own words: `max_depth`, `6`.
package struct FitParameter: Hashable, Sendable {
  package var name: String
  package var value: String
}

/// Rows in the payload.
package struct FitRows: Hashable, Sendable {
  package var rowCount: Int
  package var columnCount: Int
  package var hasWeights: Bool
  /// Where the features begin, in bytes.
  package var offsetBytes: Int

  var labelOffsetBytes: Int { offsetBytes + rowCount * columnCount * 4 }
  var weightOffsetBytes: Int { labelOffsetBytes + rowCount * 4 }

  /// Where these rows end, rounded up to a cache line.
  var endBytes: Int {
    let end = weightOffsetBytes + (hasWeights ? rowCount * 4 : 0)
    return (end + 63) / 64 * 64
  }
}

extension FitHeader {
  package var json: JSON {
    .object(
      JSONObject([
        ("algorithm", .string(algorithm)),
        ("parameters", .array(parameters.map { .array([.string($0.name), .string($0.value)]) })),
        ("features", .array(featureNames.map { .string($0) })),
        ("training", training.json),
        ("validation", validation?.json ?? .null),
        ("rounds", .int(Int64(rounds))),
        ("early_stopping_rounds", earlyStoppingRounds.map { .int(Int64($0)) } ?? .null),
        ("threads", .int(Int64(threadCount))),
      ]))
  }

  package init(json: JSON) throws(LearningError) {
    guard let algorithm = json["algorithm"]?.stringValue,
      let training = json["training"], let rounds = json["rounds"]?.intValue,
      let threads = json["threads"]?.intValue
    else { throw .damaged("training job") }
    var parameters: [FitParameter] = []
    for item in json["parameters"]?.arrayValue ?? [] {
      guard let pair = item.arrayValue, pair.count == 2, let name = pair[0].stringValue,
        let value = pair[1].stringValue
      else { throw .damaged("training job") }
      parameters.append(FitParameter(name: name, value: value))
    }
    var validation: FitRows?
    if let rows = json["validation"], !rows.isNull { validation = try FitRows(json: rows) }
    self.init(
      algorithm: algorithm, parameters: parameters,
      featureNames: json["features"]?.arrayValue?.compactMap(\.stringValue) ?? [],
      training: try FitRows(json: training), validation: validation, rounds: Int(rounds),
      earlyStoppingRounds: json["early_stopping_rounds"]?.intValue.map { Int($0) },
      threadCount: Int(threads))
  }
}

extension FitRows {
  fileprivate var json: JSON {
    .object(
      JSONObject([
        ("rows", .int(Int64(rowCount))), ("columns", .int(Int64(columnCount))),
        ("weights", .bool(hasWeights)), ("offset", .int(Int64(offsetBytes))),
      ]))
  }

  fileprivate init(json: JSON) throws(LearningError) {
    guard let rows = json["rows"]?.intValue, let columns = json["columns"]?.intValue,
      let weights = json["weights"]?.boolValue, let offset = json["offset"]?.intValue,
      (0..<1 << 36).contains(rows), (0..<1 << 20).contains(columns), (0..<1 << 58).contains(offset)
    else { throw .damaged("training job") }
    self.init(
      rowCount: Int(rows), columnCount: Int(columns), hasWeights: weights, offsetBytes: Int(offset))
  }
}
