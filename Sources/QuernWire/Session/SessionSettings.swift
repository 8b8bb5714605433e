package import QuernText

/// What a session needs to know of the document it runs, said in `hello`.
///
/// They belong to the session's first front end; a later one with other settings replaces them, and
/// keys change with whatever they touch.
package struct SessionSettings: Sendable, Hashable {
  /// Relative paths of cells start here: the notebook's folder.
  package var folder: String
  /// Names the document for run records and tokens of acts: its path, or `repl`.
  package var notebook: String
  package var seed: Int64
  /// Values of `param` declarations given from outside, by name, as JSON.
  package var parameters: JSONObject
  /// Width of text displays in terminal cells.
  package var widthColumns: Int
  /// Whether this is a run from the top: names that earlier passes defined are not seen, though
  /// their results are still there for `--resume`.
  package var startsClean: Bool
  /// How long the session may stand idle before it hibernates; nil: 15 minutes.
  package var idleSeconds: Double?
  /// What the notebook may cost, as its front matter says it: `5 usd/month`.
  package var budget: String?

  package init(
    folder: String, notebook: String, seed: Int64 = 0, parameters: JSONObject = JSONObject(),
    widthColumns: Int = 100, startsClean: Bool = false, idleSeconds: Double? = nil,
    budget: String? = nil
  ) {
    self.budget = budget
    self.folder = folder
    self.notebook = notebook
    self.seed = seed
    self.parameters = parameters
    self.widthColumns = widthColumns
    self.startsClean = startsClean
    self.idleSeconds = idleSeconds
  }

  package var json: JSONObject {
    var object = JSONObject([
      ("folder", .string(folder)), ("notebook", .string(notebook)), ("seed", .int(seed)),
      ("parameters", .object(parameters)), ("widthColumns", .int(Int64(widthColumns))),
      ("startsClean", .bool(startsClean)),
    ])
    if let idleSeconds { object["idleSeconds"] = .number(idleSeconds) }
    if let budget { object["budget"] = .string(budget) }
    return object
  }

  package init(_ fields: MessageFields) throws(WireError) {
    folder = try fields.text("folder")
    notebook = try fields.text("notebook")
    seed = Int64(try fields.int("seed"))
    parameters = try fields.fields("parameters").object
    widthColumns = try fields.int("widthColumns")
    startsClean = try fields.flag("startsClean")
    idleSeconds = try fields.numberIfPresent("idleSeconds")
    budget = try fields.textIfPresent("budget")
  }
}
