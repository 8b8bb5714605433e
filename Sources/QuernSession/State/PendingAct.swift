package import QuernText
package import QuernWire

/// An act of a cell that has not ended.
package struct PendingAct: Sendable, Hashable {
  package var cell: String
  package var act: ActIntent

  package init(cell: String, act: ActIntent) {
    self.cell = cell
    self.act = act
  }

  package var json: JSONObject {
    JSONObject([("cell", .string(cell)), ("act", .object(act.json))])
  }

  package init(_ fields: MessageFields) throws(WireError) {
    cell = try fields.text("cell")
    act = try ActIntent(fields.fields("act"))
  }
}
