package import QuernTable
import QuernText

/// The part of a table that is shown: its columns, its first rows as text, and how many more.
package struct TablePreview: Sendable {
  package struct Column: Sendable {
    package let name: String
    package let type: DataType
    /// Nil where the value is null.
    package let cells: [String?]
    /// How many values of the whole column are null; nil where the table is too large to look.
    package let missingCount: Int?

    /// Numbers stand at the right.
    package var isNumeric: Bool {
      switch type {
      case .int, .float, .size, .duration: true
      case .null, .bool, .string, .date, .time, .datetime, .instant, .category, .list,
        .structure:
        false
      }
    }
  }

  package let columns: [Column]
  package let rowCount: Int
  package let shownCount: Int

  package init(_ table: Table, _ context: DisplayContext) throws(TableError) {
    rowCount = try table.rowCount(context.table)
    let isDescription = Self.describesColumns(table)
    let whole = isDescription ? Self.columnCountWhole : context.rowCountWhole
    shownCount = rowCount <= whole ? rowCount : context.rowCountMax
    var telling = context.table
    telling.tellsOld = true
    var source = table
    var missing: [Int]?
    if !isDescription, rowCount * table.schema.count <= Self.countedCellsMax {
      let all = try table.collect(telling)
      missing = table.schema.fields.indices.map { place in
        all.groups.reduce(0) { $0 + $1.columns[place].nullCount }
      }
      source = Table(data: all)
    }
    let data = try source.head(shownCount).collect(telling)
    columns = data.schema.fields.enumerated().map { place, field in
      Column(
        name: field.name, type: field.type,
        cells: CellText.of(data.scalars(place), type: field.type),
        missingCount: missing?[place])
    }
  }

  /// Cells up to which all of a table is computed to count what is missing.
  private static let countedCellsMax = 1_000_000

  /// Columns up to which `describe` and `peek` are shown whole.
  private static let columnCountWhole = 1000

  /// Whether each row is about a column of another table: what `describe` and `peek` give.
  private static func describesColumns(_ table: Table) -> Bool {
    table.schema.names.starts(with: ["column", "type"])
  }

  package var hiddenCount: Int { rowCount - shownCount }

  /// `… 6 902 more rows`; nil where all are shown.
  package var more: String? {
    guard hiddenCount > 0 else { return nil }
    return "… \(Numbers.grouped(Int64(hiddenCount))) more \(hiddenCount == 1 ? "row" : "rows")"
  }
}

/// The values of a column as text, floats with the same number of places.
enum CellText {
  /// Digits that a float is shown with.
  private static let digits = 6
  /// Places behind the point, so that a small number does not draw out the large ones beside it.
  private static let placesMax = 6
  /// Characters of a text before it is cut.
  private static let lengthMax = 200

  static func of(_ scalars: [Scalar], type: DataType) -> [String?] {
    guard type == .float else { return scalars.map { text($0) } }
    let numbers = scalars.compactMap(\.doubleValue)
    let isExtreme = numbers.contains { $0 != 0 && ($0.magnitude >= 1e9 || $0.magnitude < 1e-4) }
    if isExtreme {
      return scalars.map { $0.doubleValue.map { Numbers.significant($0, digits: digits) } }
    }
    let places = min(placesMax, numbers.map { self.places(of: $0) }.max() ?? 1)
    return scalars.map { $0.doubleValue.map { Numbers.fixed($0, places: max(1, places)) } }
  }

  /// How many places the value has with `digits` digits.
  private static func places(of value: Double) -> Int {
    let text = Numbers.significant(value, digits: digits)
    guard let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return 0 }
    return text.utf8.distance(from: point, to: text.utf8.endIndex) - 1
  }

  /// Enough of a text to fill a cell: the rest of a long one is not looked at.
  private static func beginning(of text: String) -> String {
    guard text.utf8.count > 16 * lengthMax else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(4 * lengthMax)))
  }

  private static func text(_ scalar: Scalar) -> String? {
    guard !scalar.isNull else { return nil }
    let text = TerminalText.stripControls(beginning(of: scalar.text))
    // A tab would push the rule of its column aside, and a new line would end the row.
    let isBroken = text.utf8.contains { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t") }
    guard text.utf8.count > lengthMax || isBroken else { return text }
    let line = text.replacing("\n", with: "↵").replacing("\t", with: "→")
    return TerminalText.truncate(line, width: lengthMax)
  }
}
