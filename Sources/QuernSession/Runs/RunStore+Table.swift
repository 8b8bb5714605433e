internal import QuernSystem
internal import QuernTable
internal import QuernText

extension RunStore {
  /// The runs as `experiments()` shows them: what each is of, then `param_*`, then `metric_*`.
  ///
  /// What was tracked stands in the row of the run around it, or in one of the notebook.
  static func table(_ kept: [JSON]) throws(OutOfMemory) -> Table {
    let runs = gathered(kept)
    let parameters = names(runs, "parameters")
    let metrics = names(runs, "metrics")
    var fields: [Field] = [
      Field(name: "run", type: .string), Field(name: "parent", type: .string),
      Field(name: "notebook", type: .string),
      Field(name: "cell", type: .string),
      Field(name: "started", type: .instant), Field(name: "seconds", type: .float),
      Field(name: "instance", type: .string), Field(name: "cost", type: .float),
      Field(name: "status", type: .string),
    ]
    for name in parameters {
      let values = runs.map { $0["parameters"]?[name] }
      fields.append(Field(name: "param_\(name)", type: type(of: values)))
    }
    fields += metrics.map { Field(name: "metric_\($0)", type: .float) }
    let leadingCount = fields.count - parameters.count - metrics.count
    let schema = Schema(fields: fields)
    var rows: [[Scalar]] = []
    var shown: [String: String] = [:]
    for run in runs {
      guard let id = run["run"]?.stringValue, let name = run["name"]?.stringValue else { continue }
      shown[id] = name
    }
    for run in runs {
      var row = leading(run, shown)
      for (place, name) in parameters.enumerated() {
        row.append(scalar(run["parameters"]?[name], as: fields[leadingCount + place].type))
      }
      for name in metrics { row.append(scalar(run["metrics"]?[name], as: .float)) }
      rows.append(row)
    }
    return Table(data: try TableData.build(schema, rows: rows))
  }

  /// The runs, with what `track` added to each.
  private static func gathered(_ kept: [JSON]) -> [JSON] {
    var rows: [JSONObject] = []
    var places: [String: Int] = [:]
    var tracked: [JSON] = []
    for run in kept {
      guard run["kind"]?.stringValue != "track", let object = run.objectValue else {
        tracked.append(run)
        continue
      }
      if let id = run["run"]?.stringValue { places[id] = rows.count }
      rows.append(object)
    }
    for run in tracked {
      let notebook = run["notebook"]?.stringValue ?? ""
      let id = run["parent"]?.stringValue ?? "notebook \(notebook)"
      if places[id] == nil, var object = run.objectValue {
        // Nothing is around it: the notebook is the run.
        for name in ["parameters", "metrics"] { object[name] = .object(JSONObject([])) }
        object["name"] = .string(notebook)
        object["parent"] = .null
        object["cell"] = .null
        places[id] = rows.count
        rows.append(object)
      }
      guard let place = places[id] else { continue }
      for name in ["parameters", "metrics"] {
        var members = rows[place][name]?.objectValue ?? JSONObject([])
        for member in run[name]?.objectValue?.members ?? [] { members[member.key] = member.value }
        rows[place][name] = .object(members)
      }
    }
    return rows.map { .object($0) }
  }

  /// A run by its name, where it has one.
  private static func leading(_ run: JSON, _ shown: [String: String]) -> [Scalar] {
    func text(_ name: String) -> Scalar { scalar(run[name], as: .string) }
    func named(_ name: String) -> Scalar {
      run[name]?.stringValue.flatMap { shown[$0] }.map { .string($0) } ?? text(name)
    }
    return [
      named("run"), named("parent"), text("notebook"), text("cell"),
      run["started"]?.intValue.map { .instant($0) } ?? .null,
      scalar(run["seconds"], as: .float), text("instance"), .float(0), text("status"),
    ]
  }

  /// Names that any run has, in order of first appearance.
  private static func names(_ runs: [JSON], _ member: String) -> [String] {
    var seen: Set<String> = []
    return runs.flatMap { $0[member]?.objectValue?.keys ?? [] }.filter { seen.insert($0).inserted }
  }

  /// The narrowest type that holds all values; text where they differ.
  private static func type(of values: [JSON?]) -> DataType {
    var found: DataType?
    for value in values {
      let type: DataType
      switch value {
      case nil, .null?: continue
      case .bool?: type = .bool
      case .int?: type = .int
      case .number?: type = .float
      case .string?, .array?, .object?: type = .string
      }
      switch (found, type) {
      case (nil, _): found = type
      case (.int?, .float), (.float?, .int): found = .float
      case (let earlier?, _): if earlier != type { return .string }
      }
    }
    return found ?? .string
  }

  private static func scalar(_ json: JSON?, as type: DataType) -> Scalar {
    guard let json, !json.isNull else { return .null }
    switch type {
    case .bool: return json.boolValue.map { .bool($0) } ?? .null
    case .int: return json.intValue.map { .int($0) } ?? .null
    case .float: return json.doubleValue.map { .float($0) } ?? .null
    case .null, .string, .date, .time, .datetime, .instant, .duration, .size, .category, .list,
      .structure:
      return .string(json.stringValue ?? json.text())
    }
  }
}
