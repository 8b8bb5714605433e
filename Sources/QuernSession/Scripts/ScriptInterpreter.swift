internal import Glibc
internal import QuernSystem

/// What runs a script: its `#!` line, else its suffix, else the file itself.
enum ScriptInterpreter {
  /// The program and its first arguments; the script's path and arguments follow.
  static func command(
    for script: String, named interpreter: String?, searchPath: String, folder: String
  ) throws -> [String] {
    if let interpreter {
      return [try found(interpreter, searchPath, folder, script)]
    }
    if let line = try firstLine(script) { return try shebang(line, searchPath, script) }
    if let name = bySuffix[Path.suffix(script)] {
      return [try found(name, searchPath, folder, script)]
    }
    guard access(script, X_OK) == 0 else {
      throw SessionMistake.scriptNotRunnable(Path.name(script))
    }
    return []
  }

  private static let bySuffix = [
    "py": "python3", "sh": "sh", "bash": "bash", "r": "Rscript", "jl": "julia", "js": "node",
    "pl": "perl", "rb": "ruby",
  ]

  /// The Debian package that has a program, where its name is another one.
  private static let packages = [
    "Rscript": "r-base", "node": "nodejs", "sh": "dash", "python": "python-is-python3",
  ]

  /// What follows `#!` in the first line; nil without it.
  private static func firstLine(_ script: String) throws(SystemError) -> Substring? {
    let file = try FileHandle.open(script, .read)
    defer { file.close() }
    let bytes = try file.pread(count: 512, at: 0)
    guard bytes.starts(with: Array("#!".utf8)) else { return nil }
    let line = bytes.dropFirst(2).prefix { $0 != 10 && $0 != 13 }
    return Substring(String(decoding: line, as: UTF8.self))
  }

  /// As the kernel and `env` read it: a program and its arguments.
  private static func shebang(
    _ line: Substring, _ searchPath: String, _ script: String
  ) throws -> [String] {
    var parts = line.split { $0 == " " || $0 == "\t" }.map(String.init)
    if let first = parts.first, Path.name(first) == "env" {
      parts.removeFirst()
      if parts.first == "-S" { parts.removeFirst() }
    }
    guard let program = parts.first else {
      throw SessionMistake.scriptNotRunnable(Path.name(script))
    }
    return [try found(program, searchPath, "/", script)] + parts.dropFirst()
  }

  /// The path of a program: names are looked for in PATH, paths start at the notebook's folder.
  private static func found(
    _ name: String, _ searchPath: String, _ folder: String, _ script: String
  ) throws -> String {
    if name.contains("/") {
      let path = Path.absolute(name, from: folder)
      if isProgram(path) { return path }
    } else {
      for part in searchPath.split(separator: ":") {
        let path = Path.join(String(part), name)
        if isProgram(path) { return path }
      }
    }
    throw SessionMistake.interpreterMissing(
      name, script: Path.name(script),
      package: name.contains("/") ? nil : packages[name] ?? name)
  }

  private static func isProgram(_ path: String) -> Bool {
    access(path, X_OK) == 0 && !Disk.real.isDirectory(path)
  }
}
