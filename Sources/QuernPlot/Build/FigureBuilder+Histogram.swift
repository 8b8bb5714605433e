import QuernTable
import QuernText

extension FigureBuilder {
  mutating func addHistogram(_ resolved: Resolved, _ table: Table) throws(PlotError) {
    var request = resolved.request
    let isSideways = request.x == nil
    if isSideways { swap(&request.x, &request.y) }
    let given = try LayerRows.of(table, wanted(request, table), context)
    let (complete, missing) = given.complete()
    note(missing: missing, of: given.count, request)
    let rows = try classColored(complete, .hist)
    guard let xs = rows.x else { return }
    guard rows.count > 0 else { throw .nothingToDraw("every \(xs.title) is missing") }
    let bins = Bins(
      xs.values, kind: xs.kind, isWhole: xs.type == .int, count: request.binCount,
      isLog: isSideways ? y.isLog : x.isLog)
    if isSideways {
      try y.take(xs.kind, title: xs.title)
      try x.take(.number(.whole), title: "rows")
    } else {
      try x.take(xs.kind, title: xs.title)
      try y.take(.number(.whole), title: "rows")
    }
    includeAlong(bins.edges, isSideways)
    includeCount(0, isSideways)
    for part in Self.othersTogether(try parts(rows)) {
      var counts = [Double](repeating: 0, count: bins.count)
      for row in part.rows {
        if let bin = bins.place(xs.values[row]) { counts[bin] += 1 }
      }
      includeCount(counts.max() ?? 0, isSideways)
      add(
        rows.color == nil
          ? .bars(Self.bars(bins, counts, part.shade, isSideways))
          : .line(Self.outline(bins, counts, part)),
        panel: part.panel)
    }
    if isSideways { x.margin = max(x.margin, 0.03) } else { y.margin = max(y.margin, 0.03) }
  }

  /// Classes without a colour of their own as one, behind the others.
  private static func othersTogether(_ parts: [Part]) -> [Part] {
    var others: [Part] = []
    for part in parts where part.shade == .other {
      if let place = others.firstIndex(where: { $0.panel == part.panel }) {
        others[place].rows += part.rows
      } else {
        others.append(part)
      }
    }
    return others + parts.filter { $0.shade != .other }
  }

  private mutating func includeAlong(_ values: [Double], _ isSideways: Bool) {
    if isSideways { y.include(values) } else { x.include(values) }
  }

  private mutating func includeCount(_ value: Double, _ isSideways: Bool) {
    if isSideways { x.include(value) } else { y.include(value) }
  }

  static func bars(
    _ bins: Bins, _ counts: [Double], _ shade: Shade, _ isSideways: Bool
  ) -> Mark.Bars {
    var bars = Mark.Bars(
      shade: shade, from: [], to: [], base: [], value: [], isHorizontal: isSideways,
      isTouching: true)
    for bin in 0..<bins.count where counts[bin] > 0 {
      bars.from.append(bins.edges[bin])
      bars.to.append(bins.edges[bin + 1])
      bars.base.append(0)
      bars.value.append(counts[bin])
    }
    return bars
  }

  /// A step along the tops of the bins: several lie over each other and all are seen.
  private static func outline(_ bins: Bins, _ counts: [Double], _ part: Part) -> Mark.Line {
    var line = Mark.Line(shade: part.shade, x: [], y: [], isFilled: true)
    for bin in 0..<bins.count {
      line.x += [bins.edges[bin], bins.edges[bin + 1]]
      line.y += [counts[bin], counts[bin]]
    }
    return line
  }
}
