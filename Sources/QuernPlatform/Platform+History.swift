internal import GRDB
internal import QuernOperations
internal import QuernSystem
internal import QuernText
package import QuernWire

/// What is known of an endpoint's past: it stays when the endpoint is gone.
extension Platform {
  /// The most events that are told of one endpoint: the newest.
  private static let eventCountMax = 5000
  /// So much of the end of a replica's log is read.
  private static let logByteCountMax: Int64 = 4 << 20

  /// Every event of an endpoint, oldest first.
  package func history(ofEndpoint name: String) -> OperationAnswer {
    do throws(PlatformFault) {
      let events = try endpointEvents(name)
      guard !events.isEmpty else {
        return .error(.notFound("endpoint", scope.arn(.endpoint, name)))
      }
      let items = events.map { event -> JSON in
        .members([
          ("Sequence", .int(event.sequence)), ("At", .int(event.at)),
          ("Kind", .string(event.kind)), ("Principal", .string(event.principal)),
          ("Detail", event.detailJSON),
        ])
      }
      return .output(.members([("Events", .array(items))]), isUnchanged: false)
    } catch {
      return .error(.fault(error))
    }
  }

  /// The last lines of every replica that the endpoint has or had, as long as their folders are
  /// kept, in the order of their numbers.
  package func logs(
    ofEndpoint name: String, lineCount: Int, places: PlatformPlaces
  ) -> OperationAnswer {
    do throws(PlatformFault) {
      let events = try endpointEvents(name)
      guard !events.isEmpty else {
        return .error(.notFound("endpoint", scope.arn(.endpoint, name)))
      }
      var items: [JSON] = []
      var seen: Set<Int64> = []
      for event in events where event.kind == PlatformEvent.replicaKind {
        let detail = event.detailJSON
        guard let number = detail["Replica"]?.intValue, seen.insert(number).inserted else {
          continue
        }
        let folder = ReplicaFolder(number: Int(number), places: places)
        let lines = Self.lastLines(folder.logPath, lineCount)
        items.append(
          .members([
            ("Replica", .int(number)), ("Variant", detail["Variant"] ?? .null),
            ("StartedAt", .int(event.at)), ("Lines", .array(lines.map { .string($0) })),
          ]))
      }
      return .output(.members([("Replicas", .array(items))]), isUnchanged: false)
    } catch {
      return .error(.fault(error))
    }
  }

  private func endpointEvents(_ name: String) throws(PlatformFault) -> [PlatformEvent] {
    try events(
      of: scope.arn(.endpoint, name).text, countMax: Self.eventCountMax)
  }

  /// The end of a log; none where the replica's folder is gone or it printed nothing.
  private static func lastLines(_ path: String, _ count: Int) -> [String] {
    do throws(SystemError) {
      let file = try FileHandle.open(path, .read)
      defer { file.close() }
      let size = try file.size()
      let offset = max(0, size - logByteCountMax)
      let bytes = try file.pread(count: Int(size - offset), at: offset)
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(count)
        .map(String.init)
    } catch {
      return []
    }
  }
}

extension PlatformEvent {
  /// Of the events about single replicas.
  static let replicaKind = "Quern Replica State Change"

  /// The detail as it was recorded.
  fileprivate var detailJSON: JSON {
    do {
      return try JSON.parse(detail)
    } catch {
      return .null
    }
  }
}
