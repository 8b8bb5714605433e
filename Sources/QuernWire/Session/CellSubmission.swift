package import QuernText

/// A cell that a front end wants run.
package struct CellSubmission: Sendable, Hashable {
  /// How far earlier results may stand in for running the cell.
  package enum Reuse: String, Sendable, Hashable, CaseIterable {
    /// A cell that reads and computes may be answered from the cache.
    case cache
    /// As `cache`, and a cell that finished in this session with the same key is not run again,
    /// acting ones included: `--resume`.
    case resume
    /// Run it in any case.
    case never
  }

  /// Stable name of the cell in its document, as Jupyter's `cellId`.
  package var id: String
  /// 1-based place in the document, for error texts.
  package var index: Int
  package var source: String
  /// Nil: as long as it takes.
  package var timeoutSeconds: Double?
  /// The limit that a message names where the time runs out: a whole run's, of which
  /// `timeoutSeconds` is what is left; nil: `timeoutSeconds` itself.
  package var namedLimitSeconds: Double?
  package var reuse: Reuse
  /// False under `--no-act`: a cell that acts is refused before it starts.
  package var mayAct: Bool
  /// Whether its front end can put a question of `ask` to somebody.
  package var mayAsk: Bool
  /// How long a cached `now()` stays good (`#| refresh: 1d`); nil: until asked.
  package var refreshSeconds: Double?
  /// Whether the value of its last expression is `_` from then on, as at a prompt.
  package var bindsResult: Bool
  /// Nil: as a document shows it.
  package var display: CellDisplay?
  /// Whether it is a cell of a document that may run again: what it defined before is replaced, and
  /// it sees what it saw then.
  package var replaces = false
  /// The cells above it in its document, where the front end knows them.
  package var above: [String] = []
  /// Exactly the names that it sees, from another session of this home; nil: the session's own.
  package var given: [CellReport.Definition]?

  package init(
    id: String, index: Int, source: String, timeoutSeconds: Double? = nil,
    namedLimitSeconds: Double? = nil, reuse: Reuse = .cache, mayAct: Bool = true,
    mayAsk: Bool = true, refreshSeconds: Double? = nil, bindsResult: Bool = false,
    display: CellDisplay? = nil
  ) {
    self.id = id
    self.index = index
    self.source = source
    self.timeoutSeconds = timeoutSeconds
    self.namedLimitSeconds = namedLimitSeconds
    self.reuse = reuse
    self.mayAct = mayAct
    self.mayAsk = mayAsk
    self.refreshSeconds = refreshSeconds
    self.bindsResult = bindsResult
    self.display = display
  }

  /// The members of the `submit` message.
  package var json: JSONObject {
    var object = JSONObject([
      ("id", .string(id)), ("index", .int(Int64(index))), ("source", .string(source)),
      ("reuse", .string(reuse.rawValue)), ("mayAct", .bool(mayAct)),
    ])
    if let timeoutSeconds { object["timeoutSeconds"] = .number(timeoutSeconds) }
    if let namedLimitSeconds { object["namedLimitSeconds"] = .number(namedLimitSeconds) }
    if let refreshSeconds { object["refreshSeconds"] = .number(refreshSeconds) }
    if !mayAsk { object["mayAsk"] = .bool(false) }
    if bindsResult { object["bindsResult"] = .bool(true) }
    if replaces { object["replaces"] = .bool(true) }
    if !above.isEmpty { object["above"] = .array(above.map { .string($0) }) }
    if let given { object["given"] = .array(given.map { .object($0.json) }) }
    if let display {
      object["display"] = .members([
        ("width", .int(Int64(display.widthColumns))), ("rows", .int(Int64(display.rowCountMax))),
        ("whole", .int(Int64(display.rowCountWhole))),
      ])
    }
    return object
  }

  package init(_ fields: MessageFields) throws(WireError) {
    id = try fields.text("id")
    index = try fields.int("index")
    source = try fields.text("source")
    reuse = try fields.choice("reuse", of: Reuse.self)
    mayAct = try fields.flag("mayAct")
    mayAsk = try fields.flag("mayAsk", absent: true)
    timeoutSeconds = try fields.numberIfPresent("timeoutSeconds")
    namedLimitSeconds = try fields.numberIfPresent("namedLimitSeconds")
    refreshSeconds = try fields.numberIfPresent("refreshSeconds")
    bindsResult = try fields.flag("bindsResult")
    display = nil
    replaces = try fields.flag("replaces")
    above = fields.object["above"] == nil ? [] : try fields.texts("above")
    given = nil
    if fields.object["given"] != nil {
      var definitions: [CellReport.Definition] = []
      for item in try fields.list("given") {
        definitions.append(try CellReport.Definition(MessageFields(item, of: "given")))
      }
      given = definitions
    }
    if fields.object["display"] != nil {
      let shown = try fields.fields("display")
      display = CellDisplay(
        widthColumns: try shown.int("width"), rowCountMax: try shown.int("rows"),
        rowCountWhole: try shown.int("whole"))
    }
  }
}
