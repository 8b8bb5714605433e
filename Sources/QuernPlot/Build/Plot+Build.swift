package import QuernTable
import QuernText

extension Plot {
  /// A plot of a table's columns; `kind`: nil where the columns decide.
  ///
  /// Over a table without rows, as the checker has it, only the request is checked and nil comes
  /// back.
  package static func of(
    _ table: Table, kind: PlotKind?, _ request: LayerRequest, _ options: PlotOptions,
    _ context: TableContext
  ) throws(PlotError) -> Plot? {
    let resolved = try Resolved(kind, request, facet: options.facet, table.schema)
    guard !table.isPlaceholder else { return nil }
    var request = resolved.request
    let figure: Figure
    if resolved.isOverview {
      figure = try Overview(table: table, options: options, context: context).figure(request)
    } else {
      var builder = FigureBuilder(options, context)
      request.kind = try builder.add(resolved, table, kind: kind)
      figure = try builder.figure()
    }
    return Plot(
      layers: [Layer(request: request, table: table)], options: options, drawn: figure)
  }

  /// The plot with another layer over it.
  package func adding(
    _ other: Plot, _ context: TableContext
  ) throws(PlotError) -> Plot {
    var copy = self
    if copy.options.title == nil { copy.options.title = other.options.title }
    copy.layers += other.layers
    return try copy.redrawn(context)
  }

  /// The same with a panel for each value of a column.
  package func faceted(
    _ facet: ColumnExpression, _ context: TableContext
  ) throws(PlotError) -> Plot {
    guard let table = layers.first?.table else { throw .noTable("`facet`") }
    _ = try Resolved(nil, LayerRequest(kind: .point, color: facet), facet: facet, table.schema)
    var copy = self
    copy.options.facet = facet
    return try copy.redrawn(context)
  }

  private func redrawn(_ context: TableContext) throws(PlotError) -> Plot {
    var builder = FigureBuilder(options, context)
    if let ground { try builder.start(from: ground) }
    let table = layers.first { $0.table != nil }?.table
    for layer in layers where ground == nil || PlotKind.ofLayers.contains(layer.request.kind) {
      try builder.add(layer, over: table)
    }
    var copy = self
    copy.drawn = try builder.figure()
    return copy
  }
}

extension FigureBuilder {
  /// A further layer, over the plot's table where it has none of its own.
  fileprivate mutating func add(_ layer: Plot.Layer, over table: Table?) throws(PlotError) {
    guard let own = layer.table ?? table else {
      let empty = Schema(fields: [])
      let needsRows = [layer.request.x, layer.request.y, layer.request.color]
        .contains { $0 != nil && $0?.literal == nil }
      guard !needsRows else { throw .noTable("`\(layer.request.kind.rawValue)`") }
      let resolved = try Resolved(layer.request.kind, layer.request, facet: nil, empty)
      guard resolved.isRule else { throw .noTable("`\(layer.request.kind.rawValue)`") }
      try addRule(isFlipped ? resolved.flipped : resolved)
      return
    }
    let resolved = try Resolved(
      layer.request.kind, layer.request, facet: nil, own.schema)
    _ = try add(resolved, own, kind: layer.request.kind)
  }

  /// Takes over what a model or an evaluation drew.
  fileprivate mutating func start(from ground: Figure) throws(PlotError) {
    title = options.title ?? ground.title
    notes = ground.notes
    guard let panel = ground.panels.first else { return }
    try x.take(panel.x)
    try y.take(panel.y)
    for mark in panel.marks { add(mark, panel: -1) }
  }
}

extension AxisDraft {
  fileprivate mutating func take(_ axis: Axis) throws(PlotError) {
    switch axis.scale {
    case .number(let format, let lower, let upper, _):
      try take(.number(format), title: axis.title)
      include(lower)
      include(upper)
    case .moment(let kind, let lower, let upper):
      try take(.moment(kind), title: axis.title)
      include(lower)
      include(upper)
    case .band(let labels):
      try take(.label, title: axis.title)
      for label in labels { _ = place(label) }
    }
  }
}

extension Table {
  /// Whether the table stands for one that is not known yet.
  package var isPlaceholder: Bool {
    leaves.contains { leaf in
      if case .placeholder = leaf { return true }
      return false
    }
  }
}
