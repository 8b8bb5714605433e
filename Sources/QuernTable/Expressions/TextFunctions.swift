/// What a pattern is used for.
package enum PatternUse: Hashable, Sendable {
  case contains, startsWith, endsWith
  /// The text of a group of the first match, 0 for the whole; null without one.
  case extract(Int)
  /// Each match replaced.
  case replace(Replacement)

  package var name: String {
    switch self {
    case .contains: "contains"
    case .startsWith: "starts_with"
    case .endsWith: "ends_with"
    case .extract: "extract"
    case .replace: "replace"
    }
  }

  var givesText: Bool {
    switch self {
    case .contains, .startsWith, .endsWith: false
    case .extract, .replace: true
    }
  }
}

/// Where `split_text` cuts, and into how many parts at most.
package struct SplitRule: Hashable, Sendable {
  package let separator: String
  package let isPattern: Bool
  package let limit: Int?

  package init(separator: String, isPattern: Bool, limit: Int?) {
    self.separator = separator
    self.isPattern = isPattern
    self.limit = limit
  }
}

/// The same, ready to run.
enum TextSeparator: Sendable {
  case text([UInt8], limit: Int?)
  case pattern(TextPattern, limit: Int?)

  var limit: Int? {
    switch self {
    case .text(_, let limit), .pattern(_, let limit): limit
    }
  }

  var bytes: [UInt8] {
    if case .text(let bytes, _) = self { return bytes }
    return []
  }
}

/// On which side a text is padded.
package enum PadSide: String, Hashable, Sendable, CaseIterable {
  case left, right, both
}

/// What a local time means that clocks show twice.
package enum AmbiguousTime: String, Hashable, Sendable, CaseIterable {
  case error, earlier, later
}

/// What a local time means that clocks never show.
package enum AbsentTime: String, Hashable, Sendable, CaseIterable {
  case error, later
}

/// A zone, and what becomes of local times that are no single instant.
package struct ZoneRule: Hashable, Sendable {
  package let zone: String
  package let ambiguous: AmbiguousTime
  package let absent: AbsentTime

  package init(zone: String, ambiguous: AmbiguousTime, absent: AbsentTime) {
    self.zone = zone
    self.ambiguous = ambiguous
    self.absent = absent
  }
}

/// How `parse` reads a text.
package struct ParseRule: Hashable, Sendable {
  package let type: DataType
  /// Tried in their order; ISO where there is none.
  package let formats: [String]
  /// What cannot be read is null, and counted.
  package let isLenient: Bool

  package init(type: DataType, formats: [String], isLenient: Bool) {
    self.type = type
    self.formats = formats
    self.isLenient = isLenient
  }
}
