/// Where an instance stands, by SageMaker's names for notebook instances.
package enum InstanceStatus: String, Sendable, Hashable, CaseIterable {
  /// It is being started: its lifecycle's scripts run, or its worker begins.
  case pending = "Pending"
  case inService = "InService"
  case stopping = "Stopping"
  /// No process; names and values are on disk.
  case stopped = "Stopped"
  /// Its last start failed.
  case failed = "Failed"
  case deleting = "Deleting"
  /// It is being given another type.
  case updating = "Updating"

  /// Whether it may be deleted.
  package var isAtRest: Bool { self == .stopped || self == .failed }
}
