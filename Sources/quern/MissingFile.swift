import ArgumentParser
import QuernSystem
import QuernText

/// What is said of a file on the command line that cannot be read.
enum MissingFile {
  /// The system's answer, or for a name that nothing bears the nearest one.
  static func message(_ error: SystemError, _ path: String) -> String {
    guard error.isAbsence else {
      return error.message + (error.advice.map { ". Hint: \($0)" } ?? "")
    }
    let folder = Path.parent(Path.absolute(path))
    guard Disk.real.isDirectory(folder) else { return "there is no folder \(folder)" }
    let near = nearest(Path.name(path), in: folder)
    return "there is no file \(path)" + (near.map { "; did you mean \($0)?" } ?? "")
  }

  /// The same of what may have been meant for a command.
  static func script(_ error: SystemError, _ path: String) -> String {
    guard error.isAbsence, !path.contains("/"), !path.contains(".") else {
      return message(error, path)
    }
    let commands = QuernCommand.configuration.subcommands
      .filter { $0.configuration.shouldDisplay }.compactMap { $0.configuration.commandName }
    let near = EditDistance.nearest(path, in: commands, limit: 1).first
    let hint = near.map { "; did you mean `quern \($0)`?" } ?? "; `quern --help` lists the commands"
    return "there is no command and no file `\(path)`\(hint)"
  }

  private static func nearest(_ name: String, in folder: String) -> String? {
    do throws(SystemError) {
      return EditDistance.nearest(name, in: try Disk.real.list(folder), limit: 1).first
    } catch {
      // A folder that cannot be looked into suggests nothing.
      return nil
    }
  }
}
