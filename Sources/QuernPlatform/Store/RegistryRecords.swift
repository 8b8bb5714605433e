internal import GRDB
internal import QuernOperations

/// A group of a model's versions.
struct ModelPackageGroupRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "modelPackageGroup"
  var account: String
  var region: String
  var name: String
  var principal: String
  var token: String?
  var owner: String?
  var createdAt: Int64
  /// The highest version that was ever given.
  var lastVersion: Int
  var input: String
}

/// One version of a registered model, with the digest of the platform's copy of its file.
struct ModelPackageRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "modelPackage"
  var account: String
  var region: String
  /// Group and version with leading zeros: in the order of versions.
  var name: String
  var groupName: String
  var version: Int
  var principal: String
  var token: String?
  var owner: String?
  var createdAt: Int64
  var modifiedAt: Int64
  var approvalStatus: String
  var approvalDescription: String?
  var clientToken: String?
  var dataDigest: String
  /// As it was given, with the platform's copy as its data, and with later updates.
  var input: String

  /// `churn/3`.
  var shortName: String { "\(groupName)/\(version)" }

  static func key(group: String, version: Int) -> String {
    let digits = String(version)
    return group + "/" + String(repeating: "0", count: max(0, 9 - digits.count)) + digits
  }
}
