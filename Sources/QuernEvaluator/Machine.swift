import QuernPlan
import QuernSyntax
import QuernSystem
import QuernTable
import QuernValue

/// What one run of a cell shares: limits, the host, and how deep it is.
final class Machine {
  let host: any Host
  let registry: WordRegistry
  let limits: EvaluatorLimits
  let interrupt: Interrupt
  let seed: Int64
  let cell: String?
  /// The text that is running; a function of another text reports its errors at its call.
  let unit: CompilationUnit
  private let stack: StackGuard

  /// Indices of loops and of calls of functions, from the outermost.
  var loop: [Int] = []
  /// Operations that made null of a number that is none, since the last statement.
  var divisionsByZero = 0
  var numbersLost = 0
  /// Label of the `progress` that the list of the next loop called.
  var announced: String?
  /// Loops that show how far they are, and how many were begun in the cell.
  var meterDepth = 0
  var meterCount = 0
  private var depth = 0
  private var outputBytes = 0

  init(
    host: any Host, registry: WordRegistry, limits: EvaluatorLimits, context: CellContext,
    unit: CompilationUnit
  ) {
    self.host = host
    self.registry = registry
    self.limits = limits
    interrupt = host.tableContext.interrupt
    seed = context.seed
    cell = context.name
    self.unit = unit
    stack = StackGuard(reserveBytes: limits.stackReserveBytes)
  }

  /// Polled in every turn of every loop.
  @inline(__always)
  func poll() throws(RuntimeError) {
    do throws(Interrupted) {
      try interrupt.check()
    } catch {
      throw RuntimeError(error)
    }
  }

  /// Runs the body of a function one level deeper.
  func deeper(
    at range: SourceRange?, _ body: () throws(RuntimeError) -> Value
  ) throws(RuntimeError) -> Value {
    guard depth < limits.recursionDepthMax, stack.hasRoom else {
      throw RuntimeError(.recursionLimit(depth, at: range), .limit)
    }
    try poll()
    depth += 1
    defer { depth -= 1 }
    return try body()
  }

  func tooLong(_ count: Int, at range: SourceRange) throws(RuntimeError) {
    if count > limits.listCountMax { throw RuntimeError(.listTooLong(at: range), .limit) }
  }

  /// Remarks on numbers that were lost since the last statement.
  func drainRemarks() -> [String] {
    defer { (divisionsByZero, numbersLost) = (0, 0) }
    var remarks: [String] = []
    if divisionsByZero > 0 {
      remarks.append(Self.counted(divisionsByZero, "division by zero", "divisions by zero"))
    }
    if numbersLost > 0 {
      remarks.append(
        Self.counted(numbersLost, "result that is no number", "results that are no numbers"))
    }
    return remarks
  }

  private static func counted(_ count: Int, _ one: String, _ many: String) -> String {
    count == 1 ? "1 \(one) gave null" : "\(count) \(many) gave null"
  }
}

extension Machine: Interpreter {
  func apply(
    _ function: FunctionValue, to arguments: [Value], index: Int
  ) throws(RuntimeError) -> Value {
    loop.append(index)
    defer { loop.removeLast() }
    return try call(function, arguments, at: nil)
  }

  func noteLostNumber() { numbersLost += 1 }

  func emit(_ output: Output) throws(RuntimeError) {
    if !output.isTransient {
      outputBytes += output.byteCount
      guard outputBytes <= limits.outputBytesMax else {
        throw RuntimeError(.outputLimit(limits.outputBytesMax, at: nil), .limit)
      }
    }
    host.emit(output)
  }

  func announce(progress label: String) { announced = label }
}

/// One text that was compiled: a cell, or a function that was saved.
final class CompilationUnit: Sendable {
  let name: String?

  init(name: String?) {
    self.name = name
  }
}
