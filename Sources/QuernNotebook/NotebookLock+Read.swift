import QuernText

/// A lock that cannot be read.
package struct NotebookLockError: Error, Sendable, Hashable {
  package let message: String
}

extension NotebookLock {
  /// Reads `lock.json` back; members that are not known are passed over.
  package init(text: String) throws(NotebookLockError) {
    let json: JSON
    do {
      json = try JSON.parse(text)
    } catch {
      throw NotebookLockError(message: "it is not JSON: \(error.message)")
    }
    guard let engine = json["engine"]?.stringValue, let cells = json["cells"]?.arrayValue,
      let instance = json["instance"]?.stringValue
    else { throw NotebookLockError(message: "`engine`, `instance` and `cells` must be there") }
    var read: [Cell] = []
    for cell in cells {
      guard let one = Cell(json: cell) else {
        throw NotebookLockError(message: "a cell must have an `id` and its `reads`")
      }
      read.append(one)
    }
    var parameters: [String: String] = [:]
    for (name, value) in json["parameters"]?.objectValue?.members ?? [] {
      parameters[name] = value.stringValue
    }
    self.init(
      engine: engine, numericProfile: json["numeric_profile"] ?? .null, instance: instance,
      seed: json["seed"]?.intValue ?? 0, parameters: parameters, cells: read)
  }
}

extension NotebookLock.Cell {
  fileprivate init?(json: JSON) {
    guard let id = json["id"]?.stringValue, let reads = json["reads"]?.arrayValue else {
      return nil
    }
    self.init(
      id: id, key: json["key"]?.stringValue.flatMap { Digest(hex: $0) },
      source: json["source"]?.stringValue,
      reads: reads.compactMap { read in
        guard let kind = read["kind"]?.stringValue, let subject = read["subject"]?.stringValue
        else { return nil }
        return NotebookLock.Read(
          kind: kind, subject: subject,
          digest: read["digest"]?.stringValue.flatMap { Digest(hex: $0) })
      })
  }
}
