internal import QuernSystem
internal import QuernText

/// One stretch in which a session had a worker on an instance for one notebook: what a ledger
/// bills.
///
/// Identified by session, start and the number of the event that opened it, so that taking it up
/// twice adds nothing.
package struct SessionUse: Sendable, Hashable {
  /// A stretch in which a cell ran, in microseconds since 1970.
  package struct Busy: Sendable, Hashable {
    package var from: Int64
    package var until: Int64

    package init(from: Int64, until: Int64) {
      self.from = from
      self.until = until
    }
  }

  package var session: String
  /// Number of its first event in the session's journal.
  package var sequence: UInt64
  package var notebook: String
  package var instance: String
  /// Microseconds since 1970.
  package var startedAt: Int64
  /// When it ended, or was last seen alive.
  package var lastAt: Int64
  package var cellCount: Int
  /// Whether its worker ended of its own will; one that was killed is billed until its shim last
  /// saw it.
  package var isClosed: Bool
  /// When cells ran, in order.
  package var busy: [Busy] = []
  /// Whether it is of an endpoint's replica and no session's.
  package var isEndpoint = false
  /// The cell that runs began at this time.
  var runningSince: Int64?
  /// Number of the last event that was taken in, where its segment is gone; later ones follow.
  var through: UInt64?

  package init(
    session: String, sequence: UInt64, notebook: String, instance: String, startedAt: Int64,
    lastAt: Int64, cellCount: Int, isClosed: Bool
  ) {
    self.session = session
    self.sequence = sequence
    self.notebook = notebook
    self.instance = instance
    self.startedAt = startedAt
    self.lastAt = lastAt
    self.cellCount = cellCount
    self.isClosed = isClosed
  }

  /// As it is when nothing can follow any more.
  var closed: SessionUse {
    var closed = self
    closed.isClosed = true
    return closed
  }

  package var seconds: Double { Double(max(0, lastAt - startedAt)) / 1e6 }

  /// Seconds in which a cell ran; the rest was idle.
  package var busySeconds: Double { busySeconds(from: startedAt, until: lastAt) }

  /// Seconds in which the instance ran and no cell did.
  package var idleSeconds: Double { max(0, seconds - busySeconds) }

  /// As `busySeconds`, between two times.
  package func busySeconds(from: Int64, until: Int64) -> Double {
    var all = busy
    if let runningSince { all.append(Busy(from: runningSince, until: lastAt)) }
    var sum: Int64 = 0
    for stretch in all {
      sum += max(0, min(stretch.until, until, lastAt) - max(stretch.from, from, startedAt))
    }
    return Double(sum) / 1e6
  }

  /// Seconds of it between two times.
  package func seconds(from: Int64, until: Int64) -> Double {
    Double(max(0, min(lastAt, until) - max(startedAt, from))) / 1e6
  }
}

extension SessionUse {
  /// What makes it the same use, wherever it was read.
  struct Identity: Hashable {
    var session: String
    var startedAt: Int64
    var sequence: UInt64
  }

  var identity: Identity {
    Identity(session: session, startedAt: startedAt, sequence: sequence)
  }

  /// One line of the ledger.
  var json: JSON {
    var object = JSONObject([
      ("session", .string(session)), ("sequence", .int(Int64(sequence))),
      ("notebook", .string(notebook)), ("instance", .string(instance)),
      ("started", .int(startedAt)), ("last", .int(lastAt)), ("cells", .int(Int64(cellCount))),
      ("closed", .bool(isClosed)),
      ("busy", .array(busy.flatMap { [.int($0.from), .int($0.until)] })),
    ])
    if let through { object["through"] = .int(Int64(through)) }
    if let runningSince { object["running"] = .int(runningSince) }
    return .object(object)
  }

  /// Nil where the JSON is no use.
  init?(json: JSON) {
    guard let session = json["session"]?.stringValue, let sequence = json["sequence"]?.intValue,
      let started = json["started"]?.intValue, let last = json["last"]?.intValue
    else { return nil }
    self.init(
      session: session, sequence: UInt64(clamping: sequence),
      notebook: json["notebook"]?.stringValue ?? "",
      instance: json["instance"]?.stringValue ?? "", startedAt: started, lastAt: last,
      cellCount: Int(json["cells"]?.intValue ?? 0), isClosed: json["closed"]?.boolValue ?? false)
    through = json["through"]?.intValue.map { UInt64(clamping: $0) }
    runningSince = json["running"]?.intValue
    let times = (json["busy"]?.arrayValue ?? []).compactMap(\.intValue)
    for place in stride(from: 0, to: times.count - 1, by: 2) {
      busy.append(Busy(from: times[place], until: times[place + 1]))
    }
  }
}
