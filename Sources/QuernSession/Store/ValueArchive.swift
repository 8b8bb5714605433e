internal import QuernSystem
internal import QuernTable
internal import QuernText
internal import QuernValue
internal import QuernWire

/// Values on disk: blobs in the content store, rows of tables as columns in `tables/`.
///
/// What a table starts from is kept once, by the digest of its content: rows that were computed,
/// and files outside up to a size, so that deleting the file loses nothing. Larger files stay
/// outside and are opened again where they were; one that has changed is an error.
final class ValueArchive: ValueStore {
  private let blobs: ContentStore
  private let folder: String
  private let arena: Arena
  private let workers: Workers
  private let keptFileByteCountMax: Int
  private let files: FileFacts
  private let derived: DerivedRows
  private let origins = SourceOrigins()
  private let key: HomeKey
  private let opened = OpenSources()
  private let sharing = PlanSharing()

  init(
    blobs: ContentStore, folder: String, key: HomeKey, files: FileFacts, derived: DerivedRows,
    arena: Arena, workers: Workers, keptFileByteCountMax: Int = SessionLimits.keptFileByteCountMax
  ) {
    self.keptFileByteCountMax = keptFileByteCountMax
    self.key = key
    self.blobs = blobs
    self.folder = folder
    self.files = files
    self.derived = derived
    self.arena = arena
    self.workers = workers
  }

  /// Keeps a value; its digest tells it from all others, its blob gives it back.
  func keep(_ value: Value, _ context: TableContext) throws -> (digest: Digest, blob: Digest) {
    let blob = try blobs.put(try ValueCodec.encode(value, into: self))
    return (try ValueCodec.digest(value, context), blob)
  }

  func value(_ blob: Digest) throws -> Value {
    try ValueCodec.decode(try blobs.read(blob), from: self)
  }

  /// Remembers how a source was opened, so that it can be again.
  func note(_ source: any TableSource, _ options: CSVOptions) { origins.note(source, options) }

  func seal(_ secret: String) throws -> [UInt8] { try key.seal().close(secret) }

  func unseal(_ bytes: [UInt8]) throws -> String? { try key.seal().open(bytes) }

  func put(_ bytes: [UInt8]) throws -> Digest { try blobs.put(bytes) }

  func get(_ digest: Digest) throws -> [UInt8] { try blobs.read(digest) }

  func keep(_ leaf: TableLeaf) throws -> JSON {
    switch leaf {
    case .placeholder(let schema):
      return .members([("kind", "placeholder"), ("schema", schema.json())])
    case .data(let data):
      let digest = data.contentDigest()
      return try kept(digest) { data }
    case .source(let source):
      if let file = source as? TableFileSource {
        return reference(Path.stem(file.identity.path), standingFor: file.original)
      }
      guard let options = origins.options(of: source) else {
        let content = try content(source)
        return try kept(content, standingFor: content) { try self.rows(source) }
      }
      if source.identity.byteCount > Int64(keptFileByteCountMax) {
        return try outside(source, options)
      }
      let content = try content(source)
      let name = SHA256.hash("\(content.hex)\n\(options.json.text(sortedKeys: true))")
      return try kept(name, standingFor: content) { try self.rows(source) }
    }
  }

  /// Tables that have sources or steps in common have them in common again.
  func table(_ plan: JSON, _ leaves: [TableLeaf]) throws -> Table {
    let table = try Table.fromPlanJSON(plan, sources: leaves, sharing: sharing)
    derived.attach(to: table, context)
    return table
  }

  func open(_ reference: JSON) throws -> TableLeaf {
    let fields = try MessageFields(reference, of: "table reference")
    switch try fields.text("kind") {
    case "placeholder":
      guard let schema = reference["schema"].flatMap({ Schema(json: $0) }) else {
        throw ArchiveError.unknownReference
      }
      return .placeholder(schema)
    case "rows":
      let path = path(try fields.text("name"))
      let original = try fields.digestIfPresent("original")
      return .source(
        try opened.source("\(path) \(original?.hex ?? "")") {
          try TableFile.open(path, standingFor: original)
        })
    case "file":
      return .source(
        try opened.source(reference.text(sortedKeys: true)) { try reopened(fields) })
    case let kind:
      throw ArchiveError.unknownKind(kind)
    }
  }

  /// Whether a value cannot be read because the store's bytes are not what was written, or gone.
  func isDamage(_ error: any Error) -> Bool {
    switch error {
    case SessionError.journalDamaged: true
    case SessionError.disk(_, _, let code): code == 2
    case TableError.file(.malformed(let path, _)): path.hasPrefix(folder)
    case TableError.file(.file(let path, _, let code)): code == 2 && path.hasPrefix(folder)
    default: false
    }
  }

  /// Gives a blob another name: whoever looks for it computes it again.
  func setAside(_ blob: Digest) { setAside(blobs.path(of: blob)) }

  /// As `setAside`, for a table whose damage was found while its rows were read.
  func setAsideDamaged(namedIn message: String) {
    for word in message.split(whereSeparator: { $0 == " " || $0 == ":" || $0 == "`" })
    where word.hasPrefix(folder) && word.hasSuffix(".qtable") {
      setAside(String(word))
    }
  }

  private func setAside(_ path: String) {
    opened.forget(path)
    do throws(SystemError) {
      try Disk.real.rename(path, path + ".damaged")
    } catch {
      // It is gone already, or the disk cannot be written: the value is lost in either case.
    }
  }

  /// Rows under a name that says what they are; written where they are not there yet.
  private func kept(
    _ digest: Digest, standingFor original: Digest? = nil, _ rows: () throws -> TableData
  ) throws -> JSON {
    let path = path(digest.hex)
    // What is there already is used from now on: a collection leaves it.
    if !JournalDisk.real.touch(path) {
      try Disk.real.makeDirectory(Path.parent(path))
      try TableFile.write(try rows(), to: path)
    }
    return reference(digest.hex, standingFor: original)
  }

  private func reference(_ name: String, standingFor original: Digest?) -> JSON {
    var reference = JSONObject([("kind", "rows"), ("name", .string(name))])
    if let original { reference["original"] = .string(original.hex) }
    return .object(reference)
  }

  private func path(_ name: String) -> String { "\(folder)/\(name.prefix(2))/\(name).qtable" }

  private func rows(_ source: any TableSource) throws -> TableData {
    try Table(source: source).collect(context)
  }

  private func content(_ source: any TableSource) throws -> Digest {
    try source.contentDigest(context)
  }

  private var context: TableContext {
    TableContext(arena: arena, workers: workers, interrupt: Interrupt())
  }

  private func outside(_ source: any TableSource, _ options: CSVOptions) throws -> JSON {
    var reference = JSONObject([
      ("kind", "file"), ("path", .string(source.identity.path)), ("options", options.json),
      ("digest", .string(try content(source).hex)), ("schema", source.schema.json()),
    ])
    if let file = source as? any PinnedFile {
      reference["file"] = .string(try file.fileDigest(context).hex)
      reference["form"] = file.saved()
      if let seen = try Self.settled(source.identity) { reference["seen"] = .object(seen) }
    }
    return .object(reference)
  }

  /// What tells a file that has not changed; nil where it is so young that it could change unseen.
  private static func settled(_ identity: SourceIdentity) throws(SystemError) -> JSONObject? {
    let status = try FileStatus.of(identity.path)
    let latest = max(status.modifiedNs, status.changedNs)
    guard status.inode == identity.inode, status.size == identity.byteCount,
      status.modifiedNs == identity.modifiedNs,
      Clock.system.now() * 1000 - latest > FileFacts.grainNs
    else { return nil }
    return JSONObject([
      ("device", .int(Int64(bitPattern: status.device))),
      ("inode", .int(Int64(bitPattern: status.inode))), ("size", .int(status.size)),
      ("modified", .int(status.modifiedNs)), ("changed", .int(status.changedNs)),
    ])
  }

  /// A file outside as it was when the value was kept. Of one that nobody has touched nothing is
  /// read: what is in it, and where, is known.
  private func reopened(_ fields: MessageFields) throws -> any TableSource {
    let path = try fields.text("path")
    let options = try CSVOptions(fields.fields("options"))
    let expected = try fields.digestIfPresent("digest")
    if let file = try fields.digestIfPresent("file"), let form = fields.object["form"],
      let source = try TableFiles.restore(path, options: options, saved: form)
    {
      guard try isUnchanged(source, file, fields.object["seen"]) else {
        throw TableError.sourceChanged(path: path)
      }
      source.know(fileDigest: file)
      if try source.contentDigest(context) == expected {
        origins.note(source, options)
        return source
      }
    }
    let source = try TableFiles.open(path, options: options, context: context)
    guard try source.contentDigest(context) == expected else {
      throw TableError.sourceChanged(path: path)
    }
    origins.note(source, options)
    return source
  }

  /// Whether a file has the bytes it had; it is read where its times do not show it.
  private func isUnchanged(
    _ source: any PinnedFile, _ digest: Digest, _ seen: JSON?
  ) throws -> Bool {
    if let seen, let now = try Self.settled(source.identity), seen == .object(now) { return true }
    let path = source.identity.path
    return try files.digest(path, TraceEntry.Identity(try FileStatus.of(path))) == digest
  }
}

/// Why a saved table cannot be opened.
enum ArchiveError: Error {
  case unknownReference
  case unknownKind(String)

  var message: String {
    switch self {
    case .unknownReference: "its reference is damaged"
    case .unknownKind(let kind): "it was saved by a newer Quern (`\(kind)`)"
    }
  }
}

/// With which options each source was opened, as long as the source lives.
private final class SourceOrigins: @unchecked Sendable {
  private struct Origin {
    weak var source: (any TableSource)?
    var options: CSVOptions
  }

  private let lock = Lock()
  private var origins: [ObjectIdentifier: Origin] = [:]

  func note(_ source: any TableSource, _ options: CSVOptions) {
    lock.withLock {
      // An identifier is used again once its object is gone.
      for (id, origin) in origins where origin.source == nil { origins[id] = nil }
      origins[ObjectIdentifier(source)] = Origin(source: source, options: options)
    }
  }

  func options(of source: any TableSource) -> CSVOptions? {
    lock.withLock {
      guard let origin = origins[ObjectIdentifier(source)], origin.source === source else {
        return nil
      }
      return origin.options
    }
  }
}

/// Sources that are open, so that what was kept once is opened once.
private final class OpenSources: @unchecked Sendable {
  private struct Entry {
    weak var source: (any TableSource)?
  }

  private let lock = Lock()
  private var entries: [String: Entry] = [:]

  func source(
    _ key: String, _ open: () throws -> any TableSource
  ) rethrows -> any TableSource {
    if let known = lock.withLock({ entries[key]?.source }) { return known }
    let source = try open()
    lock.withLock {
      entries = entries.filter { $0.value.source != nil }
      entries[key] = Entry(source: source)
    }
    return source
  }

  /// Has a file opened anew by whoever asks next.
  func forget(_ path: String) {
    lock.withLock { entries = entries.filter { !$0.key.hasPrefix(path) } }
  }
}
