import QuernPlan
import QuernSyntax
import QuernSystem
import QuernTesting
import QuernValue
import QuernWords
import Testing

/// The examples of each word's entry run, and show what they say.
@Suite struct ExampleTests {
  /// Words whose examples would need the platform.
  private static let needsPlatform: Set<String> = [
    "deploy", "endpoint", "invoke", "stop", "write", "save", "experiments", "model", "wait", "logs",
    "why",
  ]

  @Test(arguments: Words.all.map(\.name))
  func examplesRun(name: String) throws {
    let word = try #require(Words.registry[name])
    #expect(
      !word.examples.isEmpty || Self.needsPlatform.contains(name), "\(name) has no example")
    for example in word.examples {
      let session = SimulatedSession(registry: Words.registry)
      try Disk.real.writeAtomically(
        "\(session.folder.path)/cities.csv",
        text: "city,n,founded\nOslo,4,1048-01-01\nBergen,2,1070-06-24\nOslo,3,\n")
      let outcome = session.run(example.source)
      #expect(
        outcome.errors.isEmpty,
        "\(name): \(example.source)\n\(outcome.errors.map(\.message).joined(separator: "\n"))")
      if let shows = example.shows, let result = outcome.result {
        let shown = try result.display(DisplayContext(table: session.host.tableContext))
        #expect(shown.plain == shows, "\(name): \(example.source)")
      }
    }
  }

  @Test func everyWordHasASummaryThatEndsWithAFullStop() {
    for word in Words.all {
      #expect(word.summary.hasSuffix("."), "\(word.name)")
      for parameter in word.parameters {
        #expect(!parameter.doc.isEmpty, "\(word.name), \(parameter.name)")
      }
    }
  }
}
