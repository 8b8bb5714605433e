package import QuernTable

/// How the fields that a model's callers send differ from those of the model before it.
package struct InputDifference: Hashable, Sendable {
  package var added: [Field] = []
  package var removed: [Field] = []
  package var retyped: [(name: String, before: DataType, after: DataType)] = []
  /// Fields that callers had to send and may leave out now, or the other way round.
  package var filled: [String] = []
  package var required: [String] = []
  /// What is said of the answers, where they differ.
  package var answers: String?
  private let addedFilled: Set<String>

  package init(from old: Model, to new: Model) {
    let (before, after) = (old.inputSchema, new.inputSchema)
    let (oldFilled, newFilled) = (old.imputableInputs, new.imputableInputs)
    addedFilled = newFilled
    removed = before.fields.filter { after[$0.name] == nil }
    for field in after.fields {
      guard let earlier = before[field.name] else {
        added.append(field)
        continue
      }
      if earlier.type.name != field.type.name {
        retyped.append((field.name, earlier.type, field.type))
      }
      switch (oldFilled.contains(field.name), newFilled.contains(field.name)) {
      case (false, true): filled.append(field.name)
      case (true, false): required.append(field.name)
      case (true, true), (false, false): break
      }
    }
    answers = Self.answers(old, new)
  }

  private static func answers(_ old: Model, _ new: Model) -> String? {
    if old.task != new.task { return "\(new.task.rawValue), was \(old.task.rawValue)" }
    guard old.classes != new.classes else { return nil }
    func list(_ model: Model) -> String {
      model.classes.map(\.literalText).joined(separator: ", ")
    }
    return "classes \(list(new)), were \(list(old))"
  }

  package var isEmpty: Bool {
    added.isEmpty && removed.isEmpty && retyped.isEmpty && filled.isEmpty && required.isEmpty
      && answers == nil
  }

  /// One line for each kind of change: `added .region (str), which callers have to send`.
  package var lines: [String] {
    func name(_ name: String) -> String { ".\(ColumnExpression.quoted(name))" }
    func list(_ fields: [Field]) -> String {
      fields.map { "\(name($0.name)) (\($0.type.name))" }.joined(separator: ", ")
    }
    var lines: [String] = []
    let needed = added.filter { !addedFilled.contains($0.name) }
    let optional = added.filter { addedFilled.contains($0.name) }
    if !needed.isEmpty { lines.append("added \(list(needed)): callers have to send it") }
    if !optional.isEmpty { lines.append("added \(list(optional)): filled where it is absent") }
    if !removed.isEmpty { lines.append("removed \(list(removed)): ignored where it is sent") }
    for change in retyped {
      lines.append("\(name(change.name)) is \(change.after.name), was \(change.before.name)")
    }
    if !required.isEmpty {
      lines.append("\(required.map(name).joined(separator: ", ")) is no longer filled where absent")
    }
    if !filled.isEmpty {
      lines.append("\(filled.map(name).joined(separator: ", ")) is filled where absent from now on")
    }
    if let answers { lines.append("answers: \(answers)") }
    return lines
  }
}

extension InputDifference {
  package static func == (a: InputDifference, b: InputDifference) -> Bool { a.lines == b.lines }

  package func hash(into hasher: inout Hasher) { hasher.combine(lines) }
}
