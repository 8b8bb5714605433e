package import QuernTable
import QuernText

/// One layer as it was asked for: a kind and expressions over the columns of its table.
package struct LayerRequest: Hashable, Sendable {
  package var kind: PlotKind
  /// A literal stands for a rule across the plot: `line(y: 0)`.
  package var x: ColumnExpression?
  package var y: ColumnExpression?
  package var color: ColumnExpression?
  /// Of a histogram or a binned heat map.
  package var binCount: Int?

  package init(
    kind: PlotKind, x: ColumnExpression? = nil, y: ColumnExpression? = nil,
    color: ColumnExpression? = nil, binCount: Int? = nil
  ) {
    self.kind = kind
    self.x = x
    self.y = y
    self.color = color
    self.binCount = binCount
  }
}

/// What holds for a whole plot.
package struct PlotOptions: Hashable, Sendable {
  package var facet: ColumnExpression?
  package var title: String?
  package var xLabel: String?
  package var yLabel: String?
  package var isXLog = false
  package var isYLog = false
  /// Pixels, of SVG and Vega-Lite.
  package var width: Int?

  package init() {}
}

extension LayerRequest {
  var json: JSON {
    .members([
      ("kind", .string(kind.rawValue)), ("x", x?.json() ?? .null), ("y", y?.json() ?? .null),
      ("color", color?.json() ?? .null), ("bins", binCount.map { .int(Int64($0)) } ?? .null),
    ])
  }

  init?(json: JSON) {
    guard let kind = PlotKind(rawValue: json["kind"]?.stringValue ?? "") else { return nil }
    self.init(
      kind: kind, x: json.expression("x"), y: json.expression("y"),
      color: json.expression("color"), binCount: json["bins"]?.intValue.map { Int($0) })
  }
}

extension PlotOptions {
  var json: JSON {
    .members([
      ("facet", facet?.json() ?? .null), ("title", title.map { .string($0) } ?? .null),
      ("x_label", xLabel.map { .string($0) } ?? .null),
      ("y_label", yLabel.map { .string($0) } ?? .null), ("x_log", .bool(isXLog)),
      ("y_log", .bool(isYLog)), ("width", width.map { .int(Int64($0)) } ?? .null),
    ])
  }

  init(json: JSON) {
    facet = json.expression("facet")
    title = json["title"]?.stringValue
    xLabel = json["x_label"]?.stringValue
    yLabel = json["y_label"]?.stringValue
    isXLog = json["x_log"]?.boolValue ?? false
    isYLog = json["y_log"]?.boolValue ?? false
    width = json["width"]?.intValue.map { Int($0) }
  }
}

extension JSON {
  fileprivate func expression(_ key: String) -> ColumnExpression? {
    guard let json = self[key], !json.isNull else { return nil }
    return ColumnExpression(json: json)
  }
}
