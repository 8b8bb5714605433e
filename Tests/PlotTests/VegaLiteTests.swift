import QuernTable
import QuernText
import Testing

@testable import QuernPlot

/// What Vega-Lite's schema asks of a specification, as far as ours go.
@Suite struct VegaLiteTests {
  private static let marks: Set<String> = ["area", "circle", "line", "rect", "rule", "text"]
  private static let types: Set<String> = ["quantitative", "temporal", "nominal"]
  private static let positions: Set<String> = ["x", "y", "x2", "y2"]

  @Test func everySpecificationIsOne() throws {
    for plot in try SamplePlots.all() {
      let json = plot.figure.vegaLite()
      #expect(
        json["$schema"]?.stringValue == "https://vega.github.io/schema/vega-lite/v5.json")
      #expect(json["$schema"] == json.objectValue?.members.first?.value)
      let panels = json["concat"]?.arrayValue ?? [json]
      #expect(panels.count == plot.figure.panels.count)
      for panel in panels {
        #expect((panel["width"]?.intValue ?? 0) > 0 && (panel["height"]?.intValue ?? 0) > 0)
        for layer in panel["layer"]?.arrayValue ?? [] { check(layer, plot.summary) }
      }
    }
  }

  private func check(_ unit: JSON, _ name: String) {
    if let layers = unit["layer"]?.arrayValue {
      #expect(unit["mark"] == nil && unit["encoding"] == nil, "\(name)")
      for layer in layers { check(layer, name) }
      return
    }
    #expect(Self.marks.contains(unit["mark"]?["type"]?.stringValue ?? ""), "\(name)")
    let rows = unit["data"]?["values"]?.arrayValue ?? []
    for row in rows { #expect(row.objectValue != nil, "\(name)") }
    var fields = Set(rows.first?.objectValue?.members.map(\.key) ?? [])
    for step in unit["transform"]?.arrayValue ?? [] {
      #expect(step["calculate"]?.stringValue?.hasPrefix("\"") == true, "\(name)")
      fields.insert(step["as"]?.stringValue ?? "")
    }
    for (channel, definition) in unit["encoding"]?.objectValue?.members ?? [] {
      check(channel, definition, fields, rows.isEmpty, name)
    }
  }

  private func check(
    _ channel: String, _ definition: JSON, _ fields: Set<String>, _ isEmpty: Bool, _ name: String
  ) {
    if definition["value"] != nil { return }
    let field = definition["field"]?.stringValue ?? ""
    #expect(isEmpty || fields.contains(field), "\(name): \(channel) is \(field)")
    if channel.hasSuffix("2") {
      // The other end has the scale of the first.
      #expect(definition.objectValue?.members.map(\.key) == ["field"], "\(name)")
      return
    }
    #expect(Self.types.contains(definition["type"]?.stringValue ?? ""), "\(name): \(channel)")
    if channel == "color", definition["type"]?.stringValue == "nominal",
      let domain = definition["scale"]?["domain"]?.arrayValue
    {
      #expect(domain.count == definition["scale"]?["range"]?.arrayValue?.count, "\(name)")
    }
    if Self.positions.contains(channel) {
      #expect(definition["scale"]?["domain"]?.arrayValue?.count == 2, "\(name): \(channel)")
    }
  }

  @Test func stepsOfAHistogramStandOnTheGround() throws {
    let plot = try SamplePlots.plot(
      .hist, LayerRequest(kind: .hist, x: .column("v"), color: .column("ok")))
    let layers = plot.figure.vegaLite()["layer"]?.arrayValue ?? []
    #expect(layers.count == 2)
    for layer in layers {
      #expect(layer["mark"]?["interpolate"]?.stringValue == "step-after")
      #expect(layer["encoding"]?["y"]?["stack"] == .null, "one over the other would add up")
      let edges = layer["data"]?["values"]?.arrayValue?.compactMap { $0["x"]?.doubleValue } ?? []
      #expect(edges == edges.sorted() && Set(edges).count == edges.count)
    }
  }
}
