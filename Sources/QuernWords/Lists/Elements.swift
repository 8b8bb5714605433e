import QuernPlan
import QuernSyntax
import QuernTable
import QuernValue

extension Word {
  /// `get(.list, 0)`, `get(.struct, "field")`
  static let get = Word(
    "get", .lists, "The element of a list at a place, or the field of a record; null where none.",
    parameters: [
      .required("x", .either([.list, .record, .expression]), "A list, a record, or a column."),
      .required(
        "at", .either([.int, .string, .expression]),
        "The place from 0, from the end where it is negative; or the field's name."),
      .option("default", .any, "Instead of null where there is no such element or field."),
    ],
    result: .lifted(.unknown),
    examples: [
      WordExample("get([10, 20], -1)", shows: "20"),
      WordExample("get({a: 1}, \"b\", default: 0)", shows: "0"),
      WordExample("table({s: [\"a b\"]}) |> derive(last = get(split_text(.s, \" \"), -1))"),
    ],
    lift: { call in
      let x = try call.expression("x")
      let found: ColumnExpression
      if case .string(let name) = call.value("at") {
        found = .function(.field(name), [x])
      } else {
        found = .function(.element, [x, try call.expression("at")])
      }
      guard let other = try call.expressionIfGiven("default") else { return found }
      return .binary(.coalesce, found, other)
    },
    body: { call in
      var found: Value?
      switch (call.value("x"), call.value("at")) {
      case (.null, _): return .null
      case (.record(let record), .string(let name)): found = record[name]
      case (.record, let at): throw call.wrong("at", at)
      case (_, .int(let at)):
        let values = try call.list("x") ?? []
        let place = at < 0 ? Int(at) + values.count : Int(at)
        if values.indices.contains(place) { found = values[place] }
      case (_, let at): throw call.wrong("at", at)
      }
      return found ?? call.value("default")
    })

  /// `map(xs, x => x * 2)`
  static let map = Word(
    "map", .lists, "A function of each element of a list.",
    parameters: [
      .required("list", .either([.list, .expression]), "A list or a column of lists."),
      .required("f", .function, "What to make of an element."),
    ],
    result: .lifted(.list(.unknown)),
    examples: [
      WordExample("map([1, 2, 3], x => x * 2)", shows: "[2, 4, 6]"),
      WordExample(
        "table({s: [\"1 2\"]}) |> derive(n = map(split_text(.s, \" \"), x => cast(x, int)))"),
    ],
    lift: { call in
      let body = try lambda(call, [ElementScope.element])
      return .function(.map(body), [try call.expression("list")])
    },
    body: { call in
      guard let values = try call.list("list") else { return .null }
      let function = try call.function("f")
      var result: [Value] = []
      result.reserveCapacity(values.count)
      for (index, value) in values.enumerated() {
        result.append(try call.apply(function, to: [value], index: index))
      }
      return .list(result)
    })

  /// `fold(xs, 0, (total, x) => total + x)`
  static let fold = Word(
    "fold", .lists, "From a first value on, a function of the total so far and each element.",
    parameters: [
      .required("list", .either([.list, .expression]), "A list or a column of lists."),
      .required("first", .any, "What to begin with."),
      .required("f", .function, "The next total, of the total so far and an element."),
    ],
    result: .lifted(.unknown),
    examples: [
      WordExample("fold([1, 2, 3], 0, (total, x) => total + x)", shows: "6"),
      WordExample("fold([\"a\", \"b\"], \"\", (total, x) => \"{total}{x}\")", shows: "\"ab\""),
      WordExample(
        "table({s: [\"a-b+c\"]})"
          + " |> update(s = fold([\"-\", \"+\"], .s, (text, sign) => replace(text, sign, \" \")))"),
    ],
    lift: { call in
      // A list of the session over a column: one expression, a step of it for each element.
      if case .list(let values) = call.value("list"), case .column = call.value("first") {
        return try unrolled(call, values)
      }
      let body = try lambda(call, [ElementScope.total, ElementScope.element])
      return .function(.fold(body), [try call.expression("first"), try call.expression("list")])
    },
    body: { call in
      guard let values = try call.list("list") else { return .null }
      let function = try call.function("f")
      var total = call.value("first")
      for (index, value) in values.enumerated() {
        total = try call.apply(function, to: [total, value], index: index)
      }
      return total
    })

  private static func unrolled(_ call: WordCall, _ values: [Value]) throws -> ColumnExpression {
    let function = try call.function("f")
    var total = call.value("first")
    for (index, value) in values.enumerated() {
      total = try call.apply(function, to: [total, value], index: index)
    }
    return try column(total, call)
  }

  /// The function of a list column as an expression over hidden columns.
  private static func lambda(_ call: WordCall, _ columns: [String]) throws -> ColumnExpression {
    let value = try call.apply(
      try call.function("f"), to: columns.map { .column(.column($0)) })
    return try column(value, call)
  }

  private static func column(_ value: Value, _ call: WordCall) throws -> ColumnExpression {
    guard let expression = WordCall.expression(value) else {
      throw RuntimeError(
        .notACell(
          word: call.word.name, found: value.type.nameWithArticle, at: call.range(of: "f")))
    }
    return expression
  }
}

extension Diagnostic {
  static func emptySeparator(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "invalid-argument", message: "split_text: the separator is empty", range: range,
      hints: ["split_text(.s, regex('.')) has no parts; slice(.s, i, i + 1) is one character"])
  }
}
