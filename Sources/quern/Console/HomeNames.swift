import QuernSession
import QuernSystem
import QuernWire

/// Names of this home that a shell completes: `quern sessions attach <Tab>`.
///
/// Completion is silent: a home that cannot be read has no names.
enum HomeNames {
  @Sendable static func sessions(_: [String], _: Int, _: String) -> [String] {
    do {
      return try SessionListing(home: try HomeDirectory.find()).names()
    } catch {
      return []
    }
  }

  @Sendable static func instances(_: [String], _: Int, _: String) -> [String] {
    do {
      return try Instances(home: try HomeDirectory.find()).names()
    } catch {
      return []
    }
  }

  /// Types that run here.
  @Sendable static func types(_: [String], _: Int, _: String) -> [String] {
    InstanceType.catalogue.filter(HostCapacity.current.fits).map(\.name)
  }

  /// Those of a control plane that runs; none is started for a completion.
  @Sendable static func endpoints(_: [String], _: Int, _: String) -> [String] {
    do {
      return try PlatformClient.endpointNames(places: try PlatformPlaces.find())
    } catch {
      return []
    }
  }
}
