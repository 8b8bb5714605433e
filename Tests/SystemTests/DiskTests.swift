import Glibc
import QuernSystem
import QuernTesting
import Testing

@Suite struct DiskTests {
  private let directory: TemporaryFolder
  private let disk = Disk.real

  init() throws { directory = TemporaryFolder() }

  @Test func filesReadBackWhatWasWritten() throws {
    let path = directory.file("a")
    for count in [0, 1, 4_095, 4_096, 70_000] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
      try disk.writeAtomically(path, bytes)
      #expect(try disk.read(path) == bytes)
      #expect(try disk.stat(path).size == Int64(count))
    }
    #expect(try disk.list(directory.path) == ["a"], "no temporary file is left")
  }

  @Test func filesWithoutASizeAreReadWhole() throws {
    let text = try disk.readText("/proc/self/status")
    #expect(text.contains("Threads:"))
  }

  @Test func aReplacedFileKeepsItsPermissions() throws {
    let path = directory.file("secret")
    try disk.writeAtomically(path, text: "1")
    chmod(path, 0o600)
    try disk.writeAtomically(path, text: "2")
    #expect(try disk.stat(path).permissions == 0o600)
    #expect(try disk.readText(path) == "2")
  }

  @Test func readersSeeTheOldOrTheNewFileNeverHalf() throws {
    let path = directory.file("flip")
    let disk = disk
    let contents = [[UInt8](repeating: 1, count: 100_000), [UInt8](repeating: 2, count: 50_000)]
    try disk.writeAtomically(path, contents[0])
    let writer = try PlatformThread.start(name: "writer") {
      for turn in 1...20 {
        do {
          try disk.writeAtomically(path, contents[turn % 2])
        } catch {
          Issue.record("\(error)")
        }
      }
    }
    for _ in 0..<100 { #expect(contents.contains(try disk.read(path))) }
    writer.join()
  }

  @Test func directoriesAreMadeListedAndRemoved() throws {
    let deep = directory.file("a/b/c")
    try disk.makeDirectory(deep)
    try disk.makeDirectory(deep)
    try disk.writeAtomically(deep + "/é", text: "x")
    try disk.writeAtomically(deep + "/B", text: "x")
    try disk.writeAtomically(deep + "/a", text: "x")
    #expect(try disk.list(deep) == ["B", "a", "é"])
    #expect(disk.isDirectory(deep))
    symlink("/etc", deep + "/link")
    try disk.remove(directory.file("a"))
    #expect(!disk.exists(directory.file("a")))
    #expect(disk.exists("/etc"), "links are removed, not followed")
    try disk.remove(directory.file("a"))
  }

  @Test func errorsNamePathOperationAndReason() throws {
    let path = directory.file("none")
    do {
      _ = try disk.read(path)
      Issue.record("read a file that is not there")
    } catch {
      #expect(error == .file(path: path, operation: "open", errno: ENOENT))
      #expect(error.isAbsence)
      #expect(error.message == "cannot open \(path): No such file or directory")
    }
    #expect(throws: SystemError.file(path: directory.path, operation: "read", errno: EISDIR)) {
      try disk.read(directory.path)
    }
    try disk.writeAtomically(path, [0xFF])
    #expect(throws: SystemError.malformed(path: path, reason: "it is not UTF-8 text")) {
      try disk.readText(path)
    }
    #expect(throws: SystemError.self) { try disk.makeDirectory(path) }
    #expect(throws: SystemError.self) { try disk.writeAtomically(path + "/x", []) }
  }

  @Test func statusTellsWhetherAFileHasChanged() throws {
    let path = directory.file("a")
    try disk.writeAtomically(path, text: "1")
    let first = try disk.stat(path)
    #expect(try disk.stat(path) == first)
    try disk.writeAtomically(path, text: "2")
    let second = try disk.stat(path)
    #expect(second != first)
    #expect(second.isRegular && !second.isDirectory)
  }

  @Test func handlesReadAndWriteAtPlaces() throws {
    let file = try FileHandle.open(directory.file("h"), .createNew)
    try file.write(Array("hello".utf8))
    try Array("J".utf8).withUnsafeBytes { try file.pwrite($0, at: 0) }
    #expect(try file.pread(count: 100, at: 1) == Array("ello".utf8))
    #expect(try file.pread(count: 1, at: 0) == Array("J".utf8))
    #expect(try file.pread(count: 4, at: 99).isEmpty)
    try file.truncate(to: 2)
    try file.sync()
    #expect(try file.size() == 2)
    #expect(throws: SystemError.self) { try FileHandle.open(directory.file("h"), .createNew) }
    file.close()
    file.close()
    #expect(throws: SystemError.self) { try file.size() }
    let more = try FileHandle.open(directory.file("h"), .append)
    try more.write(Array("y".utf8))
    #expect(try disk.readText(directory.file("h")) == "Jey")
  }

  @Test func aLockHeldElsewhereIsNotTaken() throws {
    let path = directory.file("lock")
    let first = try FileHandle.open(path, .readWrite)
    let second = try FileHandle.open(path, .readWrite)
    #expect(try first.tryLock())
    #expect(try !second.tryLock())
    #expect(try !second.tryLock(exclusive: false))
    first.close()
    #expect(try second.tryLock())
    second.unlock()
    try second.lock(exclusive: false)
    let third = try FileHandle.open(path, .readWrite)
    #expect(try third.tryLock(exclusive: false))
  }

  @Test func mappedFilesShowTheirBytes() throws {
    let path = directory.file("m")
    let bytes = (0..<9_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    try disk.writeAtomically(path, bytes)
    let mapped = try MappedFile.open(path)
    #expect(mapped.withBytes { Array($0) } == bytes)
    try disk.writeAtomically(path, [])
    #expect(mapped.withBytes { Array($0) } == bytes, "the old file stays while it is mapped")
    #expect(try MappedFile.open(path).withBytes { $0.isEmpty })
  }

  @Test(arguments: [
    ("/a/b", "/a"), ("/a", "/"), ("/", "/"), ("a", "."), ("a/b/", "a"), ("a//b", "a"),
  ])
  func parentsOfPaths(_ path: String, _ parent: String) {
    #expect(Path.parent(path) == parent)
  }

  @Test func pathsAreTakenApartAndPutTogether() {
    #expect(Path.join("/a", "b") == "/a/b")
    #expect(Path.join("/a/", "b") == "/a/b")
    #expect(Path.join("/a", "/b") == "/b")
    #expect(Path.name("/a/b.csv") == "b.csv")
    #expect(Path.suffix("/a.d/B.CSV") == "csv")
    #expect(Path.suffix("/a/.profile") == "")
    #expect(Path.stem("/a/b.csv.gz") == "b.csv")
    #expect(Path.normalised("/a/./b//../c/..") == "/a")
    #expect(Path.normalised("../../a/..") == "../..")
    #expect(Path.normalised("/../a") == "/a")
    #expect(Path.absolute("b", from: "/a") == "/a/b")
    #expect(Path.resolved("/proc/self/none") == nil)
  }
}
