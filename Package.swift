// swift-tools-version: 6.2
import PackageDescription

/// `QUERN_CORE_ONLY=1` leaves the platform out: everything but the HTTP stack and GRDB.
let coreOnly = Context.environment["QUERN_CORE_ONLY"] == "1"

/// `QUERN_STRICT=1` (set by `./dev test`) makes warnings errors.
let warnings: [SwiftSetting] =
  Context.environment["QUERN_STRICT"] == "1" ? [.treatAllWarnings(as: .error)] : []

let strict: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ] + warnings

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: ["QuernTesting"] + dependencies, swiftSettings: strict)
}

var targets: [Target] = [
  // Layer 0
  .target(name: "CQuernText"),
  library("QuernText", ["CQuernText"]),
  .target(name: "CQuernSystem", linkerSettings: [.linkedLibrary("dl")]),
  library("QuernSystem", ["CQuernSystem", "QuernText"]),
  // Layer 1
  library("QuernSyntax", ["QuernText"]),
  library("QuernTable", ["QuernText", "QuernSystem"]),
  library("QuernOperations", ["QuernText"]),
  // Layer 2
  library("QuernLearning", ["QuernTable", "QuernText", "QuernSystem"]),
  library("QuernPlot", ["QuernLearning", "QuernTable", "QuernText", "QuernSystem"]),
  library(
    "QuernValue",
    ["QuernPlot", "QuernTable", "QuernSyntax", "QuernText", "QuernSystem", "QuernLearning"]),
  // Layer 3
  library(
    "QuernPlan",
    ["QuernValue", "QuernPlot", "QuernSyntax", "QuernTable", "QuernText", "QuernLearning"]),
  // Layer 4
  library(
    "QuernEvaluator",
    [
      "QuernPlan", "QuernValue", "QuernSyntax", "QuernTable", "QuernText", "QuernSystem",
      "QuernLearning",
    ]),
  library("QuernNotebook", ["QuernPlan", "QuernValue", "QuernSyntax", "QuernText", "QuernSystem"]),
  // Layer 5
  library(
    "QuernWords",
    [
      "QuernEvaluator", "QuernPlan", "QuernValue", "QuernPlot", "QuernLearning", "QuernTable",
      "QuernSyntax", "QuernText", "QuernSystem",
    ]),
  library("QuernWire", ["QuernValue", "QuernSyntax", "QuernText", "QuernSystem"]),
  // Layer 6
  library(
    "QuernSession",
    [
      "QuernWire", "QuernWords", "QuernEvaluator", "QuernNotebook", "QuernPlan", "QuernValue",
      "QuernLearning", "QuernTable", "QuernSyntax", "QuernText", "QuernSystem",
    ]),
  // Layer 7
  library(
    "QuernREPL",
    [
      "QuernSession", "QuernWire", "QuernWords", "QuernNotebook", "QuernPlan", "QuernValue",
      "QuernTable", "QuernSyntax", "QuernText", "QuernSystem",
    ]),
  library(
    "QuernKernel",
    [
      "QuernREPL", "QuernSession", "QuernWire", "QuernWords", "QuernNotebook", "QuernPlan",
      "QuernValue", "QuernTable", "QuernSyntax", "QuernText", "QuernSystem",
    ]),
  // Layer 8
  .executableTarget(
    name: "quern",
    dependencies: [
      "QuernKernel", "QuernREPL", "QuernSession", "QuernWire", "QuernWords", "QuernEvaluator", "QuernNotebook", "QuernPlan",
      "QuernValue", "QuernLearning", "QuernTable", "QuernSyntax", "QuernText", "QuernSystem",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ],
    swiftSettings: strict),
  // Tests
  library(
    "QuernTesting",
    [
      "QuernWords", "QuernEvaluator", "QuernNotebook", "QuernPlan", "QuernValue", "QuernLearning",
      "QuernTable", "QuernSyntax", "QuernText", "QuernSystem",
    ]),
  tests("TextTests", ["QuernText"]),
  tests("SystemTests", ["QuernSystem", "QuernText"]),
  tests("SyntaxTests", ["QuernSyntax", "QuernText"]),
  tests("TableTests", ["QuernTable", "QuernText", "QuernSystem"]),
  tests("LearningTests", ["QuernLearning", "QuernTable", "QuernText", "QuernSystem"]),
  tests("PlotTests", ["QuernPlot", "QuernLearning", "QuernTable", "QuernText", "QuernSystem"]),
  tests("ValueTests", ["QuernValue", "QuernTable", "QuernText"]),
  tests("PlanTests", ["QuernPlan", "QuernWords", "QuernSyntax", "QuernTable"]),
  tests(
    "EvaluatorTests", ["QuernEvaluator", "QuernWords", "QuernPlan", "QuernValue", "QuernSyntax"]),
  tests("NotebookTests", ["QuernNotebook", "QuernText"]),
  tests(
    "SessionTests",
    [
      "QuernSession", "QuernPlan", "QuernWire", "QuernValue", "QuernTable", "QuernText",
      "QuernSystem",
    ]),
  tests(
    "REPLTests",
    [
      "QuernREPL", "QuernWords", "QuernWire", "QuernPlan", "QuernValue", "QuernTable",
      "QuernSyntax", "QuernText", "QuernSystem",
    ]),
  tests("KernelTests", ["QuernKernel", "QuernText", "QuernSystem"]),
  tests("ConformanceTests", ["QuernWords", "QuernEvaluator", "QuernNotebook", "QuernSystem"]),
  tests("TidyTests", ["QuernText"]),
]

var dependencies: [Package.Dependency] = [
  .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
]

var products: [Product] = [.executable(name: "quern", targets: ["quern"])]

let simulation: [Target.Dependency] = ["QuernSession", "QuernWire", "QuernText", "QuernSystem"]

if coreOnly {
  // Its control plane is a model.
  targets.append(tests("SimulationTests", simulation))
} else {
  dependencies += [
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
  ]
  products.append(.executable(name: "quern-platform", targets: ["quern-platform"]))
  targets += [
    library(
      "QuernPlatform",
      [
        "QuernOperations", "QuernWire", "QuernText", "QuernSystem",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    library(
      "QuernServer",
      [
        "QuernPlatform", "QuernOperations", "QuernWire", "QuernText", "QuernSystem",
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .executableTarget(
      name: "quern-platform",
      dependencies: [
        "QuernServer", "QuernPlatform", "QuernOperations", "QuernWire", "QuernText", "QuernSystem",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SimulationTests",
      dependencies: ["QuernTesting", "QuernPlatform", "QuernOperations"] + simulation,
      swiftSettings: strict + [.define("PLATFORM")]),
    tests(
      "PlatformTests",
      ["QuernPlatform", "QuernOperations", "QuernWire", "QuernText", "QuernSystem"]),
    tests(
      "ServerTests",
      [
        "QuernServer", "QuernPlatform", "QuernOperations", "QuernWire", "QuernText", "QuernSystem",
        // Its tests run the program.
        "quern-platform",
      ]),
  ]
}

let package = Package(
  name: "quern",
  products: products,
  dependencies: dependencies,
  targets: targets)
