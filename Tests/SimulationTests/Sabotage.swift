@testable import QuernSession

/// What can be broken on purpose: the simulation has to find each.
enum Sabotage: Sendable, Hashable, CaseIterable {
  /// Front ends do not send again what crossed a hibernation.
  case forgetsCrossed
  /// An act leaves before its intent is on disk.
  case actsBeforeSync
  /// Front ends see an event before it is in the journal.
  case showsBeforeJournal
  /// The snapshot at a rotation lacks a name.
  case rotationLosesNames
  /// A replay begins one event too late.
  case replayLosesPlace
  /// What a collected session used is added a second time, as if it were another use.
  case ledgerCountsTwice

  /// The invariants that it may violate first.
  var signs: Set<String> {
    switch self {
    case .forgetsCrossed: ["waiting"]
    case .actsBeforeSync: ["intent"]
    case .showsBeforeJournal: ["unwritten"]
    case .rotationLosesNames: ["state"]
    case .replayLosesPlace: ["replay"]
    case .ledgerCountsTwice: ["ledger"]
    }
  }
}

extension SessionLedger {
  /// As `add`, under numbers that no use has.
  func addShifted(_ directory: SessionDirectory, _ disk: JournalDisk) throws(SessionError) {
    var uses = try SessionUses(home: "", disk: disk).uses(of: directory)
    for place in uses.indices { uses[place].sequence += 1_000_000 }
    try add(uses, disk)
  }
}
