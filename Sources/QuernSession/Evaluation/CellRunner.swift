internal import QuernPlan
internal import QuernSyntax
internal import QuernSystem
internal import QuernText
internal import QuernValue
internal import QuernWire
internal import QuernWords

/// Runs the cells of a session: text → plan → cache → evaluator → outputs.
///
/// Lives on the evaluator's thread and owns the names.
final class CellRunner: CellExecutor {
  let services: SessionServices
  let registry: WordRegistry
  var names: SessionNames
  var settings: SessionSettings

  init(
    options: WorkerOptions, clock: Clock, store: ContentStore,
    names: [CellReport.Definition], definitions: CellDefinitions, versions: [String: Int],
    sockets: SocketDoor? = nil
  ) {
    services = SessionServices(options: options, clock: clock, store: store, sockets: sockets)
    registry = WordRegistry(Words.all)
    self.names = SessionNames(names, definitions: definitions, versions: versions)
    settings = SessionSettings(folder: "/", notebook: "")
  }

  func configure(_ settings: SessionSettings) {
    self.settings = settings
    if settings.startsClean { names.clear() }
  }

  func execute(_ submission: CellSubmission, door: any CellDoor) -> CellReport {
    if let seconds = submission.timeoutSeconds {
      door.interrupt.allow(seconds: seconds, named: submission.namedLimitSeconds)
    }
    if let given = submission.given { names.become(given) }
    if submission.replaces { names.enter(submission.id, above: submission.above) }
    let report = CellExecution(self, submission, door).run()
    names.leave(report, replaces: submission.replaces)
    return report
  }

  /// The value of a name, from the store.
  func read(_ definition: CellReport.Definition) throws(ValueLost) -> Value {
    do {
      return try services.archive.value(definition.blob)
    } catch let error where services.archive.isDamage(error) {
      // So that the cell that defines it is not answered from a cache that has no more than this.
      services.archive.setAside(definition.blob)
      throw ValueLost(
        name: definition.name, reason: RuntimeError(any: error).diagnostic.message)
    } catch let error as CodecError {
      throw ValueLost(name: definition.name, reason: error.message)
    } catch let error as ArchiveError {
      throw ValueLost(name: definition.name, reason: error.message)
    } catch let error as SessionError {
      throw ValueLost(name: definition.name, reason: error.message)
    } catch {
      throw ValueLost(
        name: definition.name, reason: RuntimeError(any: error).diagnostic.message)
    }
  }
}
