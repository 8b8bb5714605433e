package import QuernSystem
import QuernText

/// `NAME.out/` beside a notebook: outputs, blobs, lock and the run log.
///
/// ```
/// churn.out/outputs.txt     what each cell showed
/// churn.out/blobs/…         HTML and pictures by content
/// churn.out/lock.json       keys, inputs, seed, engine
/// churn.out/runs.jsonl      one line a run: times, counts, host
/// churn.out/runs/KEY/…      the same for other parameters than the defaults
/// ```
package struct OutputFolder: Sendable {
  package let path: String
  private let disk: Disk

  /// The folder of a notebook; `parametersKey` names a run with parameters of its own.
  package init(notebook: String, parametersKey: String? = nil, disk: Disk = .real) {
    self.init(path: Self.path(notebook: notebook, parametersKey: parametersKey), disk: disk)
  }

  package init(path: String, disk: Disk = .real) {
    self.path = path
    self.disk = disk
  }

  private static func path(notebook: String, parametersKey: String?) -> String {
    let name = notebook.lastIndex(of: ".").map { dot in
      notebook[dot...].contains("/") ? notebook : String(notebook[..<dot])
    }
    let folder = (name ?? notebook) + ".out"
    return parametersKey.map { "\(folder)/runs/\($0)" } ?? folder
  }

  /// Makes the folder and proves that it can be written, before anything runs.
  package func prepare() throws(SystemError) {
    try disk.makeDirectory(path + "/blobs")
    for name in try disk.list(path) where isLeftover(name) { try disk.remove("\(path)/\(name)") }
    try disk.writeAtomically(path + "/.probe", [])
    try disk.remove(path + "/.probe")
  }

  /// Whether a file is one that a run had half written when it was killed.
  private func isLeftover(_ name: String) -> Bool {
    if name == ".probe" { return true }
    let parts = name.split(separator: ".")
    guard parts.count >= 3, parts[parts.count - 1] == "tmp",
      let process = Int(parts[parts.count - 3]), Int(parts[parts.count - 2]) != nil
    else { return false }
    return !disk.exists("/proc/\(process)")
  }

  /// Replaces the record and its blobs; blobs that nothing names any more are removed.
  package func save(_ record: OutputRecord) throws(SystemError) {
    let (text, blobs) = record.written()
    let present = Set(try disk.list(path + "/blobs"))
    var wanted: Set<String> = []
    for blob in blobs where wanted.insert(blob.name).inserted && !present.contains(blob.name) {
      try disk.writeAtomically("\(path)/blobs/\(blob.name)", blob.bytes)
    }
    try writeIfChanged("outputs.txt", text)
    for name in present.subtracting(wanted).sorted() { try disk.remove("\(path)/blobs/\(name)") }
  }

  package func save(_ lock: NotebookLock) throws(SystemError) {
    try writeIfChanged("lock.json", lock.text)
  }

  /// Adds a line to the run log.
  package func log(_ line: String) throws(SystemError) {
    let file = path + "/runs.jsonl"
    let old = disk.exists(file) ? try disk.read(file) : []
    try disk.writeAtomically(file, old + Array((line + "\n").utf8))
  }

  /// An unchanged file keeps its time stamp, so that nothing downstream is rebuilt.
  private func writeIfChanged(_ name: String, _ text: String) throws(SystemError) {
    let bytes = Array(text.utf8)
    let file = "\(path)/\(name)"
    if disk.exists(file), try disk.read(file) == bytes { return }
    try disk.writeAtomically(file, bytes)
  }
}
