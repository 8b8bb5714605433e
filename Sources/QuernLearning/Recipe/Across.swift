package import QuernTable
package import QuernText

/// `across(numeric(), c => clip(c, 0, 1))`: the same definition for each column of a selection.
package struct Across: Hashable, Sendable {
  package let selection: ColumnSelection
  package let parts: [Part]

  /// One column that each selected column gives.
  package struct Part: Hashable, Sendable {
    package let prefix: String
    package let suffix: String
    /// Over the column called `standIn`.
    package let expression: ColumnExpression

    package init(prefix: String, suffix: String, expression: ColumnExpression) {
      self.prefix = prefix
      self.suffix = suffix
      self.expression = expression
    }
  }

  /// What a selected column is called in `Part.expression`; no table has such a name.
  package static let standIn = "\u{1}across"

  package init(selection: ColumnSelection, parts: [Part]) {
    self.selection = selection
    self.parts = parts
  }

  /// The definitions for these columns: all parts of the first, then of the next.
  package func definitions(
    for columns: [String]
  ) -> [(name: String, expression: ColumnExpression)] {
    columns.flatMap { column in
      parts.map { part in
        (
          part.prefix + column + part.suffix,
          part.expression.substituting(.column(column), for: Self.standIn)
        )
      }
    }
  }

  /// As a user would write it.
  package var text: String {
    let stand = ".`\(Self.standIn)`"
    let bodies = parts.map { part in
      (part, "c => " + part.expression.text.replacing(stand, with: "c"))
    }
    if bodies.count == 1, let (part, body) = bodies.first {
      let prefix = part.prefix.isEmpty ? "" : ", prefix: \(Scalar.quoted(part.prefix))"
      let suffix = part.suffix.isEmpty ? "" : ", suffix: \(Scalar.quoted(part.suffix))"
      return "across(\(selection.text), \(body)\(prefix)\(suffix))"
    }
    let fields = bodies.map { part, body in
      "\(ColumnExpression.quoted(String(part.suffix.drop { $0 == "_" }))): \(body)"
    }
    return "across(\(selection.text), {\(fields.joined(separator: ", "))})"
  }
}

extension Across {
  package var json: JSON {
    .members([
      ("selection", selection.json),
      (
        "parts",
        .array(
          parts.map { .array([.string($0.prefix), .string($0.suffix), $0.expression.json()]) })
      ),
    ])
  }

  package init?(json: JSON) throws(LearningError) {
    guard let selection = json["selection"], let list = json["parts"]?.arrayValue else {
      return nil
    }
    var parts: [Part] = []
    for entry in list {
      guard let prefix = entry[0]?.stringValue, let suffix = entry[1]?.stringValue,
        let expression = entry[2].flatMap({ ColumnExpression(json: $0) })
      else { return nil }
      parts.append(Part(prefix: prefix, suffix: suffix, expression: expression))
    }
    self.init(selection: try ColumnSelection(json: selection), parts: parts)
  }
}
