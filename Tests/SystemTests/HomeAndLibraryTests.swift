import Glibc
import QuernSystem
import QuernTesting
import QuernText
import Testing

@Suite struct HomeAndLibraryTests {
  private let directory: TemporaryFolder

  init() throws { directory = TemporaryFolder() }

  @Test func theHomeIsWhereTheEnvironmentSays() throws {
    let base = Path.resolved(directory.path) ?? directory.path
    func home(_ environment: [String: String]) throws -> HomeDirectory {
      try HomeDirectory.find(
        environment: environment.merging(["XDG_RUNTIME_DIR": base]) { a, _ in a })
    }
    #expect(
      try home(["QUERN_HOME": base + "/h/", "XDG_DATA_HOME": "/x", "HOME": "/y"]).path == base
        + "/h")
    #expect(
      try home(["QUERN_HOME": "", "XDG_DATA_HOME": base + "/d"]).path == base + "/d/quern")
    #expect(
      try home(["XDG_DATA_HOME": "relative", "HOME": base]).path == base + "/.local/share/quern")
    #expect(try Disk.real.stat(base + "/h").permissions == 0o700)
  }

  @Test func twoHomesHaveTwoRuntimeDirectories() throws {
    let base = Path.resolved(directory.path) ?? directory.path
    func find(_ name: String) throws -> HomeDirectory {
      try HomeDirectory.find(
        environment: ["QUERN_HOME": base + "/" + name, "XDG_RUNTIME_DIR": base])
    }
    let first = try find("a")
    let second = try find("b")
    #expect(first.runtimeDirectory != second.runtimeDirectory)
    #expect(try find("a") == first)
    symlink(base + "/a", base + "/link")
    #expect(try find("link") == first, "a link to a home is that home")
    #expect(first.runtimeDirectory.utf8.count <= 80, "room for a socket's name")
    #expect(try Disk.real.stat(first.runtimeDirectory).permissions == 0o700)
    #expect(first.file("x") == base + "/a/x")
  }

  @Test func aLibraryIsOpenedAndItsFunctionsCalled() throws {
    let library = try DynamicLibrary.open(["libnone.so.9", "libm.so.6"], apt: "libc6")
    #expect(library.name == "libm.so.6")
    let cosine = try library.symbol("cos", as: (@convention(c) (Double) -> Double).self)
    #expect(cosine(0) == 1)
    #expect(library.has("sin"))
    #expect(!library.has("no_such_function"))
    #expect(library.path(ofSymbol: "cos").map { Disk.real.exists($0) } == true)
    let missing = #expect(throws: SystemError.self) {
      try library.symbol("no_such_function", as: (@convention(c) () -> Void).self)
    }
    #expect(missing == .missingSymbol(library: "libm.so.6", symbol: "no_such_function"))
  }

  @Test func anAbsentLibraryNamesItsPackage() {
    let error = #expect(throws: SystemError.self) {
      try DynamicLibrary.open(["libquernnone.so.1"], apt: "libquernnone1")
    }
    #expect(
      error?.message
        == "libquernnone.so.1 is not installed; `apt install libquernnone1` installs it")
  }

  @Test func clocksAreValues() {
    let start = Clock.system.monotonicNs()
    #expect(Clock.system.monotonicNs() >= start)
    // After this was written, before the year 2200.
    let now = Clock.system.instant
    #expect(now > Instant(microseconds: 1_700_000_000_000_000))
    #expect(now < Instant(microseconds: 7_258_118_400_000_000))
    let fixed = Clock.fixed(at: Instant(microseconds: 5))
    #expect(fixed.now() == 5)
    #expect(fixed.instant.isoString == "1970-01-01T00:00:00.000005Z")
  }
}
