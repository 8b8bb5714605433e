package import QuernText

/// The forms of one output, by MIME type, best first where a reader can show several.
///
/// `text/plain` is always there; types that end in `json` hold data, every other one text: pictures
/// in pixels as Base64.
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

  /// Values as data, for programs. A type of its own: JupyterLab would show `application/json` as a
  /// tree before anything else.
  package static let valueType = "application/vnd.quern.value+json"

  /// Plain text with colours, for terminals that have them; it is shown and never saved.
  package static let terminalType = "text/vnd.quern.terminal"

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

  /// Without what is for terminals alone: what files and other front ends get.
  package var saved: MIMEBundle {
    var copy = self
    copy.entries.removeAll { $0.type == Self.terminalType }
    return copy
  }

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

  /// As Jupyter and files have it: an object from type to content.
  package var json: JSON { Self.json(saved.entries) }

  /// As the journal and its front ends have it: with what is for terminals alone.
  package var wholeJSON: JSON { Self.json(entries) }

  private static func json(_ entries: [Entry]) -> JSON {
    var object = JSONObject()
    for entry in entries {
      switch entry.content {
      case .text(let text): object[entry.type] = .string(text)
      case .json(let json): object[entry.type] = json
      }
    }
    return .object(object)
  }

  /// What Jupyter wants to know beside the content: how large a picture is shown that has two
  /// pixels for one of the page's.
  package var metadata: JSON {
    var object = JSONObject()
    if let size = text("image/png").flatMap(Self.shownSize) {
      object["image/png"] = .object(
        JSONObject([("width", .int(Int64(size.width))), ("height", .int(Int64(size.height)))]))
    }
    return .object(object)
  }

  /// Of a PNG in Base64, by its head; nil where a pixel stands for a pixel.
  private static func shownSize(_ png: String) -> (width: Int, height: Int)? {
    // The head, and the density that our own pictures have next.
    guard let bytes = Base64.decode(png.prefix(72)), bytes.count >= 54 else { return nil }
    func number(_ place: Int) -> Int {
      bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    let isDense = Array(bytes[37..<41]) == Array("pHYs".utf8) && number(41) == 5_669
    return isDense ? (number(16) / 2, number(20) / 2) : nil
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
