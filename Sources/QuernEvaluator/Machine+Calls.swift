import QuernPlan
import QuernSyntax
import QuernValue

extension Machine {
  /// Calls a function with arguments by place.
  func call(
    _ function: FunctionValue, _ arguments: [Value], at range: SourceRange?
  ) throws(RuntimeError) -> Value {
    if case .word = function.origin { return try callWord(function, arguments, at: range) }
    guard arguments.count >= function.requiredCount,
      arguments.count <= function.formals.count
    else {
      throw RuntimeError(
        .argumentCount(
          Signature(FunctionShape(function)).form, count: arguments.count, at: range))
    }
    return try call(function, bound: arguments.map { $0 }, at: range)
  }

  /// Calls a function with an argument, or none, for each formal; defaults fill the rest.
  func call(
    _ function: FunctionValue, bound arguments: [Value?], at range: SourceRange?
  ) throws(RuntimeError) -> Value {
    let code = try code(of: function)
    return try deeper(at: range) { () throws(RuntimeError) in
      let frame = Frame(machine: self, slotCount: code.slotCount)
      if let slot = code.selfSlot { frame.slots[slot] = .function(function) }
      for capture in code.captures {
        frame.slots[capture.slot] = function.captured[capture.index].value
      }
      do throws(RuntimeError) {
        for (place, formal) in code.formals.enumerated() {
          if place < arguments.count, let value = arguments[place] {
            frame.slots[formal.slot] = try formal.accept(value)
          } else if let value = formal.value {
            frame.slots[formal.slot] = try formal.accept(value.evaluate(frame))
          }
        }
        return try code.body.evaluate(frame)
      } catch {
        throw located(error, in: function, code, at: range)
      }
    }
  }

  /// An error inside of a function that stands in another text is reported at the call.
  private func located(
    _ error: RuntimeError, in function: FunctionValue, _ code: FunctionCode,
    at range: SourceRange?
  ) -> RuntimeError {
    guard code.unit !== unit else { return error }
    let what = function.name.map { "`\($0)`" } ?? "the function"
    let noted =
      error.diagnostic.notes.contains { $0.hasPrefix("in ") }
      ? error : error.noting("in \(what)" + (code.unit.name.map { " of \($0)" } ?? ""))
    var diagnostic = noted.diagnostic
    diagnostic.range = range
    return RuntimeError(diagnostic, error.category)
  }

  private func code(of function: FunctionValue) throws(RuntimeError) -> FunctionCode {
    let compiled = try function.compiled { () throws(RuntimeError) in
      try FunctionCode.compile(function, registry: registry)
    }
    guard let code = compiled as? FunctionCode else {
      throw RuntimeError(.internalMistake("a function without code"))
    }
    return code
  }

  /// A word as a function: `map(xs, abs)`.
  private func callWord(
    _ function: FunctionValue, _ values: [Value], at range: SourceRange?
  ) throws(RuntimeError) -> Value {
    guard let word = registry[function.source] else {
      throw RuntimeError(.unknownName(function.source, suggestion: nil, at: range))
    }
    guard word.effect.strongest < .acts else {
      throw RuntimeError(.actAsValue(word.name, at: range))
    }
    let nowhere = range ?? SourceRange(0, 0)
    let written = values.map { _ in
      Argument(label: .none, value: Expression(.null, nowhere), range: nowhere)
    }
    let matching = Matching(Signature(word), written, piped: false, range: nowhere)
    if let mistake = matching.diagnostics.first { throw RuntimeError(mistake) }
    let arguments = zip(word.parameters, matching.bound).map { parameter, sources in
      let given = sources.compactMap { source -> Value? in
        if case .argument(let place) = source { return values[place] }
        return nil
      }
      return given.isEmpty
        ? BoundArgument.absent : parameter.kind == .variadic ? .many(given) : .one(given[0])
    }
    let site = CallSite(
      range: nowhere, argumentRanges: word.parameters.map { _ in [] }, columns: [],
      tableName: nil, ordinal: 0)
    return try run(word, arguments, site)
  }

  /// Runs a word's body, or lifts it where an argument is an expression over columns.
  func run(
    _ word: Word, _ arguments: [BoundArgument], _ site: CallSite
  ) throws(RuntimeError) -> Value {
    let call = WordCall(
      word: word, arguments: arguments, site: site,
      context: CallContext(
        host: host, interpreter: self, seed: seed, cell: cell, loop: loop))
    do {
      if let lift = word.lift, arguments.contains(where: \.hasColumn) {
        return .column(try lift(call))
      }
      return try word.body(call)
    } catch {
      throw RuntimeError(thrown: error, by: word, at: site)
    }
  }
}

extension BoundArgument {
  /// Whether an argument is an expression over columns.
  var hasColumn: Bool {
    switch self {
    case .one(.column): true
    case .many(let values):
      values.contains { value in
        if case .column = value { return true }
        return false
      }
    case .absent, .one, .definitions, .deferred: false
    }
  }
}
