internal import QuernPlan
internal import QuernSystem
internal import QuernTable

/// The tables that a program left: a script's are `NAME.csv`, or the CSV files in a folder `NAME`,
/// below `output/data` and `processing/output`; a processing job's the CSV and JSON files in a
/// folder `NAME` of the latter.
struct ScriptOutputs {
  let folder: ScriptFolder
  let script: String
  let types: [String: DataType]
  let context: TableContext

  /// Rows of a script's output are read into memory: its files go when it has ended.
  func collect(_ wanted: [String]?) throws -> ScriptOutcome {
    let (files, ignored) = try found()
    if let wanted {
      for name in wanted where files[name] == nil {
        if folder.contract == .processing {
          throw SessionMistake.processOutputMissing(
            name, script: script, folder: folder.containerName(folder.processingOutput(name)),
            there: try there(), tables: files.keys.sorted())
        }
        throw SessionMistake.scriptOutputMissing(
          name, script: script, found: files.keys.sorted(), ignored: ignored)
      }
    }
    var tables: [(name: String, table: Table)] = []
    for name in wanted ?? files.keys.sorted() {
      guard let parts = files[name] else { continue }
      tables.append((name, try table(parts, name)))
    }
    return ScriptOutcome(tables: tables, log: "", notes: try notes(ignored, wanted, files))
  }

  private func found() throws -> (files: [String: [String]], ignored: [String]) {
    var files: [String: [String]] = [:]
    var ignored: [String] = []
    func take(_ path: String, _ name: String) throws {
      guard isTable(path) else { return ignored.append(Path.name(path)) }
      if name == "log" { throw SessionMistake.scriptOutputName(script) }
      files[name, default: []].append(path)
    }
    let isJob = folder.contract == .processing
    for root in isJob ? [folder.processingOutput] : [folder.outputData, folder.processingOutput] {
      for entry in try Disk.real.list(root) {
        let path = "\(root)/\(entry)"
        guard Disk.real.isDirectory(path) else {
          if isJob { ignored.append(entry) } else { try take(path, stem(entry)) }
          continue
        }
        for part in try Disk.real.list(path) where !(isJob && Self.isMark(part)) {
          try take("\(path)/\(part)", entry)
        }
      }
    }
    return (files, ignored)
  }

  /// Spark and its like leave `_SUCCESS` and checksums beside the parts of a table.
  private static func isMark(_ name: String) -> Bool { name.hasPrefix("_") || name.hasPrefix(".") }

  private func isTable(_ path: String) -> Bool {
    let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
    if Disk.real.isDirectory(path) { return false }
    switch Path.suffix(name) {
    case "csv", "tsv": return true
    case "json", "jsonl", "ndjson": return folder.contract == .processing
    case _: return false
    }
  }

  /// What lies in a processing job's output folder, its folders with what they hold.
  private func there() throws -> [String] {
    let root = folder.processingOutput
    var names: [String] = []
    for entry in try Disk.real.list(root) {
      guard Disk.real.isDirectory("\(root)/\(entry)") else {
        names.append(entry)
        continue
      }
      names += try Disk.real.list("\(root)/\(entry)").map { "\(entry)/\($0)" }
    }
    return names
  }

  private func stem(_ name: String) -> String {
    Path.stem(name.hasSuffix(".gz") ? String(name.dropLast(3)) : name)
  }

  /// One table of all its files, in the order of their names.
  private func table(_ paths: [String], _ name: String) throws -> Table {
    var whole: Table?
    for path in paths {
      do {
        let data = try read(path).collect(context)
        // A part that is empty has not even a header.
        if whole != nil, data.schema.fields.isEmpty { continue }
        if whole?.schema.fields.isEmpty == true { whole = nil }
        whole = try whole.map { try $0.append(Table(data: data)) } ?? Table(data: data)
      } catch let error as TableError {
        let place = folder.containerName(path)
        throw RuntimeError(error).noting("it stands in \(place), which \(script) wrote")
      }
    }
    guard let whole else { throw SessionMistake.scriptOutputName(script) }
    return Table(data: try whole.collect(context))
  }

  /// With the types that concern the file's columns.
  private func read(_ path: String) throws -> Table {
    let guessed = try open(path, CSVOptions())
    let concerned = types.filter { guessed.schema[$0.key] != nil }
    guard !concerned.isEmpty else { return guessed }
    return try open(path, CSVOptions(types: concerned))
  }

  private func open(_ path: String, _ options: CSVOptions) throws(TableError) -> Table {
    Table(source: try TableFiles.open(path, options: options, context: context))
  }

  private func notes(
    _ ignored: [String], _ wanted: [String]?, _ files: [String: [String]]
  ) throws -> [String] {
    var notes: [String] = []
    if !ignored.isEmpty {
      let kinds = folder.contract == .processing ? "no table of `NAME/`" : "not CSV"
      notes.append("\(script): \(kinds), and not read: \(ignored.joined(separator: ", "))")
    }
    let further = files.keys.filter { wanted?.contains($0) == false }.sorted()
    if !further.isEmpty {
      notes.append("\(script): not asked for: \(further.joined(separator: ", "))")
    }
    guard folder.contract == .training else { return notes }
    let models = try Disk.real.list(folder.model)
    if !models.isEmpty {
      notes.append(
        "\(script): files in $SM_MODEL_DIR are not kept: \(models.joined(separator: ", "))")
    }
    return notes
  }
}

extension ScriptFolder {
  /// A path of this folder as a script's author knows it.
  func containerName(_ path: String) -> String {
    path.hasPrefix(self.path) ? Self.containerPath + path.dropFirst(self.path.count) : path
  }
}
