internal import QuernREPL
internal import QuernSession
internal import QuernSyntax
internal import QuernSystem
internal import QuernText
internal import QuernValue
internal import QuernWire

// What commands in cells do.
extension KernelSession {
  /// Forgets all names; what went wrong where it cannot.
  func reset() -> ErrorOutput? {
    do throws(SessionError) {
      let worker = try open()
      var settings = self.settings
      settings.startsClean = true
      try worker.configure(settings, build: options.build)
      ledger.forgetAll()
      lock.withLock {
        known.forgetAll()
        definitions = CellDefinitions()
      }
      return nil
    } catch {
      drop()
      return ErrorOutput(
        code: error.code, message: error.message,
        rendered: "error[\(error.code)]: \(error.message)")
    }
  }

  func statusText() -> String {
    var lines = [
      "session   \(Path.name(places.directory))" + (places.isNamed ? ", kept at a shutdown" : ""),
      "notebook  \(settings.notebook)",
      "folder    \(places.settings.folder)",
    ]
    if let status = client?.hello.status {
      lines.append("instance  \(status.instance) · \(status.limits)")
    } else {
      lines.append("worker    none is running; the next cell starts one")
    }
    lines.append("names     \(names.all.count)")
    ledger.document = order.current()
    let outdated = ledger.outdated
    lines.append("cells     " + (outdated.isEmpty ? "none is out of date" : "out of date:"))
    for cell in outdated {
      lines.append("  [\(cell.count)]  " + cell.reasons.map(\.text).joined(separator: "; "))
    }
    let unordered = ledger.outOfOrder
    if !unordered.isEmpty { lines.append("order     not that of the document:") }
    for cell in unordered {
      lines.append(
        "  [\(cell.count)]  reads `\(cell.name)` of [\(cell.definedBy)], which stands below it")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

// The order of a document's cells.
extension KernelSession {
  /// Said with each output of a cell that reads what stands below it, or what is out of date.
  func orderMetadata(_ code: String, cell: String) -> [UInt8] {
    let (program, _) = Parser.parse(SourceText(code))
    let reads = DependencyScan.cell(program).reads.map(\.name.text)
    let below = ledger.readsFromBelow(reads, cell: cell)
    guard !below.isEmpty else { return MessageCodec.empty }
    let list = below.map { name, count in
      JSON.members([("name", .string(name)), ("cell", .int(Int64(count)))])
    }
    return JSON.members([("quern", .members([("readsFromBelow", .array(list))]))]).utf8()
  }

  /// As the outputs', and which cells are out of date now.
  func replyMetadata(_ show: CellShow) -> [UInt8] {
    let outdated = ledger.outdated.map { cell in
      JSON.members([
        ("cell", .string(cell.cell)), ("execution_count", .int(Int64(cell.count))),
        ("reasons", .array(cell.reasons.map { .string($0.text) })),
      ])
    }
    guard !outdated.isEmpty else { return show.metadata }
    var metadata: JSON = .object(JSONObject())
    do { metadata = try JSON.parse(show.metadata) } catch { metadata = .object(JSONObject()) }
    var own = metadata["quern"] ?? .object(JSONObject())
    own["outdated"] = .array(outdated)
    metadata["quern"] = own
    return metadata.utf8()
  }
}
