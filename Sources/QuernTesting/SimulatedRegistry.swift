import QuernLearning
import QuernPlan
import QuernText
import Synchronization

/// A model registry in memory.
final class SimulatedRegistry: Sendable {
  struct Version {
    var number: Int
    var model: Model
    var digest: Digest
    var status: String
  }

  private let groups = Mutex<[String: [Version]]>([:])

  func versions(of group: String) -> [Version] { groups.withLock { $0[group] ?? [] } }

  /// As the platform does: the same bytes are the same version.
  func register(_ request: RegisterRequest) throws -> (Version, ActOutcome) {
    let digest = try request.model.digest()
    return groups.withLock { groups in
      var versions = groups[request.group] ?? []
      if let index = versions.lastIndex(where: { $0.digest == digest }) {
        let before = versions[index].status
        versions[index].status = request.status ?? before
        groups[request.group] = versions
        return (versions[index], versions[index].status == before ? .unchanged : .updated)
      }
      let version = Version(
        number: versions.count + 1, model: request.model, digest: digest,
        status: request.status ?? "PendingManualApproval")
      groups[request.group] = versions + [version]
      return (version, .created)
    }
  }
}
