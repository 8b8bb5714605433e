import QuernTable
import QuernText

/// Makes a figure of layers: their rows, the axes that they share, and a panel for each facet.
struct FigureBuilder {
  static let facetCountMax = 24

  let options: PlotOptions
  let context: TableContext
  var x = AxisDraft("x")
  var y = AxisDraft("y")
  var key = KeyDraft()
  var notes: [String] = []
  /// Values of the facet; empty without one.
  private(set) var facets: [String] = []
  private(set) var marks: [[Mark]] = [[]]
  /// Rules go over all else, and stand in every panel.
  var rules: [Mark] = []
  var title: String?
  /// Whether labels that are long have made the x of the request the y of the figure.
  private(set) var isFlipped = false

  init(_ options: PlotOptions, _ context: TableContext) {
    self.options = options
    self.context = context
    title = options.title
    x.isLog = options.isXLog
    y.isLog = options.isYLog
  }

  /// Whether the axes are still free to be exchanged.
  var canFlip: Bool { x.kind == nil && y.kind == nil }

  /// Exchanges the axes, with what was asked of each.
  mutating func flip() {
    isFlipped = true
    swap(&x.isLog, &y.isLog)
  }

  /// Rows that belong together: one panel and one colour.
  struct Part {
    var panel: Int
    var shade: Shade
    /// The colour's level; nil without colour.
    var label: String?
    var rows: [Int]
  }

  /// The rows by panel and colour, in the order of both.
  mutating func parts(_ rows: LayerRows) throws(PlotError) -> [Part] {
    let panels = try self.panels(rows)
    let shades = rows.color.map { key.shades($0) } ?? []
    let levelCount = max(1, shades.count)
    let panelCount = max(1, panels.count)
    var members = [[Int]](repeating: [], count: panelCount * levelCount)
    for row in 0..<rows.count {
      if row & 0xFFFF == 0 { try context.checkPlot() }
      let level = rows.color.map { Int($0.values[row]) } ?? 0
      let panel = rows.facet.map { Int($0.values[row]) } ?? 0
      members[panel * levelCount + level].append(row)
    }
    var parts: [Part] = []
    for (place, rowsOf) in members.enumerated() where !rowsOf.isEmpty {
      let level = place % levelCount
      parts.append(
        Part(
          panel: panels.isEmpty ? -1 : panels[place / levelCount],
          shade: shades.isEmpty ? .base : shades[level],
          label: rows.color.map { $0.levels[level] }, rows: rowsOf))
    }
    return parts
  }

  /// The panel of each level of the facet.
  mutating func panels(_ rows: LayerRows) throws(PlotError) -> [Int] {
    guard let facet = rows.facet else { return [] }
    guard facet.levels.count <= Self.facetCountMax else {
      throw .tooManyFacets(
        facet.title, count: facet.levels.count, limit: Self.facetCountMax)
    }
    var places: [Int] = []
    for level in facet.levels {
      if let place = facets.firstIndex(of: level) {
        places.append(place)
      } else {
        facets.append(level)
        if facets.count > 1 { marks.append([]) }
        places.append(facets.count - 1)
      }
    }
    return places
  }

  /// Adds a mark to a panel; -1: to every one.
  mutating func add(_ mark: Mark, panel: Int) {
    if panel >= 0 { marks[panel].append(mark) } else { everywhere.append(mark) }
  }

  private var everywhere: [Mark] = []

  mutating func note(missing: Int, of count: Int, _ request: LayerRequest) {
    guard missing > 0 else { return }
    let names = [request.x, request.y].compactMap { $0 }.filter { $0.literal == nil }
      .map(\.plotTitle)
    notes.append(
      "\(Numbers.grouped(Int64(missing))) of \(Numbers.grouped(Int64(count))) rows are not drawn: "
        + "\(names.joined(separator: " or ")) is missing")
  }

  /// The figure of all that was added.
  func figure() throws(PlotError) -> Figure {
    let xAxis = try x.axis(title: isFlipped ? options.yLabel : options.xLabel)
    let yAxis = try y.axis(title: isFlipped ? options.xLabel : options.yLabel)
    let panels = marks.enumerated().map { place, marks in
      Panel(
        title: facets.isEmpty ? nil : facets[place], x: xAxis, y: yAxis,
        marks: marks + everywhere + rules)
    }
    guard panels.contains(where: { !$0.marks.isEmpty }) else {
      throw .nothingToDraw("no row has all of its values")
    }
    var unique: [String] = []
    for note in notes where !unique.contains(note) { unique.append(note) }
    var figure = Figure(panels: panels)
    figure.title = title
    figure.notes = unique
    figure.key = key.key
    figure.width = options.width
    return figure
  }
}
