import Glibc
import QuernSession
import QuernSystem
import QuernText

/// Where a prompt keeps its session and its history.
struct ReplPlaces {
  let home: HomeDirectory
  let directory: String
  /// Gone with the prompt: nobody sat at it.
  let isTemporary: Bool
  /// Whether another prompt has the folder's own session.
  let isSecond: Bool
  /// What the folder's own session is called.
  let firstName: String
  /// Held while the prompt lasts.
  private let lock: FileHandle?

  var history: String { home.file("repl/history") }

  /// The session of the folder, or of the notebook; a second prompt there gets one of its own.
  static func find(_ options: ReplOptions, isInteractive: Bool) throws(SystemError) -> ReplPlaces {
    let home = try HomeDirectory.find()
    if !isInteractive, options.session == nil {
      return ReplPlaces(
        home: home, directory: home.file("sessions/repl-\(getpid())"), isTemporary: true,
        isSecond: false, firstName: "", lock: nil)
    }
    if let name = options.session {
      // A session by name is shared by all who ask for it.
      return ReplPlaces(
        home: home, directory: home.file("sessions/\(name)"), isTemporary: false,
        isSecond: false, firstName: name, lock: nil)
    }
    let subject = options.notebook.map { Path.absolute($0) } ?? Path.workingDirectory()
    let name = "repl-\(SHA256.hash(subject).short)"
    let folder = home.file("repl")
    try Disk.real.makeDirectory(folder)
    for number in 1...promptCountMax {
      let own = number == 1 ? name : "\(name)-\(number)"
      let lock = try FileHandle.open(
        Path.join(folder, "\(own).lock"), .readWrite, permissions: 0o600)
      guard try lock.tryLock() else { continue }
      return ReplPlaces(
        home: home, directory: home.file("sessions/\(own)"), isTemporary: false,
        isSecond: number > 1, firstName: name, lock: lock)
    }
    throw .malformed(
      path: folder, reason: "more than \(promptCountMax) prompts are open here; close some")
  }

  private static let promptCountMax = 64

  func leave() throws(SystemError) {
    guard isTemporary else { return }
    do throws(SessionError) {
      try SessionDirectory(path: directory).discard()
    } catch {
      // What is there goes in any case.
      try Disk.real.remove(directory)
    }
  }
}
