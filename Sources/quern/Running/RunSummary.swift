import QuernNotebook
import QuernSession
import QuernSystem
import QuernText
import QuernWire

/// What is said at the end of a run.
struct RunSummary {
  let reports: [CellReport]
  let total: Int
  let seconds: Double
  let status: Int32
  /// Why there was no session, or no longer one.
  var failure: SessionError?

  private func count(_ status: CellReport.Status) -> Int {
    reports.count { $0.status == status }
  }

  /// Cells that acted no more because of `--no-act` have not failed.
  private var failedCount: Int {
    reports.count { $0.status == .error && $0.errorCode != "act-refused" }
  }

  /// `12 cells · 3 unchanged · 1.24 s`
  var text: String {
    var parts = ["\(count(.ok) + count(.cached)) of \(total) cells"]
    if count(.cached) > 0 { parts.append("\(count(.cached)) unchanged") }
    if failedCount > 0 { parts.append("\(failedCount) failed") }
    if failedCount < count(.error) { parts.append("stopped before the first act") }
    if count(.interrupted) > 0 { parts.append("\(count(.interrupted)) interrupted") }
    if reports.count < total { parts.append("\(total - reports.count) not run") }
    parts.append(Numbers.seconds(seconds))
    return parts.joined(separator: " · ")
  }

  var json: JSON {
    var object = JSONObject([
      ("event", .string("end")), ("status", .int(Int64(status))),
      ("cells", .int(Int64(total))), ("ok", .int(Int64(count(.ok)))),
      ("cached", .int(Int64(count(.cached)))), ("failed", .int(Int64(failedCount))),
      ("interrupted", .int(Int64(count(.interrupted)))), ("seconds", .number(seconds)),
    ])
    if let failure {
      object["error"] = .string(failure.code)
      object["message"] = .string(failure.message)
    }
    return .object(object)
  }

  func logLine(startedMicroseconds: Int64, instance: String) -> String {
    guard case .object(var object) = json else { return "" }
    object["event"] = .string("run")
    object["started"] = .string(Instant(microseconds: startedMicroseconds).isoString)
    object["instance"] = .string(instance)
    object["host"] = .string(HostFacts.hostName)
    object["cell_seconds"] = .object(
      JSONObject(reports.map { ($0.id, .number($0.seconds)) }))
    return JSON.object(object).text()
  }
}

/// Makes the lock of a run from what its cells reported.
enum LockBuilder {
  static func lock(
    reports: [CellReport], notebook: Notebook, folder: String, engine: String, instance: String,
    parameters: [String: String]
  ) -> NotebookLock {
    let sources = Dictionary(
      notebook.cells.map { ($0.id, $0.source) }, uniquingKeysWith: { first, _ in first })
    let cells = reports.map { report in
      NotebookLock.Cell(
        id: report.id, key: report.key,
        source: sources[report.id].map(NotebookLock.sourceDigest),
        reads: report.trace.map { entry in
          NotebookLock.Read(
            kind: entry.kind.rawValue, subject: relative(entry.subject, to: folder),
            digest: entry.digest)
        })
    }
    return NotebookLock(
      engine: engine, numericProfile: NumericProfile.current.json, instance: instance,
      seed: notebook.frontMatter.seed,
      parameters: parameters, cells: cells)
  }

  /// A path below the notebook's folder is named from there: the lock is the same on any machine.
  private static func relative(_ path: String, to folder: String) -> String {
    path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
  }
}
