/// Where the bins of a histogram end, as the table of `histogram` and the picture of
/// `plot(…, hist)` both have them.
package enum HistogramEdges {
  /// More bins than this are not made.
  package static let countMax = Bins.countMax

  /// Of numbers; NaN is missing. `count`: so many bins, else on round numbers.
  package static func numbers(_ values: [Double], isWhole: Bool, count: Int?) -> [Double] {
    let bins = Bins(
      values, kind: .number(isWhole ? .whole : .plain), isWhole: isWhole, count: count)
    let edges = bins.edges
    // Whole numbers: a bin begins at the first that it holds.
    guard isWhole, count == nil, edges.allSatisfy({ $0 != $0.rounded() }) else { return edges }
    return edges.map { $0.rounded(.up) }
  }
}
