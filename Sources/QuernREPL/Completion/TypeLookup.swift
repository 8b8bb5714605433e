import QuernPlan
import QuernSyntax
import QuernTable
import QuernValue
import QuernWire

/// Types of parts of the text that is being typed, by the checker, from what the session knows.
struct TypeLookup {
  /// A column that may be meant.
  struct Column {
    var name: String
    /// Nil for one that the same call defines.
    var type: String?
    var missingShare: Double?
    /// Named where the table is not plain from the text.
    var table: String?
  }

  let source: SourceText
  let completer: Completer

  /// The type of what is written at a range.
  func type(of range: SourceRange) -> StaticType? {
    let text = source.slice(range)
    if let known = completer.names.bindings[text] { return known.type }
    // Statements above, in the same cell, may define what the range uses.
    let line = source.position(range.lower).line
    let above = line > 1 ? source.slice(SourceRange(0, source.lineRange(line).lower)) : ""
    for candidate in above.isEmpty ? [text] : ["\(above)\n\(text)", text] {
      let (plan, _) = Checker.plan(
        text: candidate, bindings: completer.names.bindings, registry: completer.registry)
      if let type = plan.resultType, !type.isUnknown { return type }
    }
    return nil
  }

  /// What `_` is.
  var lastResult: StaticType? { completer.names.bindings["_"]?.type }

  /// Columns of the table that the innermost call with a known table is about; nil where none has.
  func columns(_ calls: [CompletionContext.CallSite]) -> [Column]? {
    for site in calls {
      guard let table = table(of: site) else { continue }
      return columns(of: table) + defined(calls)
    }
    let isContinued = source.text.drop { $0.isWhitespace }.hasPrefix("|>")
    guard isContinued, !calls.isEmpty, let schema = lastResult?.schema else { return nil }
    return columns(of: (schema, "_")) + defined(calls)
  }

  private func table(
    of site: CompletionContext.CallSite
  ) -> (schema: Schema, name: String)? {
    guard let range = site.piped ?? site.firstArgument, let schema = type(of: range)?.schema
    else { return nil }
    return (schema, rootName(range))
  }

  /// The name that a pipe starts with: its columns' missing shares are known.
  private func rootName(_ range: SourceRange) -> String {
    String(source.slice(range).prefix { $0.isLetter || $0.isNumber || $0 == "_" })
  }

  private func columns(of table: (schema: Schema, name: String)) -> [Column] {
    let known = completer.names[table.name]?.columns ?? []
    return table.schema.fields.map { field in
      // A column that a step has made has the share of none.
      let twin = known.first { $0.name == field.name && $0.type == field.type }
      return Column(
        name: field.name, type: field.type.name, missingShare: twin?.missingShare, table: nil)
    }
  }

  /// Columns that the calls around define before the place: `derive(a = 1, b = .a`.
  private func defined(_ calls: [CompletionContext.CallSite]) -> [Column] {
    calls.filter { ["derive", "update", "summarise"].contains($0.name) }
      .flatMap { site in
        site.labels.dropLast().filter { completer.registry[site.name]?.parameter($0) == nil }
      }
      .map { Column(name: $0, type: nil, missingShare: nil, table: nil) }
  }

  /// The fields of the value at a range.
  func fields(of range: SourceRange) -> [Candidate] {
    guard let type = type(of: range) else { return [] }
    switch type {
    case .record(let members):
      return members.map { Candidate(ColumnExpression.quoted($0.name), detail: $0.type.name) }
    case .table(let schema?):
      return schema.fields.map {
        Candidate(ColumnExpression.quoted($0.name), detail: $0.type.name)
      }
    case .unknown, .plain, .list, .tuple, .range, .column, .table, .function, .model:
      let known = KnownFields.of(type).map { $0.map { ($0.name, $0.type.name) } }
      let told = completer.names[source.slice(range)]?.members.map { ($0.name, $0.type) }
      return (known ?? told ?? []).map { Candidate($0.0, detail: $0.1) }
    }
  }
}

extension Keyword {
  static let beginningStatements = ["let", "param", "fn", "use", "if", "for", "case", "do"]
  static let beginningValues = ["if", "for", "case", "not", "null", "true", "false"]
  static let joiningValues = ["and", "or", "not in", "in", "is null", "is not null", "then", "else"]
}
