import QuernText
package import QuernValue

/// What a notebook's cells showed, as a line-oriented text that `git diff` shows well.
///
/// ```
/// quern outputs 1
///
/// === cell 2 read · ok
/// --- result text/plain
/// ┌─────…
/// --- result text/html 4f1c….html
/// === cell 3 describe · error unknown-column
/// --- error
/// there is no column …
/// ```
///
/// Text stands in it, each line with its end; HTML, pictures and other forms lie in `blobs/` under
/// the hash of their bytes. A line that would read as a mark is escaped by a leading `\`. Nothing
/// in it changes when results do not: times, counts and host facts go into the run log.
package struct OutputRecord: Sendable, Hashable {
  package static let header = "quern outputs 1"

  package struct Entry: Sendable, Hashable {
    package var id: String
    package var index: Int
    /// `ok`, `error CODE`, `interrupted`, `not run`.
    package var status: String
    package var outputs: [Output]

    package init(id: String, index: Int, status: String, outputs: [Output]) {
      self.id = id
      self.index = index
      self.status = status
      self.outputs = outputs
    }

    /// Text that follows text is one output, however it was cut on its way.
    package mutating func add(_ output: Output) {
      guard case .stream(let text) = output, case .stream(var joined)? = outputs.last else {
        return outputs.append(output)
      }
      // Two owners of a long text would copy it with each line.
      outputs.removeLast()
      joined += text
      outputs.append(.stream(joined))
    }
  }

  package var entries: [Entry]

  package init(entries: [Entry] = []) {
    self.entries = entries
  }

  /// A form of an output that is kept in a file of its own.
  package struct Blob: Sendable, Hashable {
    /// Hash and suffix: `4f1c….html`.
    package let name: String
    package let bytes: [UInt8]
  }

  /// The text of the record and the blobs it names.
  package func written() -> (text: String, blobs: [Blob]) {
    var text = Self.header + "\n"
    var blobs: [Blob] = []
    for entry in entries {
      text += "\n=== cell \(entry.index) \(entry.id) · \(entry.status)\n"
      for output in entry.outputs where !output.isTransient {
        Self.write(output, into: &text, blobs: &blobs)
      }
    }
    return (text, blobs)
  }

  private static func write(_ output: Output, into text: inout String, blobs: inout [Blob]) {
    switch output {
    case .result(let bundle): write(bundle, as: "result", into: &text, blobs: &blobs)
    case .display(let bundle): write(bundle, as: "display", into: &text, blobs: &blobs)
    case .stream(let body): section("stream", body, into: &text)
    case .note(let body): section("note", body, into: &text)
    case .warning(let body): section("warning", body, into: &text)
    case .error(let error): section("error \(error.code)", error.rendered, into: &text)
    case .progress: break
    }
  }

  private static func write(
    _ bundle: MIMEBundle, as kind: String, into text: inout String, blobs: inout [Blob]
  ) {
    for entry in bundle.saved.entries {
      switch entry.content {
      case .text(let body) where entry.type == "text/plain":
        section("\(kind) text/plain", body, into: &text)
      case .text(let body):
        // Pixels lie in a file that every program opens.
        let pixels = entry.type == "image/png" ? Base64.decode(body) : nil
        let blob = self.blob(pixels ?? Array(body.utf8), type: entry.type)
        text += "--- \(kind) \(entry.type) \(blob.name)\n"
        blobs.append(blob)
      case .json(let json):
        let blob = self.blob(Array((json.text(pretty: true) + "\n").utf8), type: entry.type)
        text += "--- \(kind) \(entry.type) \(blob.name)\n"
        blobs.append(blob)
      }
    }
  }

  private static func blob(_ bytes: [UInt8], type: String) -> Blob {
    let suffixes = [
      "text/html": "html", "image/svg+xml": "svg", "text/markdown": "md", "image/png": "png",
    ]
    let suffix = suffixes[type] ?? (type.hasSuffix("json") ? "json" : "bin")
    return Blob(name: "\(SHA256.hash(bytes).short).\(suffix)", bytes: bytes)
  }

  private static func section(_ mark: String, _ body: String, into text: inout String) {
    text += "--- \(mark)\n"
    guard !body.isEmpty else { return }
    // Whether the body ends in a newline must survive: a last line without one is marked.
    var lines = body.split(separator: "\n", omittingEmptySubsequences: false)
    let endsInNewline = lines.last?.isEmpty == true
    if endsInNewline { lines.removeLast() }
    for line in lines { text += escaped(line) + "\n" }
    if mark == "stream", !endsInNewline { text += "\\no newline at the end\n" }
  }

  private static func escaped(_ line: Substring) -> String {
    line.hasPrefix("---") || line.hasPrefix("===") || line.hasPrefix("\\")
      ? "\\" + line : String(line)
  }
}
