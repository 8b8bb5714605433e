import QuernTable

/// A request with everything decided that the schema decides: kind, axes and their kinds.
struct Resolved {
  var request: LayerRequest
  var x: Channel.Kind?
  var y: Channel.Kind?
  var color: Channel.Kind?
  /// All columns at a glance, as small plots of their own.
  var isOverview = false

  private let schema: Schema

  /// `kind`: nil where the columns decide.
  init(
    _ kind: PlotKind?, _ request: LayerRequest, facet: ColumnExpression?, _ schema: Schema
  ) throws(PlotError) {
    self.schema = schema
    self.request = request
    if let facet { _ = try Self.kind(facet, "facet", schema) }
    color = try Self.kind(request.color, "color", schema)
    if request.x == nil, request.y == nil { fillAxes(kind) }
    x = try Self.kind(self.request.x, "x", schema)
    y = try Self.kind(self.request.y, "y", schema)
    if isOverview { return }
    self.request.kind = kind ?? Self.natural(self.request, x, y)
    try check()
  }

  /// Axes for a plot that names none.
  private mutating func fillAxes(_ kind: PlotKind?) {
    let fields = schema.fields
    func first(_ test: (Field) -> Bool) -> ColumnExpression? {
      fields.first(where: test).map { .column($0.name) }
    }
    switch kind {
    case nil where fields.count == 1: request.x = .column(fields[0].name)
    case nil where fields.count == 2:
      request.x = .column(fields[0].name)
      request.y = .column(fields[1].name)
      if Channel.kind(of: fields[1].type) == .label, Channel.kind(of: fields[0].type) != .label {
        swap(&request.x, &request.y)
      }
    case nil, .hist: isOverview = true
    case .importance, .bar:
      let numbers = fields.filter { $0.type.isNumeric }
      if kind == .importance || fields.count == 2 && numbers.count == 1 {
        request.x = first { $0.type.isText }
        request.y = numbers.first.map { .column($0.name) }
      }
    case .line, .point, .box, .heat, .roc, .pr, .calibration, .residuals: break
    }
  }

  private static func kind(
    _ expression: ColumnExpression?, _ parameter: String, _ schema: Schema
  ) throws(PlotError) -> Channel.Kind? {
    guard let expression else { return nil }
    let type: DataType
    do throws(TableError) { type = try expression.type(in: schema) } catch { throw .table(error) }
    guard let kind = Channel.kind(of: type) else {
      throw .notDrawable(parameter, title: expression.plotTitle, found: type)
    }
    return kind
  }

  /// The kind that columns of these types call for.
  private static func natural(
    _ request: LayerRequest, _ x: Channel.Kind?, _ y: Channel.Kind?
  ) -> PlotKind {
    switch (x, y) {
    case (.label?, nil), (nil, .label?): .bar
    case (_, nil), (nil, _): .hist
    case (.label?, .label?): .heat
    case (.label?, _):
      // One row a label makes a bar of it; known when the rows are.
      request.y?.hasAggregate == true ? .bar : .box
    case (_, .label?): request.x?.hasAggregate == true ? .bar : .box
    case (.moment?, _): .line
    case (.number?, _): request.y?.hasAggregate == true ? .line : .point
    }
  }

  // MARK: What each kind needs

  private func check() throws(PlotError) {
    switch request.kind {
    case .line:
      if isRule { return }
      guard y != nil else { throw .needed("y", for: .line, "plot(t, line, x: .a, y: .b)") }
      try number(.y)
    case .point:
      guard x != nil || y != nil else {
        throw .needed("y", for: .point, "plot(t, point, x: .a, y: .b)")
      }
      guard y != nil else { throw .needed("y", for: .point, "plot(t, point, x: .a, y: .b)") }
    case .bar:
      guard x != nil || y != nil else {
        throw .needed("x", for: .bar, "plot(t, bar, x: .a), or with a value: y: mean(.b)")
      }
    case .hist:
      guard x != nil || y != nil else { return }
      if x != nil, y != nil {
        throw .notUsed("y", by: .hist, "its bars count rows; write bar for values of your own")
      }
      try number(x != nil ? .x : .y)
    case .box: try checkBox()
    case .heat:
      guard (x == nil) == (y == nil) else {
        throw .needed(x == nil ? "x" : "y", for: .heat, "plot(t, heat, x: .a, y: .b)")
      }
    case .residuals:
      guard y != nil else {
        throw .needed("y", for: .residuals, "y: .target; `x:` is .predicted if not given")
      }
      try number(.y)
    case .importance:
      guard x == .label, y != nil else {
        throw .lacking(
          .importance, "the table has no column of names and one of numbers",
          "write plot(m, importance) with a model")
      }
    case .roc, .pr, .calibration:
      throw .lacking(
        request.kind, "it is drawn from an evaluation, and this is a table",
        "write plot(evaluate(t, m), \(request.kind.rawValue))")
    }
  }

  private func checkBox() throws(PlotError) {
    guard x != nil || y != nil else {
      throw .needed("y", for: .box, "plot(t, box, x: .group, y: .value)")
    }
    if y == nil { try number(.x) } else if x != .label || y != .label {
      if y == .label { try number(.x) } else { try number(.y) }
    } else {
      try number(.y)
    }
  }

  private enum Place { case x, y }

  private func number(_ place: Place) throws(PlotError) {
    let kind = place == .x ? x : y
    let expression = place == .x ? request.x : request.y
    guard kind == .label, let expression else { return }
    let type: DataType
    do throws(TableError) { type = try expression.type(in: schema) } catch { throw .table(error) }
    throw .needsNumbers(
      place == .x ? "x" : "y", kind: request.kind, title: expression.plotTitle, found: type)
  }

  /// The same with x and y exchanged: a layer over a plot whose axes are.
  var flipped: Resolved {
    var copy = self
    swap(&copy.request.x, &copy.request.y)
    swap(&copy.x, &copy.y)
    return copy
  }

  /// `line(y: 0)`, `line(x: @2011-06-01)`: a rule across the plot.
  var isRule: Bool {
    guard request.kind == .line, request.color == nil else { return false }
    switch (request.x, request.y) {
    case (nil, let y?): return y.literal != nil
    case (let x?, nil): return x.literal != nil
    case (nil, nil), (_?, _?): return false
    }
  }
}
