/// What is drawn, in the units of its data: axes, panels, marks, legend and remarks.
///
/// Every renderer (SVG, Vega-Lite, terminal) starts from this alone.
package struct Figure: Hashable, Sendable {
  package var title: String?
  /// Remarks below the plot: what was sampled, binned or left out.
  package var notes: [String] = []
  package var panels: [Panel]
  package var key: ColorKey?
  /// Whether all panels have the same axes, which then stand at the border alone.
  package var isShared = true
  /// Whether one unit is as long on both axes: curves of shares.
  package var isSquare = false
  /// Pixels that the user asked for.
  package var width: Int?

  package static let empty = Figure(panels: [])
}

/// One pair of axes with its marks.
package struct Panel: Hashable, Sendable {
  /// What tells it from the others; nil where there is one alone.
  package var title: String?
  package var x: Axis
  package var y: Axis
  package var marks: [Mark]
}

/// An axis: what it shows, and from where to where.
package struct Axis: Hashable, Sendable {
  /// Nil where the plot says it already.
  package var title: String?
  package var scale: Scale
}

package enum Scale: Hashable, Sendable {
  case number(NumberFormat, lower: Double, upper: Double, isLog: Bool)
  /// Microseconds.
  case moment(MomentKind, lower: Double, upper: Double)
  /// Labels at 0, 1, 2 …; each takes half a unit to both sides.
  case band([String])
}

/// How numbers of an axis are written.
package enum NumberFormat: String, Hashable, Sendable, CaseIterable {
  case plain
  /// Ints: no tick lies between two of them.
  case whole
  case share
  case bytes
  /// Microseconds.
  case duration
}

package enum MomentKind: String, Hashable, Sendable, CaseIterable {
  case date
  case datetime
  case instant
  case time
}

/// What the colours mean.
package enum ColorKey: Hashable, Sendable {
  /// `isOrdered`: the colours go from one end to the other.
  case classes(title: String, labels: [String], isOrdered: Bool)
  case gradient(
    title: String, NumberFormat, lower: Double, upper: Double, isDiverging: Bool)
}

/// The colour of a mark.
package enum Shade: Hashable, Sendable {
  /// Of a plot without colours.
  case base
  /// A class of the key.
  case level(Int)
  /// What the key has no colour for.
  case other
  /// Of the text: rules and references.
  case ink
}

package enum Mark: Hashable, Sendable {
  case points(Points)
  case line(Line)
  case bars(Bars)
  case boxes(Boxes)
  case cells(Cells)
  case rule(Rule)
  case spans(Spans)

  package struct Points: Hashable, Sendable {
    package var shade: Shade
    package var x: [Double]
    package var y: [Double]
    /// Values of a gradient, one for each point; empty without one.
    package var values: [Double] = []
  }

  package struct Line: Hashable, Sendable {
    package var shade: Shade
    package var x: [Double]
    package var y: [Double]
    /// Stands at its end.
    package var label: String?
    package var hasPoints = false
    /// Filled down to zero: an outlined histogram.
    package var isFilled = false
  }

  package struct Bars: Hashable, Sendable {
    package var shade: Shade
    /// Along the axis of positions.
    package var from: [Double]
    package var to: [Double]
    /// Along the axis of values; a stacked bar does not begin at zero.
    package var base: [Double]
    package var value: [Double]
    package var isHorizontal = false
    /// Bars that touch: intervals of a histogram.
    package var isTouching = false
  }

  package struct Boxes: Hashable, Sendable {
    package var shade: Shade
    package var items: [Box]
    package var isHorizontal = false
  }

  package struct Cells: Hashable, Sendable {
    package var xFrom: [Double]
    package var xTo: [Double]
    package var yFrom: [Double]
    package var yTo: [Double]
    package var values: [Double]
    /// Written into the cells; empty without.
    package var labels: [String] = []
  }

  package struct Rule: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
      case x(Double)
      case y(Double)
      /// From one point to another.
      case segment(x: Double, y: Double, toX: Double, toY: Double)
    }

    package var place: Place
    package var label: String?
    package var isDashed = true
  }

  /// Intervals around points: what is uncertain.
  package struct Spans: Hashable, Sendable {
    package var shade: Shade
    package var x: [Double]
    package var from: [Double]
    package var to: [Double]
  }
}

/// Five numbers of a group, and what lies outside of the whiskers.
package struct Box: Hashable, Sendable {
  /// Along the axis of positions.
  package var from: Double
  package var to: Double
  package var low: Double
  package var first: Double
  package var median: Double
  package var third: Double
  package var high: Double
  package var outliers: [Double]
  package var count: Int
}
