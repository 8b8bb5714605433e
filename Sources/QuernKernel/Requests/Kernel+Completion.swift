internal import QuernPlan
internal import QuernREPL
internal import QuernSyntax
internal import QuernSystem
internal import QuernText
internal import QuernWire
internal import QuernWords

extension Kernel {
  /// What may stand at a place; places are code points, as the protocol counts them.
  func complete(_ content: JSON) -> Answer {
    let source = SourceText(content["code"]?.stringValue ?? "")
    let offset = Self.offset(content, source)
    let completer = Completer(
      registry: Words.registry, names: session.settledNames,
      commands: KernelCommand.all.map { ($0.name, false, $0.summary) },
      stored: .of(session.places.home), list: folder)
    let found = completer.complete(source.text, at: offset)
    let start = Self.codePoints(source, before: found.range.lowerBound)
    let end = Self.codePoints(source, before: max(found.range.upperBound, offset))
    var matches: [JSON] = []
    var types: [JSON] = []
    for candidate in found.candidates {
      let text = Self.bare(candidate.text)
      matches.append(.string(text))
      types.append(
        .members([
          ("start", .int(Int64(start))), ("end", .int(Int64(end))), ("text", .string(text)),
          ("type", .string(Self.kind(candidate))),
          ("signature", .string(completer.signature(of: text) ?? candidate.detail)),
        ]))
    }
    return .ok(
      "complete_reply",
      [
        ("matches", .array(matches)), ("cursor_start", .int(Int64(start))),
        ("cursor_end", .int(Int64(end))),
        ("metadata", .members([("_jupyter_types_experimental", .array(types))])),
      ])
  }

  /// Clients close parentheses themselves.
  private static func bare(_ text: String) -> String {
    var text = text
    while text.hasSuffix(" ") || text.hasSuffix("(") { text.removeLast() }
    return text
  }

  /// What a client's list shows as the candidate's kind.
  private static func kind(_ candidate: Candidate) -> String {
    if candidate.label.hasPrefix(".") { return "column" }
    if candidate.text.hasSuffix("(") { return "function" }
    switch candidate.detail {
    case "keyword", "constant", "type": return candidate.detail
    case "folder", "file": return "path"
    default: return String(candidate.detail.prefix { $0 != " " })
    }
  }

  /// Names in a folder, seen from the session's own.
  private func folder(_ path: String) -> [(name: String, isFolder: Bool)] {
    let folder = Path.absolute(path, from: session.places.settings.folder)
    do throws(SystemError) {
      return try Disk.real.list(folder).sorted().prefix(1_000).map {
        ($0, Disk.real.isDirectory(Path.join(folder, $0)))
      }
    } catch {
      return []
    }
  }

  /// The UTF-8 offset of `cursor_pos`; the end where there is none.
  static func offset(_ content: JSON, _ source: SourceText) -> Int {
    guard let place = content["cursor_pos"]?.intValue else { return source.count }
    return source.offset(ofCodePoint: Int(clamping: max(0, place)))
  }

  private static func codePoints(_ source: SourceText, before offset: Int) -> Int {
    source.utf8.prefix(max(0, offset)).count { $0 & 0xC0 != 0x80 }
  }
}
