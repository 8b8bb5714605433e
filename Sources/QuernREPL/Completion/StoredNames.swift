import QuernNotebook
import QuernSession
import QuernSyntax
package import QuernSystem
import QuernWire

/// Names of things outside of the session that strings and commands of the prompt mean.
package struct StoredNames: Sendable {
  package enum Kind: Sendable, Hashable, CaseIterable {
    case endpoint
    case instanceType
    case session
  }

  package var list: @Sendable (Kind) -> [Candidate]

  package init(list: @escaping @Sendable (Kind) -> [Candidate]) { self.list = list }

  package static let none = StoredNames { _ in [] }

  /// Those of a home. A control plane that does not run is not started for a completion.
  package static func of(_ home: HomeDirectory) -> StoredNames {
    StoredNames { kind in
      switch kind {
      case .endpoint: endpoints(home)
      case .instanceType: types(home)
      case .session: sessions(home)
      }
    }
  }

  private static func endpoints(_ home: HomeDirectory) -> [Candidate] {
    do throws(PlatformClientError) {
      return try PlatformClient.endpointNames(places: PlatformPlaces(home: home))
        .map { Candidate($0, detail: "endpoint") }
    } catch {
      return []
    }
  }

  private static func sessions(_ home: HomeDirectory) -> [Candidate] {
    do throws(SessionError) {
      return try SessionListing(home: home).names().map { Candidate($0, detail: "session") }
    } catch {
      return []
    }
  }

  /// Types that run on this machine.
  private static func types(_ home: HomeDirectory) -> [Candidate] {
    let prices = InstancePrices.find(home: home.path)
    return InstanceType.catalogue.filter(HostCapacity.current.fits).map { type in
      let price = prices[type.name].map {
        " · \(BudgetAmount.words($0.usdPerHour, .usd)) an hour at AWS"
      }
      return Candidate(
        type.name, detail: "\(type.cpuCount) vCPU, \(type.memoryGiB) GiB" + (price ?? ""))
    }
  }
}

extension StoredNames.Kind {
  /// What a string in that call names; nil where it is a path, or just text.
  init?(_ call: CompletionContext.CallSite) {
    if call.labels.last == "instance" || call.name == "instance" {
      self = .instanceType
    } else if Self.aboutEndpoints.contains(call.name), call.labels.isEmpty {
      self = .endpoint
    } else {
      return nil
    }
  }

  /// Words whose first string is an endpoint's name.
  private static let aboutEndpoints: Set<String> = [
    "deploy", "endpoint", "invoke", "logs", "stop", "wait", "why",
  ]
}
