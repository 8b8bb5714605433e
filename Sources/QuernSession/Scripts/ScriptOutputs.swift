internal import QuernPlan
internal import QuernSystem
internal import QuernTable

/// The tables that a script left: `NAME.csv`, or the CSV files in a folder `NAME`, below
/// `output/data` and `processing/output`.
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
    for root in [folder.outputData, folder.processingOutput] {
      for entry in try Disk.real.list(root) {
        let path = "\(root)/\(entry)"
        guard Disk.real.isDirectory(path) else {
          try take(path, stem(entry))
          continue
        }
        for part in try Disk.real.list(path) { try take("\(path)/\(part)", entry) }
      }
    }
    return (files, ignored)
  }

  private func isTable(_ path: String) -> Bool {
    let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
    return ["csv", "tsv"].contains(Path.suffix(name))
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
    let guessed = try Table.readCSV(path: path, options: CSVOptions(), context: context)
    let concerned = types.filter { guessed.schema[$0.key] != nil }
    guard !concerned.isEmpty else { return guessed }
    return try Table.readCSV(path: path, options: CSVOptions(types: concerned), context: context)
  }

  private func notes(
    _ ignored: [String], _ wanted: [String]?, _ files: [String: [String]]
  ) throws -> [String] {
    var notes: [String] = []
    if !ignored.isEmpty {
      notes.append("\(script): not CSV, and not read: \(ignored.joined(separator: ", "))")
    }
    let further = files.keys.filter { wanted?.contains($0) == false }.sorted()
    if !further.isEmpty {
      notes.append("\(script): not asked for: \(further.joined(separator: ", "))")
    }
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
