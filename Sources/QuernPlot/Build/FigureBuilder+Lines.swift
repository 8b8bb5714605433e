import QuernTable
import QuernText

extension FigureBuilder {
  /// Points of a line that are drawn as they are; more are drawn by their extremes.
  private static let linePointCountMax = 2_000
  /// Points up to which each has a dot.
  private static let dottedCountMax = 24

  mutating func addLines(_ resolved: Resolved, _ table: Table) throws(PlotError) {
    let request = resolved.request
    var given = try LayerRows.of(table, wanted(request, table), context)
    let hasOwnX = given.x != nil
    if given.x == nil { given.x = Channel(rowsOf: given.count) }
    var rows = try classColored(given, .line)
    if let known = rows.x, !known.isLabel {
      let kept = (0..<rows.count).filter { !known.values[$0].isNaN }
      note(missing: rows.count - kept.count, of: rows.count, request)
      if kept.count < rows.count { rows = rows.picking(kept) }
    }
    guard let xs = rows.x, let ys = rows.y else { return }
    try x.take(xs.kind, title: xs.title)
    try y.take(ys.kind, title: ys.title)
    let places = xs.isLabel ? x.places(xs) : []
    let positions = xs.isLabel ? xs.values.map { places[Int($0)] } : xs.values
    x.include(positions)
    y.include(ys.values)
    y.margin = max(y.margin, 0.05)
    if let lower = ys.values.filter({ !$0.isNaN }).min(), lower > 0, lower < y.upper * 0.3,
      !y.isLog
    {
      y.include(0)
    }
    let parts = try parts(rows)
    for part in parts {
      try context.checkPlot()
      let isOrdered = zip(part.rows, part.rows.dropFirst()).allSatisfy {
        positions[$0] <= positions[$1]
      }
      let ordered =
        isOrdered
        ? part.rows : part.rows.sorted { (positions[$0], $0) < (positions[$1], $1) }
      if hasOwnX { try checkOneEach(ordered, positions, rows, part, request) }
      draw(ordered, positions, ys.values, part)
    }
  }

  /// A value of x has one y, or the line would go up and down at one place.
  private func checkOneEach(
    _ ordered: [Int], _ positions: [Double], _ rows: LayerRows, _ part: Part,
    _ request: LayerRequest
  ) throws(PlotError) {
    guard let xs = rows.x, let y = request.y else { return }
    var place = 0
    while place < ordered.count {
      var end = place + 1
      while end < ordered.count, positions[ordered[end]] == positions[ordered[place]] { end += 1 }
      if end - place > 1 {
        let value = xs.picking([ordered[place]]).asLabels(limit: 2)
        let text =
          xs.isLabel
          ? Scalar.quoted(xs.levels[Int(xs.values[ordered[place]])]) : value?.levels.first ?? ""
        let color = part.label.map { " and \(rows.color?.title ?? "") = \($0)" } ?? ""
        throw .manyRows(
          kind: .line, place: "\(xs.title) = \(text)\(color)", count: end - place,
          expression: y.text, parameter: "y")
      }
      place = end
    }
  }

  /// One line for each run of known values: a gap is a gap.
  private mutating func draw(
    _ ordered: [Int], _ xs: [Double], _ ys: [Double], _ part: Part
  ) {
    var runs: [[Int]] = [[]]
    for row in ordered {
      if ys[row].isNaN {
        if !runs[runs.count - 1].isEmpty { runs.append([]) }
      } else {
        runs[runs.count - 1].append(row)
      }
    }
    runs.removeAll { $0.isEmpty }
    for (place, run) in runs.enumerated() {
      let kept = Self.extremes(run, ys)
      if kept.count < run.count {
        notes.append(
          "lines through the extremes of \(Numbers.grouped(Int64(run.count))) points")
      }
      add(
        .line(
          Mark.Line(
            shade: part.shade, x: kept.map { xs[$0] }, y: kept.map { ys[$0] },
            label: place == runs.count - 1 ? part.label : nil,
            hasPoints: ordered.count <= Self.dottedCountMax || run.count == 1)),
        panel: part.panel)
    }
  }

  /// First, last, least and greatest of each of a few hundred stretches: the picture is the same.
  private static func extremes(_ rows: [Int], _ ys: [Double]) -> [Int] {
    guard rows.count > linePointCountMax else { return rows }
    let stretchCount = linePointCountMax / 4
    var kept: [Int] = []
    for stretch in 0..<stretchCount {
      let start = rows.count * stretch / stretchCount
      let end = rows.count * (stretch + 1) / stretchCount
      var (least, greatest) = (start, start)
      for place in start..<end {
        if ys[rows[place]] < ys[rows[least]] { least = place }
        if ys[rows[place]] > ys[rows[greatest]] { greatest = place }
      }
      for place in Set([start, least, greatest, end - 1]).sorted() { kept.append(rows[place]) }
    }
    return kept
  }
}
