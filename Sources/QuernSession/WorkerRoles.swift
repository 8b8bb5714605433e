internal import Glibc
internal import QuernSystem
internal import QuernWire

/// The roles that `quern` plays for itself, by its first argument.
///
/// `main` asks here first, before it parses anything:
///
///     if let status = WorkerRoles.main(arguments: Array(CommandLine.arguments.dropFirst())) {
///       exit(status)
///     }
package enum WorkerRoles {
  /// Plays the role that the arguments (without the program's name) ask for and returns its exit
  /// status; nil where they ask for none.
  package static func main(
    arguments: [String], build: String = EngineVersion.current
  ) -> Int32? {
    guard let role = arguments.first, role.hasPrefix("__") else { return nil }
    let rest = Array(arguments.dropFirst())
    signal(SIGPIPE, SIG_IGN)
    do {
      switch role {
      case "__shim": return try SessionShim(arguments: rest).run()
      case "__isolated": return NetworkIsolation.run(rest)
      case "__worker": return runWorker(try WorkerOptions(arguments: rest), build: build)
      case "__fit": return FitHelperRole.run(arguments: rest)
      case "__replica": return try ReplicaRole.run(arguments: rest)
      default: return nil
      }
    } catch let error as RoleError {
      complain("\(role): \(error.message)")
      return 64
    } catch let error as SessionError {
      complain("\(role): \(error.message)")
      return 74
    } catch {
      complain("\(role): \(error)")
      return 70
    }
  }

  /// The I/O thread is this one; it ends the process, whatever the evaluator is doing.
  private static func runWorker(_ options: WorkerOptions, build: String) -> Int32 {
    do throws(SessionError) {
      if options.isIsolated, let reason = NetworkIsolation.leave() {
        throw .notIsolated(reason)
      }
      let sockets =
        options.isIsolated ? SocketDoor(descriptor: SocketRequest.descriptor) : nil
      let worker = try SessionWorker(options: options, build: build, sockets: sockets)
      let names = worker.names
      let definitions = worker.definitions
      let versions = worker.versions
      let store = worker.store
      // One that is kept may live for weeks.
      if options.isKept { StoreUpkeep.startIfDue(home: options.home) }
      let status = worker.run {
        CellRunner(
          options: options, clock: .system, store: store, names: names,
          definitions: definitions, versions: versions, sockets: sockets)
      }
      StoreUpkeep.startIfDue(home: options.home)
      _exit(status)
    } catch {
      refuse(options.connection, error)
      return 74
    }
  }

  /// Tells the front end that waits on the passed socket why there is no worker.
  private static func refuse(_ connection: Int32?, _ error: SessionError) {
    complain("the session's worker: \(error.message)")
    guard let connection else { return }
    let message = WorkerMessage.refused(code: error.code, message: error.message)
    do {
      try UnixSocket(descriptor: connection).send(try message.frame.encoded())
    } catch {
      complain("__worker: nobody was there to hear it")
    }
  }

  private static func complain(_ text: String) {
    let bytes = Array("quern \(text)\n".utf8)
    write(2, bytes, bytes.count)
  }
}
