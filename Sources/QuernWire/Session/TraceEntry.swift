package import QuernText

/// One look outside that a cell took while it ran, in order, with what it found.
///
/// A cached result holds as long as every entry of its trace still does.
package struct TraceEntry: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A file's bytes.
    case file
    /// That there was no such file.
    case absence
    /// The names in a folder.
    case listing
    /// The cell's start, by `now()`.
    case now
    /// Something that has no digest to compare: recorded, never reused.
    case volatile
  }

  /// Cheap proof that a file is still the one that was read.
  package struct Identity: Sendable, Hashable {
    package var device: Int64
    package var inode: Int64
    package var byteCount: Int64
    package var modifiedNanoseconds: Int64
    package var changedNanoseconds: Int64

    package init(
      device: Int64, inode: Int64, byteCount: Int64, modifiedNanoseconds: Int64,
      changedNanoseconds: Int64
    ) {
      self.device = device
      self.inode = inode
      self.byteCount = byteCount
      self.modifiedNanoseconds = modifiedNanoseconds
      self.changedNanoseconds = changedNanoseconds
    }
  }

  package var kind: Kind
  /// The path as the cell wrote it, resolved; or what was asked.
  package var subject: String
  /// Of the content; nil where there is none to hash.
  package var digest: Digest?
  package var identity: Identity?
  /// What the user typed, where the cell asked; never of a secret.
  package var answer: String?

  package init(
    kind: Kind, subject: String, digest: Digest? = nil, identity: Identity? = nil,
    answer: String? = nil
  ) {
    self.kind = kind
    self.subject = subject
    self.digest = digest
    self.identity = identity
    self.answer = answer
  }

  package var json: JSONObject {
    var object = JSONObject([("kind", .string(kind.rawValue)), ("subject", .string(subject))])
    if let digest { object["digest"] = .string(digest.hex) }
    if let answer { object["answer"] = .string(answer) }
    if let identity {
      object["identity"] = .array([
        .int(identity.device), .int(identity.inode), .int(identity.byteCount),
        .int(identity.modifiedNanoseconds), .int(identity.changedNanoseconds),
      ])
    }
    return object
  }

  package init(_ fields: MessageFields) throws(WireError) {
    kind = try fields.choice("kind", of: Kind.self)
    subject = try fields.text("subject")
    digest = try fields.digestIfPresent("digest")
    answer = try fields.textIfPresent("answer")
    guard fields.object["identity"] != nil else { return }
    var numbers: [Int64] = []
    for value in try fields.list("identity") {
      if case .int(let number) = value { numbers.append(number) }
    }
    guard numbers.count == 5 else {
      throw .malformed("`identity` of `\(fields.message)` must be five whole numbers")
    }
    identity = Identity(
      device: numbers[0], inode: numbers[1], byteCount: numbers[2],
      modifiedNanoseconds: numbers[3], changedNanoseconds: numbers[4])
  }
}
