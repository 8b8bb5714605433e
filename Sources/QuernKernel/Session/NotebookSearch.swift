internal import Glibc
internal import QuernNotebook
internal import QuernSession
internal import QuernSystem
internal import QuernText
internal import QuernWire

/// The notebook of a client that does not say which it runs, as nbclient, nbconvert and papermill:
/// one that holds the very cell that was sent, named on the client's command line or in the folder.
///
/// Its seed and its budget are the notebook's own, and so has the same outputs as `quern run`.
struct NotebookSearch {
  struct Found {
    var path: String
    var frontMatter: FrontMatter
  }

  let folder: String
  var disk: Disk = .real
  /// Paths that the client was started with.
  var named: [String] = NotebookSearch.namedByStarter()

  /// Files of a folder that are looked at, and how large one may be.
  private static let fileCountMax = 100
  private static let fileByteCountMax: Int64 = 16 << 20

  /// Nil where no notebook has the cell, or where those that have it do not agree.
  func find(_ code: String) -> Found? {
    for path in named {
      if let found = read(path, holding: code) { return found }
    }
    let found = listed().compactMap { read($0, holding: code) }
    guard let first = found.first, found.allSatisfy({ $0.frontMatter == first.frontMatter }) else {
      return nil
    }
    return first
  }

  private func listed() -> [String] {
    do throws(SystemError) {
      let names = try disk.list(folder).filter { $0.hasSuffix(".ipynb") }.sorted()
      return names.prefix(Self.fileCountMax).map { Path.join(folder, $0) }
    } catch {
      return []
    }
  }

  private func read(_ path: String, holding code: String) -> Found? {
    do {
      guard try disk.stat(path).size <= Self.fileByteCountMax else { return nil }
      let notebook = try Notebook.read(try disk.read(path), path: path)
      let language = notebook.jupyter?["metadata"]?["kernelspec"]?["language"]?.stringValue
      guard language == "quern", notebook.cells.contains(where: { $0.source == code }) else {
        return nil
      }
      return Found(path: path, frontMatter: notebook.frontMatter)
    } catch {
      // Another program's file, or one that is being written.
      return nil
    }
  }

  /// Notebooks on the command line of the program that started this one.
  private static func namedByStarter() -> [String] {
    let starter = "/proc/\(getppid())"
    guard let working = Path.resolved("\(starter)/cwd") else { return [] }
    do throws(SystemError) {
      let arguments = try Disk.real.read("\(starter)/cmdline").split(separator: 0)
      return arguments.map { String(decoding: $0, as: UTF8.self) }
        .filter { $0.hasSuffix(".ipynb") }.map { Path.absolute($0, from: working) }
    } catch {
      return []
    }
  }
}

// Which notebook it is.
extension KernelSession {
  /// Takes up the notebook's seed and budget, where nobody has told of a notebook, before the
  /// first of its cells runs.
  func settle(notebookOf request: ExecuteRequest) throws(SessionError) {
    guard main == nil, !places.isNamed, places.notebook == nil, !hasSearched, request.storesHistory,
      !request.isTyped
    else { return }
    hasSearched = true
    let search = NotebookSearch(folder: places.settings.folder)
    guard let found = search.find(request.code) else { return }
    var next = settings
    next.notebook = found.path
    next.seed = found.frontMatter.seed
    next.budget = found.frontMatter.budget
    next.idleSeconds = found.frontMatter.idleSeconds ?? next.idleSeconds
    guard next != settings else { return }
    lock.withLock { settings = next }
    order = DocumentOrder(path: found.path)
    try open().configure(next, build: options.build)
  }
}
