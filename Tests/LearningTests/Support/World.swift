import QuernLearning
import QuernSystem
import QuernTable

/// What tests of learning run in.
enum World {
  static func tables(threads: Int = 2, arena: Arena = .unlimited) -> TableContext {
    TableContext(arena: arena, workers: .shared(threads), interrupt: Interrupt(), notes: Notes())
  }

  static func learning(threads: Int = 2, arena: Arena = .unlimited) -> LearningContext {
    LearningContext(table: tables(threads: threads, arena: arena), fit: .inProcess)
  }

  /// A table of these columns, in groups of few rows, so that every loop over groups has several.
  static func data(_ columns: [(String, [Scalar])], groupRows: Int = 64) throws -> TableData {
    var fields: [Field] = []
    for (name, values) in columns {
      fields.append(Field(name: name, type: Scalar.commonType(values) ?? .null))
    }
    let count = columns.first?.1.count ?? 0
    let rows = (0..<count).map { row in columns.map { $0.1[row] } }
    return try TableData.build(Schema(fields: fields), rows: rows, groupRows: groupRows)
  }

  static func table(_ columns: [(String, [Scalar])], groupRows: Int = 64) throws -> Table {
    Table(data: try data(columns, groupRows: groupRows))
  }

  /// Columns `x0`, `x1` … of rows of numbers.
  static func features(_ rows: [[Double]]) -> [(String, [Scalar])] {
    (0..<(rows.first?.count ?? 0)).map { column in
      ("x\(column)", rows.map { .float($0[column]) })
    }
  }
}

/// Whether two lists of numbers agree, each within `tolerance` times its size.
func close(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
  a.count == b.count
    && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, max(abs($0), abs($1))) }
}

/// The error of `body`, as the user sees its code.
func code(of body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch let error as LearningError {
    return error.code
  } catch {
    return "\(error)"
  }
}
