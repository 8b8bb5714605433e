/// Who may import whom: imports go down only (SwiftPM does not enforce it between siblings).
enum ImportTable {
  static let everywhere: Set<String> = ["Glibc", "Synchronization"]

  static let allowed: [String: Set<String>] = [
    "QuernText": ["CQuernText"],
    "CQuernText": [],
    "CQuernSystem": [],
    "QuernSystem": ["CQuernSystem", "QuernText"],
    "QuernSyntax": ["QuernText"],
    "QuernTable": layer0,
    "QuernOperations": ["QuernText"],
    "QuernLearning": layer0.union(["QuernTable"]),
    "QuernPlot": layer0.union(["QuernTable", "QuernLearning"]),
    "QuernValue": layer0.union(["QuernTable", "QuernSyntax", "QuernLearning", "QuernPlot"]),
    "QuernPlan": layer2,
    "QuernEvaluator": layer2.union(["QuernPlan"]),
    "QuernNotebook": layer2.union(["QuernPlan"]),
    "QuernWords": layer2.union(["QuernPlan", "QuernEvaluator"]),
    "QuernWire": layer0.union(["QuernValue", "QuernSyntax", "QuernTable", "QuernLearning"]),
    "QuernSession": session,
    "QuernTesting": session,
    "QuernREPL": session.union(["QuernSession"]),
    "QuernKernel": session.union(["QuernSession", "QuernREPL"]),
    "quern": session.union(["QuernSession", "QuernREPL", "QuernKernel", "ArgumentParser"]),
    "QuernPlatform": platform.union(["GRDB"]),
    "QuernServer": platform.union([
      "QuernPlatform", "Hummingbird", "HummingbirdCore", "HTTPTypes", "NIOCore", "NIOPosix",
      "Logging", "ServiceLifecycle",
    ]),
    "quern-platform": platform.union([
      "QuernPlatform", "QuernServer", "ArgumentParser", "Logging", "Hummingbird",
      "ServiceLifecycle",
    ]),
  ]

  private static let layer0: Set<String> = ["QuernText", "QuernSystem", "CQuernSystem"]
  private static let layer2 = layer0.union([
    "QuernSyntax", "QuernTable", "QuernLearning", "QuernPlot", "QuernValue",
  ])
  private static let session = layer2.union([
    "QuernPlan", "QuernEvaluator", "QuernNotebook", "QuernWords", "QuernWire",
  ])
  private static let platform = layer0.union([
    "QuernOperations", "QuernWire", "FoundationEssentials", "Dispatch",
  ])
}
