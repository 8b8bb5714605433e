import QuernPlan
import QuernWire

// What is typed at the prompt and is no cell: `:open nb.md`, `?filter`.
extension Completer {
  /// Nil where the text is no command.
  func completeCommand(_ text: String, at offset: Int) -> Completions? {
    guard text.hasPrefix(":") else { return nil }
    let typed = String(decoding: Array(text.utf8.prefix(offset)), as: UTF8.self)
    guard let blank = typed.firstIndex(of: " ") else {
      let found = commands.map {
        Candidate(":\($0.name)", detail: $0.summary)
      }
      return Completions(range: 0..<offset, candidates: found.filter { $0.text.hasPrefix(typed) })
    }
    let command = typed[typed.index(after: typed.startIndex)..<blank]
    let argument = typed[blank...].drop { $0 == " " }
    guard let known = commands.first(where: { $0.name == command }) else {
      return Completions(range: offset..<offset, candidates: [])
    }
    if let offered = fixed(known.name) {
      return Completions(
        range: (offset - argument.utf8.count)..<offset,
        candidates: Self.matching(offered, String(argument)))
    }
    guard known.takesPath else {
      // The argument is a cell's text.
      let start = offset - argument.utf8.count
      var inner = complete(String(argument), at: argument.utf8.count)
      inner.range = (inner.range.lowerBound + start)..<(inner.range.upperBound + start)
      return inner
    }
    let name = PathText.lastPart(of: String(argument))
    return Completions(
      range: (offset - name.utf8.count)..<offset,
      candidates: Self.matching(paths(String(argument)), String(argument)))
  }

  /// What a command takes that takes one of a few; nil for the others.
  private func fixed(_ command: String) -> [Candidate]? {
    switch command {
    case "instance": stored.list(.instanceType)
    case "session": stored.list(.session)
    case "cost":
      [
        Candidate("on", detail: "each cell says its time and cost"),
        Candidate("off", detail: "cells say nothing of it"),
      ]
    default: nil
    }
  }

  /// Nil where the text asks for no manual.
  func completeQuestion(_ text: String, at offset: Int) -> Completions? {
    guard text.hasPrefix("?") else { return nil }
    let marks = text.prefix { $0 == "?" }.count
    guard offset >= marks else { return Completions(range: offset..<offset, candidates: []) }
    let typed = String(decoding: Array(text.utf8.prefix(offset)).dropFirst(marks), as: UTF8.self)
    let words = registry.words.map { Candidate($0.name, detail: $0.summary) }
    let known = names.all.map { Candidate($0.name, detail: "\($0.type) · \($0.summary)") }
    return Completions(
      range: marks..<offset,
      candidates: Self.matching((words + known).sorted { $0.text < $1.text }, typed))
  }

  /// Files and folders that a typed path may mean; a leading dot is asked for by a dot.
  func paths(_ typed: String) -> [Candidate] {
    let name = PathText.lastPart(of: typed)
    let folder = String(typed.dropLast(name.count))
    return list(folder.isEmpty ? "." : folder)
      .filter { !$0.name.hasPrefix(".") || name.hasPrefix(".") }
      .map { entry in
        let text = entry.isFolder ? "\(entry.name)/" : entry.name
        return Candidate(text, detail: entry.isFolder ? "folder" : "file")
      }
  }
}
