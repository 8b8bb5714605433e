internal import QuernPlan
internal import QuernText
internal import QuernWire

/// The static key of a cell: everything that its result depends on and that is known before it
/// runs.
///
/// What it looks at outside while it runs is its trace.
struct CellKey {
  let plan: Plan
  /// Digest of each value from above that it reads.
  let readings: [(name: String, digest: Digest)]
  /// Digest of each file that it reaches by `use`.
  let uses: [(path: String, digest: Digest)]
  let settings: SessionSettings
  let submission: CellSubmission
  let profile: NumericProfile

  /// Of the order and form of what follows.
  static let version = "quern cell key 1"

  var digest: Digest {
    var hash = SHA256()
    func add(_ label: String, _ text: String) {
      // Lengths stand before texts, so that no two lists of texts look the same.
      hash.update(label)
      hash.update(Int64(text.utf8.count))
      hash.update(text)
    }
    add("version", Self.version)
    add("engine", EngineVersion.current)
    add("profile", profile.digest.hex)
    add("text", plan.normalizedText)
    for reading in readings.sorted(by: { $0.name < $1.name }) {
      add("reads", reading.name)
      add("value", reading.digest.hex)
    }
    for use in uses.sorted(by: { $0.path < $1.path }) {
      add("uses", use.path)
      add("text", use.digest.hex)
    }
    for param in plan.params {
      add("param", param.name)
      add("given", settings.parameters[param.name]?.text(sortedKeys: true) ?? "")
    }
    if plan.isRandom { add("seed", "\(settings.seed)") }
    if let display = submission.display {
      add("width", "\(display.widthColumns)")
      add("rows", "\(display.rowCountMax) \(display.rowCountWhole)")
    } else {
      add("width", "\(settings.widthColumns)")
    }
    if submission.bindsResult { add("binds", "_") }
    return hash.finalize()
  }
}
