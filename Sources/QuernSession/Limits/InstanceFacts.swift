internal import Glibc
internal import QuernSystem
internal import QuernTable
internal import QuernValue

/// What is told of instances: the session's own as it is held, and types of the catalogue.
enum InstanceFacts {
  /// The instance of a running session: what it was promised, and what holds it there.
  static func own(_ services: SessionServices) -> Record {
    let name = services.instance
    let type = InstanceType.named(name) ?? services.host.largestFitting
    let means = means(services.limits)
    let isLimited = means.memory != "not limited"
    let memory = Record([
      ("limit", isLimited ? .size(Int64(memoryLimit())) : .null),
      ("means", .string(means.memory)),
      ("tables", .size(Int64(services.arena.limitBytes))),
      ("used", ProcessIdentity.residentBytes(ofPid: getpid()).map { .size(Int64($0)) } ?? .null),
    ])
    let cpu = Record([
      ("threads", .int(Int64(services.workers.threadCount))),
      ("usable", .int(Int64(HostFacts.cpuCount))), ("means", .string(means.cpus)),
    ])
    var record = described(type, price: InstancePrices.find(home: services.home)[name])
    record["type"] = .string(name)
    record["memory_limit"] = .record(memory)
    record["cpu_limit"] = .record(cpu)
    record["network"] = .string(services.isIsolated ? "none" : "the host's")
    record["scratch"] = .size(Int64(services.scratchByteCount))
    record["host"] = .string(HostFacts.hostName)
    record["session"] = .string(services.sessionName)
    return record
  }

  /// A type of the catalogue, and whether it runs here.
  static func of(_ name: String, _ services: SessionServices) throws -> Record {
    let host = services.host
    guard let type = InstanceType.named(name) else {
      do throws(InstanceError) {
        return described(try host.resolve(name), price: nil)
      } catch {
        throw SessionMistake.instance(error)
      }
    }
    var record = described(type, price: InstancePrices.find(home: services.home)[name])
    let obstacle = host.obstacle(type)
    record["fits"] = .bool(obstacle == nil)
    record["why_not"] = obstacle.map { .string($0) } ?? .null
    return record
  }

  /// `control group v1; CPUs: affinity`, as the shim says it, in its two parts.
  private static func means(_ text: String) -> (memory: String, cpus: String) {
    let mark = "; CPUs: "
    guard !text.isEmpty else { return ("not limited", "the machine's") }
    guard let place = text.firstRange(of: mark) else { return (text, "the machine's") }
    return (String(text[..<place.lowerBound]), String(text[place.upperBound...]))
  }

  private static func described(_ type: InstanceType, price: InstancePrices.Price?) -> Record {
    Record([
      ("type", .string(type.name)), ("vcpu", .int(Int64(type.cpuCount))),
      ("memory", .size(Int64(type.memoryBytes))),
      ("accelerator", type.accelerator.map { .string($0) } ?? .null),
      ("local_usd_per_hour", .float(0)),
      ("aws_usd_per_hour", price.map { .float($0.usdPerHour) } ?? .null),
      ("price_date", price.map { .date($0.day) } ?? .null),
      ("price_source", price.map { .string($0.source) } ?? .null),
    ])
  }

  /// The least of what a control group and the process's own limit allow.
  private static func memoryLimit() -> Int {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &limit)
    let own = limit.rlim_cur == rlim_t.max ? Int.max : Int(clamping: limit.rlim_cur)
    return min(own, HostFacts.memoryBytes)
  }
}
