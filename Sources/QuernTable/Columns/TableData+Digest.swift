import QuernSystem
package import QuernText

extension TableData {
  /// The digest of schema and values: the same for the same rows, however they are laid out.
  package func contentDigest() -> Digest { digest { () throws(Never) in } }

  /// The same, stopping at an interrupt. It is computed once.
  package func contentDigest(_ context: TableContext) throws(TableError) -> Digest {
    try digest { () throws(TableError) in try context.checkInterrupt() }
  }

  private func digest<Failure: Error>(
    _ check: () throws(Failure) -> Void
  ) throws(Failure) -> Digest {
    if let known = digestMemo.value { return known }
    var hash = SHA256()
    hash.update("quern rows 1\n")
    hash.update(schema.json().text())
    hash.update(Int64(rowCount))
    for column in schema.fields.indices {
      var writer = ValueHash(hash)
      for group in groups {
        try check()
        writer.add(group.columns[column])
      }
      hash = writer.finish()
    }
    let digest = hash.finalize()
    digestMemo.value = digest
    return digest
  }
}

/// The digest of a table's rows once it is known.
final class DigestMemo: @unchecked Sendable {
  private let lock = Lock()
  private var known: Digest?

  var value: Digest? {
    get { lock.withLock { known } }
    set { lock.withLock { known = newValue } }
  }
}

/// Feeds values to a hash in a form that does not depend on chunks, buffers or dictionaries.
struct ValueHash {
  private var hash: SHA256
  private var bytes: [UInt8] = []

  private static let bufferedMax = 1 << 16

  init(_ hash: SHA256) { self.hash = hash }

  mutating func finish() -> SHA256 {
    hash.update(bytes)
    bytes = []
    return hash
  }

  mutating func add(_ chunk: ColumnChunk) {
    for row in 0..<chunk.count { add(chunk, row) }
  }

  /// One byte says whether there is a value; then the value, texts and lists after their length.
  private mutating func add(_ chunk: ColumnChunk, _ row: Int) {
    if bytes.count >= ValueHash.bufferedMax {
      hash.update(bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    if chunk.isNull(row) {
      bytes.append(0)
      return
    }
    bytes.append(1)
    switch chunk.storage {
    case .null: break
    case .bits(let bits): bytes.append(Bitmap.get(bits.base, row) ? 1 : 0)
    case .int64: word(UInt64(bitPattern: chunk.int64s[row]))
    case .float64: word((chunk.float64s[row] + 0).bitPattern)
    case .strings: text(chunk.stringColumn.bytes(row))
    case .codes(_, let dictionary): text(dictionary.stringColumn.bytes(Int(chunk.codes[row])))
    case .list(let offsets, let child):
      let at = offsets.base.assumingMemoryBound(to: Int64.self)
      word(UInt64(at[row + 1] - at[row]))
      for element in Int(at[row])..<Int(at[row + 1]) { add(child, element) }
    case .structure(let children):
      for child in children { add(child, row) }
    }
  }

  private mutating func word(_ value: UInt64) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
    word(UInt64(text.count))
    bytes.append(contentsOf: text)
  }
}
