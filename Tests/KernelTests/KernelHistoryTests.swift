import QuernKernel
import QuernSystem
import QuernText
import Testing

@Suite struct KernelHistoryTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = "/tmp/quern-kernel-history-\(HostFacts.processId)-\(Clock.system.now())"
    defer { try? Disk.real.remove(folder) }
    try body("\(folder)/history")
  }

  @Test func sessionsAreNumberedAndKept() throws {
    try inFolder { path in
      let first = KernelHistory(path: path)
      first.add(line: 1, input: "1 + 1", output: "2")
      first.add(line: 2, input: "let x = 3", output: nil)
      let second = KernelHistory(path: path)
      second.add(line: 1, input: "x * 2", output: "6")
      #expect(second.session == first.session + 1)
      #expect(second.tail(2).map(\.input) == ["let x = 3", "x * 2"])
      #expect(second.range(session: -1, start: 1, stop: 2).map(\.output) == ["2"])
      #expect(second.range(session: 0, start: 1, stop: nil).map(\.input) == ["x * 2"])
      #expect(second.range(session: first.session, start: 2, stop: 9).map(\.line) == [2])
    }
  }

  @Test func patternsFindWholeInputs() throws {
    try inFolder { path in
      let history = KernelHistory(path: path)
      for (line, input) in ["1 + 1", "let a = 1", "1 + 1", "1 + 2"].enumerated() {
        history.add(line: line + 1, input: input, output: nil)
      }
      func lines(_ pattern: String, _ count: Int? = nil, unique: Bool = false) -> [Int] {
        history.search(pattern, count: count, isUnique: unique).map(\.line)
      }
      #expect(lines("1 + ?") == [1, 3, 4])
      #expect(lines("1 + ?", unique: true) == [3, 4])
      #expect(lines("*+*", 1) == [4])
      #expect(lines("+") == [])
    }
  }

  @Test func aBrokenFileIsPassedOver() throws {
    try inFolder { path in
      KernelHistory(path: path).add(line: 1, input: "a", output: nil)
      let bytes = try Disk.real.read(path)
      try Disk.real.writeAtomically(path, bytes + Array("{\"s\":1,\n\u{0}\n".utf8))
      #expect(KernelHistory(path: path).tail(9).map(\.input) == ["a"])
    }
  }
}
