import QuernSystem
import QuernWire

extension Repl {
  /// Where the session is kept, what it is about and what it holds.
  func showStatus() throws {
    try session.settleNames(seconds: 1)
    let names = session.names.all
    let tableCount = names.count { $0.type == "table" }
    var rows = [
      ("session", session.name), ("kept in", session.directory),
      ("folder", session.settings.folder),
    ]
    if let notebook { rows.append(("notebook", notebook.path)) }
    rows.append(("cells", "\(cellCount) at this prompt"))
    rows.append(("names", "\(names.count), tables among them: \(tableCount); :names lists them"))
    list(rows)
  }
}
