import QuernText

/// The machine form of a value while a program runs.
enum Lane: Hashable, Sendable {
  /// One byte per row, 0 or 1.
  case bool
  /// Int64: int and everything stored as integers.
  case int
  case float
  /// `ByteSlice`: str and category labels.
  case text
  /// Lists and structs: the register holds who has one, `ProgramState.nested` the values.
  case nested

  var byteCount: Int {
    switch self {
    case .bool, .nested: 1
    case .int, .float: 8
    case .text: 16
    }
  }
}

extension DataType {
  /// How values of the type are computed with; nil for null.
  var lane: Lane? {
    switch self {
    case .bool: .bool
    case .int, .date, .time, .datetime, .instant, .duration, .size: .int
    case .float: .float
    case .string, .category: .text
    case .list, .structure: .nested
    case .null: nil
    }
  }
}

/// A column of a row group, or a field of a struct in it.
struct ColumnPlace: Hashable, Sendable {
  let slot: Int
  /// Places of fields, from the outermost struct.
  var path: [Int] = []
  var type: DataType

  func chunk(_ group: RowGroup) -> ColumnChunk {
    var chunk = group.columns[slot]
    for place in path {
      switch chunk.storage {
      case .structure(let children): chunk = children[place]
      case .null, .bits, .int64, .float64, .strings, .codes, .list:
        // Where every struct is null there are no fields.
        return ColumnChunk(
          type: type, count: chunk.count, nullCount: chunk.count, validity: nil, storage: .null)
      }
    }
    return chunk
  }
}

/// One kernel call: it reads registers and writes one, for a vector of rows.
struct Instruction: Sendable {
  let operation: Operation
  let a: Int
  let b: Int
  let c: Int
  let out: Int

  enum Operation: Sendable {
    /// The column at this slot of the row group.
    case load(slot: Int)
    case intToFloat
    case boolToInt
    case negateInt, negateFloat
    case intArithmetic(ColumnExpression.BinaryOperation)
    case floatArithmetic(ColumnExpression.BinaryOperation)
    case divideInts
    case compare(ColumnExpression.BinaryOperation, Lane)
    case and, or, not
    case isNull(negated: Bool)
    /// Condition `a`, value `b` where it is true, else `c`.
    case choose(Lane)
    case coalesce(Lane)
    /// Registers of `extra` hold the list; a null among it makes a miss null.
    case member(Lane, list: [Int], hasNull: Bool)
    case floatFunction(ScalarFunction)
    case intFunction(ScalarFunction)
    case roundFloat, roundInt
    case clip(Lane)
    case text(ScalarFunction)
    case concat([Int])
    case calendar(ScalarFunction, DataType)
    case addSpan(DataType, subtract: Bool, months: Int64, toDate: Bool)
    case addTime(subtract: Bool)
    case cast(DataType, DataType)
    case lengthOfPlace(ColumnPlace)
    /// A field of the struct at this slot.
    case loadField(ColumnPlace)
    case levels([String], other: String?)
    /// The place of a label among the levels.
    case rank([String])
    case cut(CutSpec, Lane)
    case lengthOfList
    case match(PatternUse, TextPattern)
    case split(TextSeparator)
    case pad(PadSide)
    case parse(ParseRule, [TimeFormat])
    case compose(DataType, [Int])
    case truncate(DataType, TimeSpan)
    case atZone(DataType, ZoneRule, TimeZoneTable)
    case joinText
    case element(DataType)
    case nestedField(Int)
    case listContains(Lane)
    case map(Program)
    case fold(Program)
    /// A program that may fail at single rows; the bools of `failed` tell where it did.
    case attempt(Program, failed: Int)
    /// The rows of `a` at which `b` holds; the others become null, so that nothing fails there.
    case mask
    case guardRows(Guard)
  }

  /// The rows at which the second part of an operation counts, told from its first part.
  enum Guard: Sendable {
    /// The condition is true: the rows of `then`.
    case taken
    /// It is not: the rows of `else`.
    case notTaken
    /// Not false: `and` needs its right side.
    case undecidedAnd
    /// Not true: `or` needs its right side.
    case undecidedOr
    /// Null: `??` needs its right side.
    case missing
  }
}

/// An expression bound to the slots of a schema: straight-line code over registers, run for 2048
/// rows at a time.
final class Program: @unchecked Sendable {
  let instructions: [Instruction]
  let registerLanes: [Lane]
  let constants: [Constant]
  let result: Int
  let type: DataType
  /// The column, or a field of one, that is the whole result; nil where there is something to
  /// compute.
  let passed: ColumnPlace?
  /// The canonical text, for notes and errors.
  let text: String

  /// A register that keeps one value.
  struct Constant {
    let register: Int
    let value: Scalar
    /// Bytes of a text constant, owned by the program.
    let bytes: UnsafeMutableBufferPointer<UInt8>?
  }

  init(
    instructions: [Instruction], registerLanes: [Lane], constants: [Constant], result: Int,
    type: DataType, passed: ColumnPlace?, text: String
  ) {
    self.instructions = instructions
    self.registerLanes = registerLanes
    self.constants = constants
    self.result = result
    self.type = type
    self.passed = passed
    self.text = text
  }

  deinit { for constant in constants { constant.bytes?.deallocate() } }

  /// The expression over columns of `schema`, which it was checked against.
  static func bind(_ expression: ColumnExpression, _ schema: Schema) throws(TableError) -> Program {
    var builder = ProgramBuilder(schema: schema)
    return try builder.finish(expression, passesColumns: true)
  }

  /// A condition over columns of `schema`; a lone column is computed too.
  static func condition(
    _ expression: ColumnExpression, _ schema: Schema
  ) throws(TableError) -> Program {
    var builder = ProgramBuilder(schema: schema)
    return try builder.finish(expression, passesColumns: false)
  }
}
