import QuernSystem
package import QuernText

extension Table {
  /// Computes the rows, once: later calls give the same object, and its notes again.
  package func collect(_ context: TableContext) throws(TableError) -> TableData {
    if case .data(let data) = plan { return data }
    if let data = memo.data {
      let known = memo.notes
      if context.tellsOld {
        context.notes.add(known.all)
      } else if !memo.isOld {
        context.notes.add(known.news)
      }
      return data
    }
    let execution = Execution(context)
    let start = Clock.system.monotonicNs()
    let groups = try execution.rows(self, columns: Array(schema.fields.indices))
    let data = TableData(schema: schema, groups: groups)
    memo.keep(data, notes: execution.notes, nanoseconds: Clock.system.monotonicNs() - start)
    context.notes.add(execution.notes.news)
    return data
  }

  /// The number of rows; computed without columns where the rows are not there yet.
  package func rowCount(_ context: TableContext) throws(TableError) -> Int {
    if let data = materialised { return data.rowCount }
    if let known = memo.rowCount { return known }
    if let stored = memo.stored { return stored.rows.rowCount }
    if case .source(let source) = plan, let known = source.rowCountIfKnown { return known }
    let execution = Execution(context)
    let count = try execution.rows(self, columns: []).reduce(0) { $0 + $1.rowCount }
    memo.rowCount = count
    return count
  }

  /// Which table this is: the digest of its canonical plan and of its sources' contents.
  package func digest(_ context: TableContext) throws(TableError) -> Digest {
    if let known = memo.digest { return known }
    var contents: [ObjectIdentifier: Digest] = [:]
    for leaf in leaves {
      switch leaf {
      case .data(let data): contents[ObjectIdentifier(data)] = try data.contentDigest(context)
      case .source(let source):
        contents[ObjectIdentifier(source)] = try source.contentDigest(context)
      case .placeholder: break
      }
    }
    var writer = PlanWriter(contents: contents)
    let root = writer.write(self)
    var hash = SHA256()
    hash.update("quern table 1\n")
    hash.update(writer.json(root).text())
    for leaf in writer.leaves {
      switch leaf {
      case .data(let data): hash.update(try data.contentDigest(context).bytes)
      case .source(let source): hash.update(try source.contentDigest(context).bytes)
      case .placeholder(let schema): hash.update(schema.json().text())
      }
    }
    let digest = hash.finalize()
    memo.digest = digest
    return digest
  }
}
