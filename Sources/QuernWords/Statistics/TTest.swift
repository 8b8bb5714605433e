import QuernLearning
import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `ttest(t, .spend, by: .plan)`
  static let ttest = Word(
    "ttest", .statistics,
    "Whether means differ by more than chance would bring: a record with a sentence, the "
      + "difference and its interval, t, df and p. Two samples are compared as Welch did.",
    parameters: [
      .required("t", .either([.table, .list]), "The rows, or a list of numbers."),
      .rest(
        "columns", .any,
        "The numbers: `.x` with `by:` or `mean:`, or `.x, .y`; expressions too. Beside a list: the "
          + "other list."),
      .option(
        "by", .column, "A column of two groups; the difference is the first less the second."),
      .option("mean", .number, "What the mean of one sample, or a difference, is tested against."),
      .option("paired", .bool, default: "false", "The two samples belong together row by row."),
      .option(
        "alternative", .constant, default: "two_sided",
        constants: MeanTest.Alternative.allCases.map(\.rawValue),
        "What stands against the hypothesis: the first is less, greater, or either."),
      .option("equal_var", .bool, default: "false", "As Student did: both variances are one."),
      .option("level", .number, default: "0.95", "Of the interval."),
    ],
    result: .evaluated(otherwise: .plain(.record)),
    examples: [
      WordExample("ttest([5.1, 4.9, 5.6, 5.8], mean: 5).p"),
      WordExample(
        "table({x: [1, 2, 3, 5, 6, 8], g: [\"a\", \"a\", \"a\", \"b\", \"b\", \"b\"]})\n"
          + "  |> ttest(.x, by: .g)"),
      WordExample(
        "table({before: [5, 7, 6, 9], after: [4, 5, 6, 7]})\n"
          + "  |> ttest(.before, .after, paired: true)"),
    ],
    body: { call in try TTestCall(call).value() })
}

/// One call of `ttest`.
private struct TTestCall {
  let call: WordCall
  let isPaired: Bool
  let isPooled: Bool
  let alternative: MeanTest.Alternative
  let level: Double
  let mean: Double

  init(_ call: WordCall) throws {
    self.call = call
    isPaired = try call.bool("paired") ?? false
    isPooled = try call.bool("equal_var") ?? false
    alternative =
      try call.constant("alternative").flatMap(MeanTest.Alternative.init(rawValue:)) ?? .twoSided
    level = try call.confidence()
    mean = try call.double("mean") ?? 0
  }

  func value() throws -> Value {
    let given = call.values("columns")
    guard case .table(let table) = call.value("t") else { return try ofLists(given) }
    var expressions: [ColumnExpression] = []
    for value in given {
      guard case .column(let expression) = value else { throw call.wrong("columns", value) }
      expressions.append(expression)
    }
    let input = StatisticsInput(call: call, table: table)
    let by = try call.columnIfGiven("by")
    switch (expressions.count, by) {
    case (1, let by?): return try grouped(input, expressions[0], by)
    case (1, nil):
      let numbers = try input.numbers(expressions)
      return try one(numbers[0], expressions[0].text)
    case (2, nil):
      let numbers = try input.numbers(expressions)
      let names = expressions.map(\.text)
      return try isPaired
        ? paired(numbers[0], numbers[1], names) : two(numbers[0], numbers[1], names, of: nil)
    default: throw wrongForm
    }
  }

  private var wrongForm: RuntimeError {
    RuntimeError(
      .statisticForm(
        "ttest", "takes one column with `by:` or `mean:`, or two columns",
        "ttest(t, .x, by: .group), ttest(t, .x, .y, paired: true), ttest(t, .x, mean: 5)",
        at: call.site.range))
  }

  private func ofLists(_ given: [Value]) throws -> Value {
    guard let first = try call.list("t"), given.count < 2, !call.isGiven("by") else {
      throw wrongForm
    }
    let x = try StatisticsInput.numbers(first, call, "t")
    guard let other = given.first else { return try one(x, "the list") }
    guard let second = ListColumn.elements(other) else { throw call.wrong("columns", other) }
    let y = try StatisticsInput.numbers(second, call, "columns")
    let names = ["the first", "the second"]
    guard isPaired else { return try two(x, y, names, of: nil) }
    guard x.count == y.count else {
      throw RuntimeError(
        .statisticForm(
          "ttest", "pairs two lists of one length, not of \(x.count) and \(y.count)",
          "without paired: the lists may differ in length", at: call.range(of: "columns")))
    }
    return try paired(x, y, names)
  }

  private func grouped(
    _ input: StatisticsInput, _ expression: ColumnExpression, _ by: String
  ) throws -> Value {
    guard !isPaired else { throw wrongForm }
    try input.checkNumbers([expression])
    let data = try input.computed([expression, .column(by)])
    let (levels, places) = try StatisticsInput.levels(1, of: data, call.tableContext)
    guard levels.count == 2 else {
      throw RuntimeError(
        .statisticForm(
          "ttest", "compares two groups, and .\(ColumnExpression.quoted(by)) has "
            + (levels.count > 8 ? "\(levels.count)" : "\(levels.count): "
              + levels.map(\.literalText).joined(separator: ", ")),
          "keep two of them: filter(.\(ColumnExpression.quoted(by)) in [a, b])",
          at: call.range(of: "by")))
    }
    let numbers = data.doubles(0)
    var parts: [[Double]] = [[], []]
    for (row, place) in places.enumerated() where place >= 0 { parts[place].append(numbers[row]) }
    let missing = zip(numbers, places).reduce(0) { $0 + ($1.0.isNaN || $1.1 < 0 ? 1 : 0) }
    call.noteMissing(
      missing, of: numbers.count, in: [expression.text, ".\(ColumnExpression.quoted(by))"])
    return try two(parts[0], parts[1], levels.map(\.literalText), of: expression.text)
  }

  // MARK: The three forms

  private func one(_ values: [Double], _ name: String) throws -> Value {
    guard !isPaired, call.isGiven("mean") else { throw wrongForm }
    let sample = MeanTest.Sample(values)
    call.noteMissing(values.count - sample.count, of: values.count, in: [name])
    guard let test = MeanTest.one(sample, mean: mean, alternative, level: level) else {
      throw tooFew([(name, sample)])
    }
    let said =
      "the mean of \(name) is \(StatisticText.number(sample.mean)), "
      + difference(test, than: StatisticText.number(mean))
    return record(
      test, said, "one sample",
      [("mean", .number(sample.mean)), ("sd", deviation(sample)), ("n", .int(Int64(sample.count)))])
  }

  private func paired(_ x: [Double], _ y: [Double], _ names: [String]) throws -> Value {
    let sample = MeanTest.Sample(zip(x, y).map { $0 - $1 })
    call.noteMissing(x.count - sample.count, of: x.count, in: names)
    guard let test = MeanTest.one(sample, mean: mean, alternative, level: level) else {
      throw tooFew([("\(names[0]) - \(names[1])", sample)])
    }
    let said =
      "\(names[0]) is on average "
      + difference(test, than: names[1] + (mean == 0 ? "" : " plus \(StatisticText.number(mean))"))
    return record(
      test, said, "paired", [("sd", deviation(sample)), ("n", .int(Int64(sample.count)))])
  }

  private func two(
    _ x: [Double], _ y: [Double], _ names: [String], of what: String?
  ) throws -> Value {
    let (first, second) = (MeanTest.Sample(x), MeanTest.Sample(y))
    if what == nil {
      call.noteMissing(x.count - first.count, of: x.count, in: [names[0]])
      call.noteMissing(y.count - second.count, of: y.count, in: [names[1]])
    }
    let shifted = MeanTest.Sample(mean == 0 ? y : y.map { $0 + mean })
    guard
      let test = MeanTest.two(
        first, shifted, isPooled: isPooled, alternative, level: level)
    else { throw tooFew([(names[0], first), (names[1], second)]) }
    let said =
      "the mean" + (what.map { " of \($0)" } ?? "")
      + " is \(StatisticText.number(first.mean)) in \(names[0]) and "
      + "\(StatisticText.number(second.mean)) in \(names[1]): "
      + difference(test, than: mean == 0 ? nil : "\(StatisticText.number(mean)) between them")
    let groups = zip(names, [first, second]).map { name, sample in
      Value.record([
        ("group", .string(name.hasPrefix("\"") ? String(name.dropFirst().dropLast()) : name)),
        ("mean", .number(sample.mean)), ("sd", deviation(sample)),
        ("n", .int(Int64(sample.count))),
      ])
    }
    return record(test, said, isPooled ? "Student" : "Welch", [("groups", .list(groups))])
  }

  // MARK: The result

  private func deviation(_ sample: MeanTest.Sample) -> Value {
    sample.deviation.map { .number($0) } ?? .null
  }

  /// `2.1 more than 5 (95 % interval 1.2 to 3.0), t(57.2) = 3.9, p = 0.0003`
  private func difference(_ test: MeanTest, than other: String?) -> String {
    let amount = StatisticText.number(test.difference.magnitude)
    let which = test.difference < 0 ? "less" : "more"
    func end(_ value: Double?) -> String? { value.map { StatisticText.number($0) } }
    let interval =
      switch (end(test.low), end(test.high)) {
      case (let low?, let high?): "\(low) to \(high)"
      case (let low?, nil): "\(low) or more"
      case (nil, let high?): "\(high) or less"
      case (nil, nil): ""
      }
    return "\(amount) \(which)" + (other.map { " than \($0)" } ?? "")
      + " (\(StatisticText.level(level)) interval \(interval)), "
      + "t(\(StatisticText.number(test.df))) = \(StatisticText.number(test.t)), "
      + StatisticText.p(test.p)
  }

  private func record(
    _ test: MeanTest, _ said: String, _ form: String, _ rest: [(String, Value)]
  ) -> Value {
    .record(
      [
        ("summary", .string(said)), ("difference", .number(test.difference)),
        ("low", test.low.map { .number($0) } ?? .null),
        ("high", test.high.map { .number($0) } ?? .null), ("t", .number(test.t)),
        ("df", .number(test.df)), ("p", .number(test.p)),
        ("alternative", .string(alternative.rawValue)), ("form", .string(form)),
      ] + rest)
  }

  private func tooFew(_ samples: [(name: String, sample: MeanTest.Sample)]) -> RuntimeError {
    let few = samples.filter { $0.sample.count < 2 }
    let message =
      few.isEmpty
      ? "all values are equal, and no difference can be told from chance"
      : few.map { "\($0.name) has \(StatisticText.rows($0.sample.count)) with a number" }
        .joined(separator: ", ") + "; two are the least"
    return RuntimeError(.tooFewRows("ttest", message, at: call.site.range))
  }
}
