import Glibc
import QuernPlatform
import QuernSystem
import QuernText
import Testing

/// SQLite itself finds the disk full, at every page that it wants.
@Suite struct FullDiskTests {
  /// What a notebook that deploys, registers, moves on and stops asks of the platform.
  private typealias Step = (name: String, run: (PlatformFixture) throws -> Void)

  private struct Refused: Error {
    let error: PlatformError
  }

  private static func asked(_ operation: String, _ input: JSON) -> Step {
    (
      operation,
      { fixture in
        let answer = fixture.perform(operation, input, owner: "n.md", token: operation)
        if case .error(let error) = answer { throw Refused(error: error) }
      }
    )
  }

  private static func reported(
    _ name: String, _ event: @escaping (Int) -> EndpointEvent
  ) -> Step {
    (
      name,
      { fixture in
        fixture.advance(seconds: 1)
        for number in try fixture.state("e").replicas.map(\.number) {
          do throws(PlatformFault) {
            try fixture.platform.report(event(number), replica: number)
          } catch {
            throw Refused(error: .fault(error))
          }
        }
      }
    )
  }

  /// Long enough that every row wants pages of its own.
  private static let words = String(repeating: "a description that takes its room. ", count: 20)

  private static func steps(_ modelPath: String) -> [Step] {
    func config(_ name: String, _ count: Int) -> JSON {
      [
        "EndpointConfigName": .string(name),
        "ProductionVariants": [
          [
            "VariantName": "A", "ModelName": "m", "InitialInstanceCount": .int(Int64(count)),
            "InstanceType": "ml.m5.large",
          ]
        ],
      ]
    }
    return [
      asked(
        "CreateModel",
        ["ModelName": "m", "PrimaryContainer": ["ModelDataUrl": .string(modelPath)]]),
      asked("CreateEndpointConfig", config("c", 2)),
      asked("CreateEndpoint", ["EndpointName": "e", "EndpointConfigName": "c"]),
      reported("ready") { .ready(replica: $0) },
      asked(
        "CreateModelPackageGroup",
        ["ModelPackageGroupName": "g", "ModelPackageGroupDescription": .string(words)]),
      asked(
        "CreateModelPackage",
        [
          "ModelPackageGroupName": "g", "ModelPackageDescription": .string(words),
          "InferenceSpecification": ["Containers": [["ModelDataUrl": .string(modelPath)]]],
        ]),
      asked("CreateEndpointConfig", config("d", 4)),
      asked("UpdateEndpoint", ["EndpointName": "e", "EndpointConfigName": "d"]),
      reported("ready") { .ready(replica: $0) },
      asked("DeleteEndpoint", ["EndpointName": "e"]),
      reported("ended") { .ended(replica: $0, .vanished) },
    ]
  }

  @Test func everyCallIsRefusedWholeAndSucceedsWhenThereIsRoom() throws {
    let whole = try PlatformFixture(pageByteCount: 512)
    // The same file everywhere: digests are made of its path too.
    let steps = Self.steps(whole.modelPath)
    for step in steps { try step.run(whole) }
    func rows(_ fixture: PlatformFixture) throws -> String {
      try fixture.rows().replacing(whole.directory, with: "…")
    }
    let expected = try rows(whole)
    var refusedSteps: Set<String> = []
    for pages in 0... {
      let fixture = try PlatformFixture(pageByteCount: 512)
      var refusalCount = 0
      for step in steps {
        let before = try rows(fixture)
        let at = fixture.now
        try fixture.database.limit(pagesMore: pages)
        do {
          try step.run(fixture)
          continue
        } catch let refused as Refused {
          refusalCount += 1
          refusedSteps.insert(step.name)
          try check(refused.error, step.name)
        }
        if step.name != "ready" && step.name != "ended" {
          #expect(try rows(fixture) == before, "\(step.name), \(pages) pages")
        }
        #expect(try fixture.database.integrity() == "ok")
        // There is room again: the same call.
        try fixture.database.limit(pagesMore: nil)
        fixture.turnBack(to: at)
        try step.run(fixture)
        #expect(fixture.platform.trouble == nil)
      }
      #expect(try rows(fixture) == expected, "\(pages) pages")
      if refusalCount == 0 { break }
    }
    let certain: Set<String> = [
      "CreateEndpointConfig", "CreateEndpoint", "ready", "CreateModelPackageGroup",
      "CreateModelPackage", "UpdateEndpoint",
    ]
    #expect(refusedSteps.isSuperset(of: certain), "\(refusedSteps)")
  }

  private func check(_ error: PlatformError, _ step: String) throws {
    #expect(error.code == "ResourceLimitExceeded", "\(step): \(error)")
    for words in ["platform.sqlite is full", "nothing was changed", "4 MiB", "quern store gc"] {
      #expect(error.message.contains(words), "\(step): \(error.message)")
    }
  }

  @Test func whoWaitsForAnEndpointIsToldThatItsReadinessCannotBeWritten() throws {
    let fixture = try PlatformFixture(pageByteCount: 512)
    for step in Self.steps(fixture.modelPath).prefix(3) { try step.run(fixture) }
    try fixture.database.limit(pagesMore: 0)
    let replica = try #require(fixture.state("e").replicas.first?.number)
    var fault: PlatformFault?
    // A report or two may find room in pages that are there.
    for _ in 0..<50 where fault == nil {
      do throws(PlatformFault) {
        try fixture.platform.report(.ready(replica: replica), replica: replica)
        try fixture.platform.report(.ended(replica: replica, .vanished), replica: replica)
        fixture.advance(seconds: 60)
        try fixture.platform.fireDeadlines()
      } catch {
        fault = error
      }
    }
    #expect(fault?.isPassing == true)
    let call = OperationCall(
      operation: "DescribeEndpoint", input: ["EndpointName": "e"],
      caller: Caller(principal: "tester"))
    guard case .error(let error) = fixture.platform.performSettled(call, milliseconds: 60_000)
    else {
      Issue.record("nobody said that the disk is full")
      return
    }
    try check(error, "settled")
    try fixture.database.limit(pagesMore: nil)
    try fixture.platform.fireDeadlines()
    #expect(fixture.platform.trouble == nil)
  }

  @Test func aModelThatCannotBeCopiedIsToldWithTheWayOut() throws {
    let fixture = try PlatformFixture()
    var disk = Disk.real
    disk.writeAtomically = { (path, _) throws(SystemError) in
      throw .file(path: path, operation: "write", errno: ENOSPC)
    }
    fixture.begin(disk: disk)
    let input: JSON = [
      "ModelName": "m", "PrimaryContainer": ["ModelDataUrl": .string(fixture.modelPath)],
    ]
    let error = try fixture.error("CreateModel", input)
    #expect(error.code == "ResourceLimitExceeded")
    #expect(error.message.contains("No space left on device"))
    #expect(error.message.contains("the disk is full: make room"))
    #expect(try fixture.platform.events().isEmpty)
    fixture.begin()
    try fixture.createModel("m")
  }

  @Test func aDamagedDatabaseIsToldAndTheFileIsLeftAsItIs() throws {
    let fixture = try PlatformFixture(pageByteCount: 512)
    try fixture.createModel("m")
    try fixture.platform.close()
    let path = "\(fixture.directory)/platform.sqlite"
    for suffix in ["-wal", "-shm"] { try Disk.real.remove(path + suffix) }
    var bytes = try Disk.real.read(path)
    for index in 0..<64 { bytes[index] ^= 0x55 }
    try Disk.real.writeAtomically(path, bytes)
    do throws(PlatformFault) {
      _ = try PlatformDatabase.open(path: path)
      Issue.record("it was opened")
    } catch {
      #expect(error.message.hasPrefix("\(path) is damaged: "))
      #expect(error.message.contains("sqlite3 \(path) .recover"))
    }
    #expect(try Disk.real.read(path) == bytes)
  }
}
