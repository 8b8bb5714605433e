import QuernNotebook
import QuernSession
import QuernSystem
import QuernText
import QuernWire

// `:sessions`, `:session NAME`, `:endpoints`.
extension Repl {
  /// The sessions of this home, those used last first.
  func showSessions() throws {
    let all = try SessionListing(home: places.home).all()
    guard !all.isEmpty else { return say("No session has run a cell yet.") }
    let now = Clock.system.now()
    list(
      all.prefix(Self.listedCountMax).map { summary in
        (summary.name, Self.facts(summary, now: now, isHere: summary.name == session.name))
      })
    if all.count > Self.listedCountMax {
      say("… \(all.count - Self.listedCountMax) more: quern sessions")
    }
  }

  /// Goes to another session; this one ends with its last front end, and keeps all.
  func switchSession(_ name: String) throws {
    guard !name.isEmpty else {
      return tell("\(session.name); :sessions lists them, :session NAME goes to one")
    }
    guard name != session.name else { return tell("Already in \(name).") }
    let known = try SessionListing(home: places.home).names()
    guard known.contains(name) else {
      let near = EditDistance.nearest(name, in: known).first.map { "; did you mean \($0)?" }
      throw CommandMistake(
        "there is no session `\(name)`"
          + (near ?? ". `quern repl --session \(name)` begins it"))
    }
    let next = session.beside(directory: places.home.file("sessions/\(name)"), workingFolder)
    // Opened before the other is left: where it cannot be had, all stays as it is.
    let count = try next.open()
    try session.close()
    take(next)
    tell("Now in \(name); \(count) name\(count == 1 ? "" : "s"). :names lists them.")
  }

  /// The endpoints of this home; no control plane is started to tell that there are none.
  func showEndpoints() throws {
    let found: [(name: String, status: String)]
    do throws(PlatformClientError) {
      found = try PlatformClient.endpoints(places: PlatformPlaces(home: places.home))
    } catch {
      throw CommandMistake(error.message)
    }
    guard !found.isEmpty else { return say("No endpoint: model |> deploy(\"name\") makes one.") }
    list(found.map { ($0.name, $0.status) })
  }

  private static let listedCountMax = 20

  private static func facts(_ summary: SessionSummary, now: Int64, isHere: Bool) -> String {
    var facts = [summary.state.rawValue]
    if isHere { facts[0] += " (here)" }
    if let cell = summary.cell, summary.state == .running { facts.append(cell) }
    if let bytes = summary.residentByteCount { facts.append(Numbers.bytes(bytes)) }
    facts.append("\(summary.nameCount) name\(summary.nameCount == 1 ? "" : "s")")
    if !summary.instance.isEmpty { facts.append(summary.instance) }
    if let last = summary.lastAt, summary.state != .running {
      facts.append("used \(Numbers.seconds(Double(max(0, now - last)) / 1e6)) ago")
    }
    return facts.joined(separator: " · ")
  }
}
