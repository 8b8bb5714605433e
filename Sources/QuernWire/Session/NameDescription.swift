package import QuernTable
package import QuernText

/// What a session's name stands for, as far as completion and `?name` want to know.
package struct NameDescription: Sendable, Hashable {
  /// A column of a table, with how much of it is missing.
  package struct Column: Sendable, Hashable {
    package var name: String
    package var type: DataType
    /// Share of its values that are null; nil where finding out would have taken too long.
    package var missingShare: Double?

    package init(name: String, type: DataType, missingShare: Double?) {
      self.name = name
      self.type = type
      self.missingShare = missingShare
    }
  }

  /// A field of a record, or of another value that has some.
  package struct Member: Sendable, Hashable {
    package var name: String
    package var type: String

    package init(name: String, type: String) {
      self.name = name
      self.type = type
    }
  }

  package var name: String
  package var version: Int
  /// As the user would write it: `table`, `int`.
  package var type: String
  /// One line for lists: `6 912 rows, 12 columns`, `[1, 2, 3]`.
  package var summary: String
  package var columns: [Column]
  /// Whether the missing shares are of the first rows alone.
  package var isSample: Bool
  package var members: [Member]
  /// Parameters of a function; the first `requiredCount` must be given.
  package var formals: [String]
  package var requiredCount: Int
  /// The text of a function.
  package var source: String?

  package init(
    name: String, version: Int, type: String, summary: String = "", columns: [Column] = [],
    isSample: Bool = false, members: [Member] = [], formals: [String] = [],
    requiredCount: Int = 0, source: String? = nil
  ) {
    self.name = name
    self.version = version
    self.type = type
    self.summary = summary
    self.columns = columns
    self.isSample = isSample
    self.members = members
    self.formals = formals
    self.requiredCount = requiredCount
    self.source = source
  }
}

extension NameDescription {
  package var json: JSONObject {
    var object = JSONObject([
      ("name", .string(name)), ("version", .int(Int64(version))), ("type", .string(type)),
      ("summary", .string(summary)), ("sample", .bool(isSample)),
      (
        "columns",
        .array(
          columns.map {
            .members([
              ("name", .string($0.name)), ("type", .string($0.type.name)),
              ("missing", $0.missingShare.map { .number($0) } ?? .null),
            ])
          })
      ),
      (
        "members",
        .array(
          members.map { .members([("name", .string($0.name)), ("type", .string($0.type))]) })
      ),
      ("formals", .array(formals.map { .string($0) })),
      ("required", .int(Int64(requiredCount))),
    ])
    if let source { object["source"] = .string(source) }
    return object
  }

  package init(_ fields: MessageFields) throws(WireError) {
    name = try fields.text("name")
    version = try fields.int("version")
    type = try fields.text("type")
    summary = try fields.text("summary")
    isSample = try fields.flag("sample", absent: false)
    formals = try fields.texts("formals")
    requiredCount = try fields.int("required")
    source = try fields.textIfPresent("source")
    columns = []
    for item in try fields.list("columns") {
      let column = try MessageFields(item, of: "column")
      // A struct whose fields have odd names does not read back; its own fields are not needed.
      let type = DataType.parse(try column.text("type")) ?? .structure([])
      columns.append(
        Column(
          name: try column.text("name"), type: type,
          missingShare: try column.numberIfPresent("missing")))
    }
    members = []
    for item in try fields.list("members") {
      let member = try MessageFields(item, of: "member")
      members.append(Member(name: try member.text("name"), type: try member.text("type")))
    }
  }
}
