import Glibc

/// Shows what is longer than the screen a page at a time: `$PAGER`, else `less`.
struct Pager {
  let terminal: Terminal

  /// Whether the text is better shown by a pager.
  func isWanted(_ text: String) -> Bool {
    guard terminal.canMove, command != nil else { return false }
    let rows = terminal.size.rows - 1
    return text.utf8.lazy.filter { $0 == UInt8(ascii: "\n") }.prefix(rows + 1).count > rows
  }

  /// Shows the text; on the screen itself where no pager is there.
  func show(_ text: String) {
    guard let command, let pipe = popen(command, "w") else {
      terminal.write(text)
      return
    }
    // A page that is left early is no failure: what could not be written is not wanted.
    _ = text.withCString { fputs($0, pipe) }
    pclose(pipe)
  }

  private var command: String? {
    if let wanted = Terminal.environment("PAGER"), !wanted.isEmpty {
      return wanted == "cat" ? nil : wanted == "less" ? Self.less : wanted
    }
    return Self.isInstalled("less") ? Self.less : nil
  }

  /// Colours as they are, gone at the end where all fits, and the text left on the screen.
  private static let less = "less -R -F -X"

  private static func isInstalled(_ name: String) -> Bool {
    (Terminal.environment("PATH") ?? "").split(separator: ":").contains {
      access("\($0)/\(name)", X_OK) == 0
    }
  }
}
