package import QuernTable
package import QuernText

/// A plot as a value: what was asked for, the tables it was asked of, and what is drawn.
///
/// The figure holds all that drawing needs, so that a saved plot is shown without its tables; they
/// are there for further layers and facets.
///
///     let plot = try Plot.of(people, LayerRequest(kind: .point, x: …, y: …), options, context)
///     plot.figure.svg()
package struct Plot: Sendable {
  package struct Layer: Sendable {
    package var request: LayerRequest
    /// Nil: that of the first layer, or none for what was drawn from a model.
    package var table: Table?

    package init(request: LayerRequest, table: Table?) {
      self.request = request
      self.table = table
    }
  }

  package var layers: [Layer]
  package var options: PlotOptions
  /// Nil for a layer that waits for its plot: `line(y: 0)`.
  package var drawn: Figure?
  /// What a model or an evaluation gave, under the layers; nil for plots of tables.
  package var ground: Figure?

  package init(layers: [Layer], options: PlotOptions, drawn: Figure?, ground: Figure? = nil) {
    self.layers = layers
    self.options = options
    self.drawn = drawn
    self.ground = ground
  }

  /// The figure; an empty one for a layer that waits for its plot.
  package var figure: Figure { drawn ?? Figure.empty }

  /// One line: `plot: point, line · tenure, total`.
  package var summary: String {
    let kinds = layers.map(\.request.kind.rawValue)
    var names: [String] = []
    for name in kinds where !names.contains(name) { names.append(name) }
    return "plot(\(names.joined(separator: ", ")))"
  }

  /// The tables of the layers that have one of their own, in order.
  package var tables: [Table] { layers.compactMap(\.table) }

  /// Everything but the tables.
  package var json: JSON {
    .members([
      (
        "layers",
        .array(
          layers.map { layer in
            .members([
              ("request", layer.request.json), ("table", .bool(layer.table != nil)),
            ])
          })
      ),
      ("options", options.json), ("drawn", drawn?.json ?? .null),
      ("ground", ground?.json ?? .null),
    ])
  }

  /// Nil where the JSON is no plot, or its tables are not as many.
  package init?(json: JSON, tables: [Table]) {
    var rest = tables[...]
    var layers: [Layer] = []
    for item in json["layers"]?.arrayValue ?? [] {
      guard let request = item["request"].flatMap({ LayerRequest(json: $0) }) else { return nil }
      var table: Table?
      if item["table"]?.boolValue == true {
        guard let first = rest.popFirst() else { return nil }
        table = first
      }
      layers.append(Layer(request: request, table: table))
    }
    guard rest.isEmpty, let options = json["options"] else { return nil }
    self.init(
      layers: layers, options: PlotOptions(json: options),
      drawn: json["drawn"].flatMap { Figure(json: $0) },
      ground: json["ground"].flatMap { Figure(json: $0) })
  }
}
