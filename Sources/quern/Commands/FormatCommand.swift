import ArgumentParser
import QuernNotebook
import QuernSyntax
import QuernSystem

struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Format the cells of notebooks and scripts in place.",
    discussion: """
      Only the text of cells changes: prose, options and every other byte stay. `-` reads a cell
      from standard input and writes it to standard output.
      """)

  @ArgumentParser.Argument(
    help: "Files: .md, .qn, or -", completion: .file(extensions: ["md", "qn"]))
  var files: [String]

  @Flag(help: "Change nothing; exit with 1 and name the files that are not formatted.")
  var check = false

  func run() throws {
    var status = ExitCode.success
    for file in files {
      status = max(status, try format(file))
    }
    if status != ExitCode.success { throw CommandStatus(status) }
  }

  private func format(_ file: String) throws -> Int32 {
    guard !file.hasSuffix(".ipynb") else {
      throw CommandStatus.failure(
        "\(file): `quern fmt` formats .md and .qn files; Jupyter notebooks it does not write yet")
    }
    let bytes: [UInt8]
    do {
      bytes = file == "-" ? StandardInput.read() : try Disk.real.read(file)
    } catch {
      throw CommandStatus.failure(MissingFile.message(error, file))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandStatus.failure("\(file): not UTF-8")
    }
    let (formatted, problems) = try formatted(text, file: file)
    for problem in problems { Console.error.line(problem) }
    guard problems.isEmpty else { return ExitCode.cellFailed }
    if file == "-" {
      Console.out.write(formatted)
      return ExitCode.success
    }
    guard formatted != text else { return ExitCode.success }
    if check {
      Console.out.line("\(file): not formatted")
      return ExitCode.cellFailed
    }
    do {
      try Disk.real.writeAtomically(file, Array(formatted.utf8))
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.cannotWrite)
    }
    Console.out.line("\(file): formatted")
    return ExitCode.success
  }

  private func formatted(_ text: String, file: String) throws -> (String, [String]) {
    guard file.hasSuffix(".md") || file.hasSuffix(".qmd") else {
      let source = SourceText(text)
      let (result, diagnostics) = Formatter.format(source)
      return (
        result,
        diagnostics.filter { $0.severity == .error }
          .map { $0.rendered(source: source, cell: file, color: Console.error.hasColor) }
      )
    }
    do {
      return try MarkdownNotebook.formatted(text, path: file)
    } catch {
      throw CommandStatus.failure(error.message)
    }
  }
}

/// Standard input, whole.
enum StandardInput {
  static func read() -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = block.withUnsafeMutableBytes { systemRead($0) }
      if count <= 0 { return bytes }
      bytes += block[..<count]
    }
  }
}
