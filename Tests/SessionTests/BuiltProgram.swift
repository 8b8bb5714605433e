import QuernSystem
import QuernWire

@testable import QuernSession

/// The `quern` program that was built beside these tests.
enum BuiltProgram {
  struct Missing: Error {
    let folder: String
  }

  static func path() throws -> String {
    // `swift test` gives the bundle's path; run directly, the bundle is the program itself.
    let arguments = CommandLine.arguments
    let bundle = arguments.first { $0.hasSuffix(".xctest") } ?? HostFacts.executablePath
    let folder = Path.parent(Path.absolute(bundle))
    let program = Path.join(folder, "quern")
    guard Disk.real.exists(program) else { throw Missing(folder: folder) }
    return program
  }
}

/// A home with sessions whose workers are processes.
final class ProcessPlace {
  let scratch: Scratch
  let program: String
  let memoryByteCount: Int?

  init(memoryByteCount: Int? = nil) throws {
    scratch = Scratch()
    program = try BuiltProgram.path()
    self.memoryByteCount = memoryByteCount
  }

  var home: HomeDirectory {
    HomeDirectory(path: "\(scratch.path)/home", runtimeDirectory: scratch.path)
  }

  func open(
    _ start: SessionOptions.Start = .resumed, startsClean: Bool = false,
    idleSeconds: Double? = nil
  ) throws -> SessionClient {
    try SessionClient.open(
      directory: "\(scratch.path)/home/sessions/s",
      options: SessionOptions(
        home: home,
        settings: SessionSettings(
          folder: scratch.path, notebook: "test", startsClean: startsClean,
          idleSeconds: idleSeconds),
        start: start, executable: program, idleSeconds: 2, memoryByteCount: memoryByteCount))
  }
}
