package import QuernText

/// The forms of one output, by MIME type, best first where a reader can show several.
///
/// `text/plain` is always there; `application/json` holds data, every other type text.
package struct MIMEBundle: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case text(String)
    case json(JSON)
  }

  package struct Entry: Hashable, Sendable {
    package var type: String
    package var content: Content

    package init(_ type: String, _ content: Content) {
      self.type = type
      self.content = content
    }
  }

  package var entries: [Entry]
  /// Of the display that it stands in place of, where one was shown while the cell ran.
  package var displayId: String?

  package init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// A bundle of plain text alone.
  package init(plain: String, displayId: String? = nil) {
    entries = [Entry("text/plain", .text(plain))]
    self.displayId = displayId
  }

  package var plain: String { text("text/plain") ?? "" }
  package var html: String? { text("text/html") }

  package func text(_ type: String) -> String? {
    for entry in entries where entry.type == type {
      if case .text(let text) = entry.content { return text }
    }
    return nil
  }

  package var byteCount: Int {
    entries.reduce(0) { total, entry in
      switch entry.content {
      case .text(let text): total + text.utf8.count
      case .json(let json): total + json.text().utf8.count
      }
    }
  }

  /// As Jupyter and the journal write it: an object from type to content.
  package var json: JSON {
    var object = JSONObject()
    for entry in entries {
      switch entry.content {
      case .text(let text): object[entry.type] = .string(text)
      case .json(let json): object[entry.type] = json
      }
    }
    return .object(object)
  }

  /// Nil where the JSON is no bundle.
  package init?(json: JSON) {
    guard let object = json.objectValue else { return nil }
    entries = []
    for (type, content) in object.members {
      if type.hasSuffix("json") {
        entries.append(Entry(type, .json(content)))
      } else if let text = content.stringValue {
        entries.append(Entry(type, .text(text)))
      } else {
        return nil
      }
    }
  }
}
