import QuernPlatform
import QuernText
import Testing

@Suite struct RouteTests {
  private let route = Route(
    endpoint: "e", status: "InService", configName: "c",
    variants: [
      RouteVariant(name: "A", weight: 3, replicas: [1]),
      RouteVariant(name: "B", weight: 1, replicas: [2, 3]),
      RouteVariant(name: "C", weight: 0, replicas: [4]),
    ])

  @Test func aRouteComesBackFromItsFile() throws {
    #expect(Route(json: try JSON.parse(route.json.utf8())) == route)
    #expect(Route(json: ["endpoint": "e"]) == nil)
  }

  @Test func variantsGetTheirShareAndZeroGetsNothing() {
    var counts: [String: Int] = [:]
    for index in 0..<4_000 { counts[route.choose(key: "\(index)")?.name ?? "-", default: 0] += 1 }
    // Three standard deviations of 4 000 draws at 3/4 are 82.
    #expect(abs((counts["A"] ?? 0) - 3_000) < 100, "\(counts)")
    #expect(counts["C"] == nil)
    #expect(counts["-"] == nil)
  }

  @Test func oneKeyAlwaysMeetsTheSameVariant() {
    for key in ["user-1", "user-2", ""] {
      let first = route.choose(key: key)
      for _ in 0..<10 { #expect(route.choose(key: key) == first) }
    }
  }

  @Test func aVariantWithoutReplicasIsPassedOver() {
    var route = route
    route.variants[0].replicas = []
    for index in 0..<50 { #expect(route.choose(key: "\(index)")?.name == "B") }
    route.variants[1].replicas = []
    #expect(route.choose(key: "x") == nil)
  }
}
