import QuernText
import QuernValue

/// A saved record that cannot be read.
package struct OutputRecordError: Error, Sendable, Hashable {
  package let line: Int
  package let message: String
}

extension OutputRecord {
  /// Reads a record back; `blob` gives the bytes of a file in `blobs/`, nil where it is missing.
  package static func read(
    _ text: String, blob: (String) -> [UInt8]?
  ) throws(OutputRecordError) -> OutputRecord {
    var reader = Reader(lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    return try reader.read(blob: blob)
  }

  private struct Reader {
    let lines: [Substring]
    var index = 0

    init(lines: [Substring]) {
      self.lines = lines
    }

    mutating func read(blob: (String) -> [UInt8]?) throws(OutputRecordError) -> OutputRecord {
      guard lines.first.map(String.init) == OutputRecord.header else {
        throw fail("this is no record of outputs: the first line is not `\(OutputRecord.header)`")
      }
      index = 1
      var record = OutputRecord()
      while index < lines.count {
        let line = lines[index]
        if line.isEmpty {
          index += 1
        } else if line.hasPrefix("=== cell ") {
          record.entries.append(try entry(line.dropFirst(9)))
        } else if line.hasPrefix("--- "), !record.entries.isEmpty {
          try output(line.dropFirst(4), into: &record.entries[record.entries.count - 1], blob: blob)
        } else {
          throw fail("expected a line `=== cell …` or `--- …`")
        }
      }
      return record
    }

    private func fail(_ message: String) -> OutputRecordError {
      OutputRecordError(line: index + 1, message: message)
    }

    private mutating func entry(_ text: Substring) throws(OutputRecordError) -> Entry {
      let number = text.prefix { $0 != " " }
      let rest = text.dropFirst(number.count + 1)
      // Labels may hold blanks: the status comes after the last mark.
      guard let count = Int(number), let mark = rest.lastIndex(of: "·") else {
        throw fail("expected `=== cell NUMBER ID · STATUS`")
      }
      index += 1
      return Entry(
        id: trimmed(rest[..<mark]), index: count,
        status: trimmed(rest[rest.index(after: mark)...]), outputs: [])
    }

    private mutating func output(
      _ mark: Substring, into entry: inout Entry, blob: (String) -> [UInt8]?
    ) throws(OutputRecordError) {
      let words = mark.split(separator: " ").map(String.init)
      index += 1
      let body = self.body(isStream: words.first == "stream")
      switch words.first {
      case "stream": entry.outputs.append(.stream(body))
      case "note": entry.outputs.append(.note(body))
      case "warning": entry.outputs.append(.warning(body))
      case "error":
        let code = words.count > 1 ? words[1] : ""
        entry.outputs.append(
          .error(ErrorOutput(code: code, message: body, rendered: body)))
      case "result", "display":
        try form(words, body: body, into: &entry, blob: blob)
      default: throw fail("there is no kind of output `\(mark)`")
      }
    }

    private func form(
      _ words: [String], body: String, into entry: inout Entry, blob: (String) -> [UInt8]?
    ) throws(OutputRecordError) {
      guard words.count >= 2 else { throw fail("an output needs its MIME type") }
      let type = words[1]
      var content = MIMEBundle.Content.text(body)
      if words.count > 2 {
        guard let bytes = blob(words[2]) else { throw fail("blobs/\(words[2]) is missing") }
        let isPicture = type == "image/png" && bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])
        let text = isPicture ? Base64.encode(bytes) : String(decoding: bytes, as: UTF8.self)
        content = .text(text)
        if type.hasSuffix("json") {
          do { content = .json(try JSON.parse(text)) } catch {
            throw fail("blobs/\(words[2]) is not JSON: \(error.message)")
          }
        }
      }
      // Each bundle begins with its plain text.
      let form = MIMEBundle.Entry(type, content)
      switch (entry.outputs.last, type) {
      case (.result(var bundle), let type) where type != "text/plain" && words[0] == "result":
        bundle.entries.append(form)
        entry.outputs[entry.outputs.count - 1] = .result(bundle)
      case (.display(var bundle), let type) where type != "text/plain" && words[0] == "display":
        bundle.entries.append(form)
        entry.outputs[entry.outputs.count - 1] = .display(bundle)
      default:
        let bundle = MIMEBundle([form])
        entry.outputs.append(words[0] == "result" ? .result(bundle) : .display(bundle))
      }
    }

    private mutating func body(isStream: Bool) -> String {
      var body: [String] = []
      var endsInNewline = true
      while index < lines.count, !lines[index].hasPrefix("---"), !lines[index].hasPrefix("===") {
        // A blank line before the next cell, or at the end of the file, is no content.
        if lines[index].isEmpty, index + 1 == lines.count || lines[index + 1].hasPrefix("===") {
          index += 1
          break
        }
        if lines[index] == "\\no newline at the end" {
          endsInNewline = false
        } else {
          body.append(
            String(lines[index].hasPrefix("\\") ? lines[index].dropFirst() : lines[index]))
        }
        index += 1
      }
      let text = body.joined(separator: "\n")
      return isStream && endsInNewline && !body.isEmpty ? text + "\n" : text
    }
  }
}
