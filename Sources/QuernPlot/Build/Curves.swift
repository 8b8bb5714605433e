package import QuernLearning
package import QuernTable
import QuernText

extension Plot {
  /// A plot of one or several evaluations; `kind`: nil for the one that suits the task.
  ///
  /// Several are told apart by colour, under the names given or their models'.
  package static func of(
    _ evaluations: [(name: String?, evaluation: Evaluation)], kind: PlotKind?,
    _ options: PlotOptions
  ) throws(PlotError) -> Plot {
    guard let first = evaluations.first?.evaluation else {
      throw .nothingToDraw("the list of evaluations is empty")
    }
    let kind = kind ?? Curves.natural(first)
    let curves = Curves(evaluations: evaluations)
    var figure = try curves.figure(kind)
    figure.title = options.title ?? figure.title
    figure.width = options.width
    if let label = options.xLabel { figure.label(x: label) }
    if let label = options.yLabel { figure.label(y: label) }
    return Plot(
      layers: [Layer(request: LayerRequest(kind: kind), table: nil)], options: options,
      drawn: figure, ground: figure)
  }

  /// How much each feature of a model counts.
  package static func ofImportance(
    _ items: [(name: String, value: Double)], measure: String, model: String,
    _ options: PlotOptions, _ context: TableContext
  ) throws(PlotError) -> Plot {
    var builder = FigureBuilder(options, context)
    try builder.addRanking(items, title: measure)
    builder.title = options.title ?? model
    let figure = try builder.figure()
    return Plot(
      layers: [Layer(request: LayerRequest(kind: .importance), table: nil)], options: options,
      drawn: figure, ground: figure)
  }
}

extension Figure {
  fileprivate mutating func label(x title: String) {
    for place in panels.indices { panels[place].x.title = title }
  }

  fileprivate mutating func label(y title: String) {
    for place in panels.indices { panels[place].y.title = title }
  }
}

/// Curves of evaluations.
struct Curves {
  let evaluations: [(name: String?, evaluation: Evaluation)]

  static func natural(_ evaluation: Evaluation) -> PlotKind {
    switch evaluation.task {
    case .binary: .roc
    case .multiclass: .heat
    case .regression, .clustering, .projection: .residuals
    }
  }

  func figure(_ kind: PlotKind) throws(PlotError) -> Figure {
    switch kind {
    case .roc: try roc()
    case .pr: try precisionRecall()
    case .calibration: try calibration()
    case .heat: try confusion()
    case .residuals: try residuals()
    case .line, .bar, .point, .hist, .box, .importance:
      throw .lacking(
        kind, "it is drawn from a table, and this is an evaluation",
        "plot the predictions: t |> predict(m) |> plot(\(kind.rawValue), x: …)")
    }
  }

  private static let shares = Scale.number(.share, lower: 0, upper: 1, isLog: false)

  private func name(_ place: Int) -> String {
    evaluations[place].name ?? evaluations[place].evaluation.shortModel
  }

  /// The curves as lines, one for each evaluation.
  private func figure(
    title: String, x: String, y: String, _ lines: [(points: [(Double, Double)], label: String)],
    _ rules: [Mark]
  ) -> Figure {
    var figure = Figure(panels: [])
    let isAlone = lines.count == 1
    let marks = lines.enumerated().map { place, line in
      Mark.line(
        Mark.Line(
          shade: isAlone ? .base : .level(place), x: line.points.map(\.0),
          y: line.points.map(\.1), label: isAlone ? nil : line.label))
    }
    figure.panels = [
      Panel(
        title: nil, x: Axis(title: x, scale: Self.shares), y: Axis(title: y, scale: Self.shares),
        marks: rules + marks)
    ]
    figure.isSquare = true
    figure.title = title + (isAlone ? ": " + (lines.first?.label ?? "") : "")
    if !isAlone {
      figure.key = .classes(title: "model", labels: lines.map(\.label), isOrdered: false)
    }
    return figure
  }

  private func binary(_ kind: PlotKind) throws(PlotError) {
    for item in evaluations where item.evaluation.roc.isEmpty {
      throw .lacking(
        kind, "the evaluation is of \(item.evaluation.task.rawValue), not of two classes",
        item.evaluation.task == .regression
          ? "write plot(e, residuals)" : "write plot(e, heat) for its confusion matrix")
    }
  }

  private func roc() throws(PlotError) -> Figure {
    try binary(.roc)
    let lines = evaluations.indices.map { place -> (points: [(Double, Double)], label: String) in
      let evaluation = evaluations[place].evaluation
      let area = evaluation["auc"].map { "AUC \(Numbers.fixed($0, places: 3))" } ?? ""
      let label = evaluations.count == 1 ? area : "\(name(place)) \(area)"
      return (
        evaluation.roc.map { ($0.falsePositiveRate, $0.truePositiveRate) }, label
      )
    }
    return figure(
      title: "ROC", x: "false positive rate", y: "true positive rate", lines,
      [.rule(Mark.Rule(place: .segment(x: 0, y: 0, toX: 1, toY: 1)))])
  }

  private func precisionRecall() throws(PlotError) -> Figure {
    try binary(.pr)
    var rules: [Mark] = []
    let lines = evaluations.indices.map { place -> (points: [(Double, Double)], label: String) in
      let points = evaluations[place].evaluation.precisionRecall
      let area = "AP \(Numbers.fixed(Self.averagePrecision(points), places: 3))"
      return (points, evaluations.count == 1 ? area : "\(name(place)) \(area)")
    }
    if let last = evaluations[0].evaluation.roc.last {
      let share = last.truePositives / max(1e-300, last.truePositives + last.falsePositives)
      let label = "all rows positive: \(Ticks.text(share, step: 0.001, .share))"
      rules.append(.rule(Mark.Rule(place: .y(share), label: label)))
    }
    return figure(title: "Precision and recall", x: "recall", y: "precision", lines, rules)
  }

  /// The sum of precision times the step in recall, as scikit-learn has it.
  private static func averagePrecision(_ points: [(Double, Double)]) -> Double {
    var (sum, earlier) = (0.0, 0.0)
    for (recall, precision) in points.dropFirst() {
      sum += (recall - earlier) * precision
      earlier = recall
    }
    return sum
  }

  private func calibration() throws(PlotError) -> Figure {
    try binary(.calibration)
    let lines = evaluations.indices.map { place -> (points: [(Double, Double)], label: String) in
      let evaluation = evaluations[place].evaluation
      let brier = evaluation["brier"].map { "Brier \(Numbers.fixed($0, places: 3))" } ?? ""
      return (
        evaluation.calibration.map { ($0.meanScore, $0.positiveShare) },
        evaluations.count == 1 ? brier : "\(name(place)) \(brier)"
      )
    }
    var figure = figure(
      title: "Calibration", x: "mean score", y: "share that is positive", lines,
      [.rule(Mark.Rule(place: .segment(x: 0, y: 0, toX: 1, toY: 1)))])
    for (place, mark) in figure.panels[0].marks.enumerated() {
      if case .line(var line) = mark {
        line.hasPoints = true
        figure.panels[0].marks[place] = .line(line)
      }
    }
    for (place, item) in evaluations.enumerated() {
      figure.panels[0].marks.append(
        .spans(Self.intervals(item.evaluation, evaluations.count == 1 ? .base : .level(place))))
    }
    figure.notes = ["bars: 95 % intervals of the share (Wilson)"]
    return figure
  }

  private static func intervals(_ evaluation: Evaluation, _ shade: Shade) -> Mark.Spans {
    var spans = Mark.Spans(shade: shade, x: [], from: [], to: [])
    for bin in evaluation.calibration {
      let (count, share, z) = (Double(bin.rows), bin.positiveShare, 1.959_963_984_540_054)
      let center = (share + z * z / (2 * count)) / (1 + z * z / count)
      let half =
        z * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
        / (1 + z * z / count)
      spans.x.append(bin.meanScore)
      spans.from.append(max(0, center - half))
      spans.to.append(min(1, center + half))
    }
    return spans
  }

  /// Counts by true and by predicted class, shaded by the share of the true class.
  private func confusion() throws(PlotError) -> Figure {
    guard evaluations.count == 1, let matrix = evaluations[0].evaluation.confusion else {
      throw .lacking(
        .heat, "it shows one confusion matrix, of one evaluation of classes",
        "give one evaluation of a classification")
    }
    let labels = matrix.classes.map { $0.text }
    var cells = Mark.Cells.empty
    for (actual, counts) in matrix.counts.enumerated() {
      let total = Double(counts.reduce(0, +))
      for (predicted, count) in counts.enumerated() {
        let up = Double(labels.count - 1 - actual)
        cells.add(
          Double(predicted) - 0.5, Double(predicted) + 0.5, up - 0.5, up + 0.5,
          total > 0 ? Double(count) / total : 0)
        if labels.count <= 15 { cells.labels.append(Numbers.grouped(Int64(count))) }
      }
    }
    var figure = Figure(
      panels: [
        Panel(
          title: nil, x: Axis(title: "predicted", scale: .band(labels)),
          y: Axis(title: "actual", scale: .band(labels.reversed())), marks: [.cells(cells)])
      ])
    figure.title = "Confusion"
    figure.isSquare = true
    figure.key = .gradient(
      title: "share of the actual class", .share, lower: 0, upper: 1, isDiverging: false)
    return figure
  }

  private func residuals() throws(PlotError) -> Figure {
    for item in evaluations where item.evaluation.residuals.isEmpty {
      throw .lacking(
        .residuals, "the evaluation is of \(item.evaluation.task.rawValue), not of numbers",
        "write plot(e, heat) for its confusion matrix, or roc for two classes")
    }
    var (x, y) = (AxisDraft("x"), AxisDraft("y"))
    try x.take(.number(.plain), title: "predicted")
    try y.take(.number(.plain), title: "actual − predicted")
    (x.margin, y.margin) = (0.03, 0.04)
    y.include(0)
    var marks: [Mark] = []
    var figure = Figure(panels: [])
    for (place, item) in evaluations.enumerated() {
      let rows = item.evaluation.residuals
      let points = Mark.Points(
        shade: evaluations.count == 1 ? .base : .level(place), x: rows.map(\.predicted),
        y: rows.map { $0.actual - $0.predicted })
      x.include(points.x)
      y.include(points.y)
      marks.append(.points(points))
      if rows.count < item.evaluation.rows {
        figure.notes.append(
          "\(Numbers.grouped(Int64(rows.count))) of the "
            + "\(Numbers.grouped(Int64(item.evaluation.rows))) rows")
      }
    }
    marks.append(.rule(Mark.Rule(place: .y(0))))
    figure.panels = [
      Panel(title: nil, x: try x.axis(title: nil), y: try y.axis(title: nil), marks: marks)
    ]
    figure.title = "Residuals"
    if evaluations.count > 1 {
      figure.key = .classes(
        title: "model", labels: evaluations.indices.map { name($0) }, isOrdered: false)
    }
    return figure
  }
}

extension Evaluation {
  /// The algorithm's name and what it predicts, without its options.
  fileprivate var shortModel: String {
    String(model.prefix { $0 != "(" && $0 != " " })
  }

  /// Recall and precision by falling threshold.
  fileprivate var precisionRecall: [(Double, Double)] {
    var points: [(Double, Double)] = []
    for point in roc where point.truePositives + point.falsePositives > 0 {
      let called = point.truePositives + point.falsePositives
      points.append((point.truePositiveRate, point.truePositives / called))
    }
    if let first = points.first { points.insert((0, first.1), at: 0) }
    return points
  }
}
