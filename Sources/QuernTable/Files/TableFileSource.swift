import QuernSystem
package import QuernText

/// A mapped table file as a source of rows.
///
/// Each buffer's checksum is compared when it is first used: damage is an error that names the
/// file, never wrong rows.
package final class TableFileSource: TableSource, Sendable {
  package let schema: Schema
  package let identity: SourceIdentity
  package let rowCount: Int
  private let digest: Digest
  /// What the computation of the rows had to remark.
  let notes: [Note]
  /// Of the source that these rows stand for; nil where they stand for themselves.
  package let original: Digest?
  private let file: MappedFile
  private let groups: [Group]
  private let checks: CheckedPieces

  private struct Group: Sendable {
    var rowCount: Int
    var pieces: [TableFile.Piece]
  }

  init(_ path: String, standingFor original: Digest?) throws(TableError) {
    self.original = original
    do throws(SystemError) {
      let status = try FileStatus.of(path)
      file = try MappedFile.open(path)
      identity = SourceIdentity(
        path: path, device: status.device, inode: status.inode, byteCount: status.size,
        modifiedNs: status.modifiedNs)
    } catch {
      throw .file(error)
    }
    let footer = try TableFileSource.footer(file)
    guard let schema = footer["schema"].flatMap({ Schema(json: $0) }),
      let rows = footer["rows"]?.intValue, let list = footer["groups"]?.arrayValue,
      let digest = footer["digest"]?.stringValue.flatMap({ Digest(hex: $0) })
    else { throw TableFileSource.damaged(file, "its footer lacks a part") }
    var groups: [Group] = []
    for entry in list {
      guard let count = entry["rows"]?.intValue, let columns = entry["columns"]?.arrayValue,
        columns.count == schema.count
      else { throw TableFileSource.damaged(file, "a row group is not described") }
      let pieces = columns.compactMap { TableFile.Piece(json: $0) }
      guard pieces.count == columns.count, pieces.allSatisfy({ $0.count == Int(count) }) else {
        throw TableFileSource.damaged(file, "a column is not described")
      }
      groups.append(Group(rowCount: Int(count), pieces: pieces))
    }
    guard groups.reduce(0, { $0 + $1.rowCount }) == Int(rows) else {
      throw TableFileSource.damaged(file, "its rows do not add up")
    }
    self.schema = schema
    self.digest = digest
    notes = (footer["notes"]?.arrayValue ?? []).compactMap { note in
      guard let code = note[0]?.stringValue, let text = note[1]?.stringValue else { return nil }
      return Note(code: code, text: text)
    }
    self.groups = groups
    rowCount = Int(rows)
    checks = CheckedPieces(count: groups.count * max(1, schema.count))
  }

  package var description: String { "table \(identity.path)" }
  package var rowCountIfKnown: Int? { rowCount }
  package var appliesFilters: Bool { false }

  /// Rows without a value, by column; no row is looked at.
  package var nullCounts: [Int] {
    schema.fields.indices.map { column in
      groups.reduce(0) { $0 + $1.pieces[column].nullCount }
    }
  }

  /// Whether the file was written under this digest.
  func isNamed(_ digest: Digest) -> Bool { self.digest == digest }

  package func contentDigest(_ context: TableContext) throws(TableError) -> Digest {
    original ?? digest
  }

  package func scan(
    columns: [Int], filter: ScanFilter?, context: TableContext,
    _ emit: @Sendable (Int, RowGroup) throws(TableError) -> ScanFlow
  ) throws(TableError) {
    for index in groups.indices {
      try context.checkInterrupt()
      var chunks: [ColumnChunk] = []
      for column in columns { chunks.append(try chunk(index, column)) }
      let rows = RowGroup(rowCount: groups[index].rowCount, columns: chunks)
      if try emit(index, rows) == .enough { return }
    }
  }

  /// All rows, without a copy of their buffers.
  package func data() throws(TableError) -> TableData {
    TableData(schema: schema, groups: try groups(Array(schema.fields.indices)))
  }

  /// All row groups with these columns, without a copy of their buffers.
  func groups(_ columns: [Int]) throws(TableError) -> [RowGroup] {
    var rows: [RowGroup] = []
    for index in groups.indices {
      var chunks: [ColumnChunk] = []
      for column in columns { chunks.append(try chunk(index, column)) }
      rows.append(RowGroup(rowCount: groups[index].rowCount, columns: chunks))
    }
    return rows
  }

  private func chunk(_ group: Int, _ column: Int) throws(TableError) -> ColumnChunk {
    let piece = groups[group].pieces[column]
    let number = group * schema.count + column
    let reader = TableFileReader(file: file, isChecked: checks.contains(number))
    let chunk = try reader.chunk(piece, schema.fields[column].type)
    checks.insert(number)
    return chunk
  }

  // MARK: Footer

  private static func footer(_ file: MappedFile) throws(TableError) -> JSON {
    let bytes = file.bytes
    defer { withExtendedLifetime(file) {} }
    let magic = TableFile.magic
    guard bytes.count >= TableFile.alignment + TableFile.trailerBytes,
      bytes.prefix(magic.count).elementsEqual(magic),
      bytes.suffix(magic.count).elementsEqual(magic)
    else { throw damaged(file, "it is no table file, or cut short") }
    let trailer = bytes.count - TableFile.trailerBytes
    func word(_ place: Int) -> UInt64 {
      let raw = bytes.loadUnaligned(fromByteOffset: trailer + 8 * place, as: UInt64.self)
      return UInt64(littleEndian: raw)
    }
    guard let offset = Int(exactly: word(0)), let count = Int(exactly: word(1)),
      offset <= trailer, count == trailer - offset
    else { throw damaged(file, "its trailer points nowhere") }
    let footer = UnsafeRawBufferPointer(rebasing: bytes[offset..<trailer])
    guard UInt64(CRC32C.checksum(footer)) == word(2) else {
      throw damaged(file, "its footer has a wrong checksum")
    }
    let json: JSON
    do throws(JSONError) { json = try JSON.parse(footer) } catch {
      throw damaged(file, "its footer cannot be read")
    }
    guard json["version"]?.intValue == TableFile.version else {
      throw damaged(file, "it was written by another version of Quern")
    }
    return json
  }

  static func damaged(_ file: MappedFile, _ reason: String) -> TableError {
    .file(.malformed(path: file.path, reason: reason))
  }
}

/// Which pieces were compared with their checksums.
private final class CheckedPieces: @unchecked Sendable {
  private let lock = Lock()
  private var checked: [Bool]

  init(count: Int) { checked = [Bool](repeating: false, count: count) }

  func contains(_ number: Int) -> Bool { lock.withLock { checked[number] } }
  func insert(_ number: Int) { lock.withLock { checked[number] = true } }
}
