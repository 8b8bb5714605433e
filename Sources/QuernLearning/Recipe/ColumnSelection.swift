package import QuernTable
package import QuernText

/// Which columns a step works on: resolved by the schema when the recipe is fitted.
///
/// `impute(numeric(), with: median)` says nothing of names; what it means is settled by the columns
/// of the training part, and never includes target, weight, group or order columns.
package indirect enum ColumnSelection: Hashable, Sendable {
  case names([String])
  /// int, float and size columns.
  case numeric(except: [String])
  /// str and category columns.
  case categorical(except: [String])
  /// Columns whose name contains the text.
  case matching(String)
  /// Columns whose name has a match of the pattern.
  case matchingPattern(String)
  case all(except: [String])
  /// Columns of the first that are not in the second.
  case difference(ColumnSelection, ColumnSelection)
  /// Columns that are in any, in the schema's order.
  case union([ColumnSelection])
}

extension ColumnSelection {
  /// Names of the columns of `schema` that are meant, in the schema's order.
  ///
  /// A column of `reserved` that is named outright is an error; a selector passes over it.
  package func resolve(
    in schema: Schema, reserved: Set<String> = []
  ) throws(LearningError) -> [String] {
    switch self {
    case .names(let names):
      for name in names {
        if reserved.contains(name) { throw .reservedColumn(name) }
        guard schema.index(of: name) != nil else {
          throw .table(.unknownColumn(name: name, schema: schema))
        }
      }
      let wanted = Set(names)
      return schema.names.filter { wanted.contains($0) }
    case .numeric(let except):
      return Self.columns(of: schema, reserved, except) { $0.isNumericFeature }
    case .categorical(let except):
      return Self.columns(of: schema, reserved, except) { $0.isTextFeature }
    case .matching(let text):
      return Self.columns(of: schema, reserved, []) { _ in true }
        .filter { Self.bytes(of: $0, contain: text) }
    case .matchingPattern(let text):
      let pattern: TextPattern
      do throws(TableError) {
        pattern = try TextPattern.accepted(text)
      } catch {
        throw LearningError(error)
      }
      return Self.columns(of: schema, reserved, []) { _ in true }.filter { pattern.matches($0) }
    case .all(let except):
      return Self.columns(of: schema, reserved, except) { _ in true }
    case .difference(let all, let less):
      let gone = Set(try less.resolve(in: schema))
      return try all.resolve(in: schema, reserved: reserved).filter { !gone.contains($0) }
    case .union(let parts):
      var found: Set<String> = []
      for part in parts { found.formUnion(try part.resolve(in: schema, reserved: reserved)) }
      return schema.names.filter { found.contains($0) }
    }
  }

  /// The same without columns that are named outright.
  func without(_ names: Set<String>) -> ColumnSelection {
    switch self {
    case .names(let own): .names(own.filter { !names.contains($0) })
    case .union(let parts): .union(parts.map { $0.without(names) })
    case .numeric, .categorical, .matching, .matchingPattern, .all, .difference: self
    }
  }

  private static func columns(
    of schema: Schema, _ reserved: Set<String>, _ except: [String],
    where accepts: (DataType) -> Bool
  ) -> [String] {
    schema.fields
      .filter { accepts($0.type) && !reserved.contains($0.name) && !except.contains($0.name) }
      .map(\.name)
  }

  private static func bytes(of name: String, contain text: String) -> Bool {
    let name = Array(name.utf8)
    let text = Array(text.utf8)
    guard text.count <= name.count else { return false }
    return (0...(name.count - text.count)).contains { start in
      name[start..<(start + text.count)].elementsEqual(text)
    }
  }
}

extension ColumnSelection {
  package var json: JSON {
    switch self {
    case .names(let names): Self.tagged("names", .array(names.map { .string($0) }))
    case .numeric(let except): Self.tagged("numeric", .array(except.map { .string($0) }))
    case .categorical(let except): Self.tagged("categorical", .array(except.map { .string($0) }))
    case .matching(let text): Self.tagged("matching", .string(text))
    case .matchingPattern(let text): Self.tagged("matching_pattern", .string(text))
    case .all(let except): Self.tagged("all", .array(except.map { .string($0) }))
    case .difference(let all, let less): Self.tagged("difference", .array([all.json, less.json]))
    case .union(let parts): Self.tagged("union", .array(parts.map(\.json)))
    }
  }

  package init(json: JSON) throws(LearningError) {
    guard let member = json.objectValue?.members.first else { throw .damaged("column selection") }
    let names = member.value.arrayValue?.compactMap(\.stringValue) ?? []
    switch member.key {
    case "names": self = .names(names)
    case "numeric": self = .numeric(except: names)
    case "categorical": self = .categorical(except: names)
    case "matching": self = .matching(member.value.stringValue ?? "")
    case "matching_pattern": self = .matchingPattern(member.value.stringValue ?? "")
    case "all": self = .all(except: names)
    case "difference", "union":
      var parts: [ColumnSelection] = []
      for part in member.value.arrayValue ?? [] { parts.append(try ColumnSelection(json: part)) }
      if member.key == "union" {
        self = .union(parts)
      } else if parts.count == 2 {
        self = .difference(parts[0], parts[1])
      } else {
        throw .damaged("column selection")
      }
    default: throw .damaged("column selection")
    }
  }

  private static func tagged(_ tag: String, _ value: JSON) -> JSON {
    .object(JSONObject([(tag, value)]))
  }

  /// As a user would write it.
  package var text: String {
    switch self {
    case .names(let names):
      names.count == 1 ? ".\(names[0])" : "[\(names.map { ".\($0)" }.joined(separator: ", "))]"
    case .numeric(let except): Self.call("numeric", except)
    case .categorical(let except): Self.call("categorical", except)
    case .matching(let text): "matching(\"\(text)\")"
    case .matchingPattern(let text): "matching(regex('\(text)'))"
    case .all(let except): Self.call("all_columns", except)
    case .difference(let all, let less): "except(\(all.text), \(less.text))"
    case .union(let parts): "[\(parts.map(\.text).joined(separator: ", "))]"
    }
  }

  private static func call(_ word: String, _ except: [String]) -> String {
    except.isEmpty
      ? "\(word)()" : "except(\(word)(), [\(except.map { ".\($0)" }.joined(separator: ", "))])"
  }
}

extension DataType {
  /// Whether a column of this type is a number to an algorithm as it stands.
  package var isNumericFeature: Bool {
    switch self {
    case .int, .float, .size: true
    case .null, .bool, .string, .date, .time, .datetime, .instant, .duration, .category, .list,
      .structure:
      false
    }
  }

  /// Whether a column of this type holds labels.
  package var isTextFeature: Bool {
    switch self {
    case .string, .category: true
    case .null, .bool, .int, .float, .size, .date, .time, .datetime, .instant, .duration, .list,
      .structure:
      false
    }
  }
}
