internal import QuernText

/// A kind of compute instance, by the name that SageMaker gives it.
package struct InstanceType: Sendable, Hashable {
  package var name: String
  package var cpuCount: Int
  package var memoryGiB: Int
  /// `1 × T4`; nil where it has none.
  package var accelerator: String?

  package init(_ name: String, _ cpuCount: Int, _ memoryGiB: Int, _ accelerator: String? = nil) {
    self.name = name
    self.cpuCount = cpuCount
    self.memoryGiB = memoryGiB
    self.accelerator = accelerator
  }

  package var memoryBytes: Int { memoryGiB << 30 }

  /// As a user reads it: `ml.m5.large (2 vCPU, 8 GiB)`.
  package var summary: String {
    let extra = accelerator.map { ", \($0)" } ?? ""
    return "\(name) (\(cpuCount) vCPU, \(memoryGiB) GiB\(extra))"
  }
}

extension InstanceType {
  /// vCPU, GiB and accelerators as in EC2's table.
  package static let catalogue: [InstanceType] = [
    InstanceType("ml.t3.medium", 2, 4),
    InstanceType("ml.t3.large", 2, 8),
    InstanceType("ml.t3.xlarge", 4, 16),
    InstanceType("ml.t3.2xlarge", 8, 32),
    InstanceType("ml.m5.large", 2, 8),
    InstanceType("ml.m5.xlarge", 4, 16),
    InstanceType("ml.m5.2xlarge", 8, 32),
    InstanceType("ml.m5.4xlarge", 16, 64),
    InstanceType("ml.m5.12xlarge", 48, 192),
    InstanceType("ml.m5.24xlarge", 96, 384),
    InstanceType("ml.m6i.xlarge", 4, 16),
    InstanceType("ml.m7i.xlarge", 4, 16),
    InstanceType("ml.c5.large", 2, 4),
    InstanceType("ml.c5.xlarge", 4, 8),
    InstanceType("ml.c5.2xlarge", 8, 16),
    InstanceType("ml.c5.4xlarge", 16, 32),
    InstanceType("ml.c5.9xlarge", 36, 72),
    InstanceType("ml.c5.18xlarge", 72, 144),
    InstanceType("ml.r5.large", 2, 16),
    InstanceType("ml.r5.xlarge", 4, 32),
    InstanceType("ml.r5.4xlarge", 16, 128),
    InstanceType("ml.g4dn.xlarge", 4, 16, "1 × T4"),
    InstanceType("ml.g4dn.2xlarge", 8, 32, "1 × T4"),
    InstanceType("ml.g4dn.4xlarge", 16, 64, "1 × T4"),
    InstanceType("ml.g4dn.12xlarge", 48, 192, "4 × T4"),
    InstanceType("ml.g5.xlarge", 4, 16, "1 × A10G"),
    InstanceType("ml.g5.2xlarge", 8, 32, "1 × A10G"),
    InstanceType("ml.g5.4xlarge", 16, 64, "1 × A10G"),
    InstanceType("ml.g5.12xlarge", 48, 192, "4 × A10G"),
    InstanceType("ml.g5.48xlarge", 192, 768, "8 × A10G"),
    InstanceType("ml.g6.xlarge", 4, 16, "1 × L4"),
    InstanceType("ml.p3.2xlarge", 8, 61, "1 × V100"),
    InstanceType("ml.p3.8xlarge", 32, 244, "4 × V100"),
    InstanceType("ml.p3.16xlarge", 64, 488, "8 × V100"),
    InstanceType("ml.p4d.24xlarge", 96, 1152, "8 × A100"),
    InstanceType("ml.p5.48xlarge", 192, 2048, "8 × H100"),
    InstanceType("ml.inf2.xlarge", 4, 16, "1 × Inferentia2"),
    InstanceType("ml.trn1.2xlarge", 8, 32, "1 × Trainium"),
  ]

  package static func named(_ name: String) -> InstanceType? {
    catalogue.first { $0.name == name }
  }
}

/// What a machine can give to an instance.
package struct HostCapacity: Sendable, Hashable {
  package var cpuCount: Int
  package var memoryBytes: Int

  /// A machine, or a part of one.
  package init(cpuCount: Int, memoryBytes: Int) {
    self.cpuCount = cpuCount
    self.memoryBytes = memoryBytes
  }

  /// This machine.
  package static var current: HostCapacity {
    HostCapacity(cpuCount: HostFacts.cpuCount, memoryBytes: HostFacts.memoryBytes)
  }

  /// Whether the type runs here. Kernel and firmware keep some of a machine's memory, so one that
  /// is sold with 16 GiB shows less: a twelfth is forgiven.
  package func fits(_ type: InstanceType) -> Bool {
    type.accelerator == nil && type.cpuCount <= cpuCount
      && type.memoryBytes <= memoryBytes + memoryBytes / 12
  }

  /// The largest type that runs here; below the smallest of them, the machine as it is.
  package var largestFitting: InstanceType {
    var best: InstanceType?
    for type in InstanceType.catalogue where fits(type) {
      let isLarger =
        best.map { (type.cpuCount, type.memoryGiB) > ($0.cpuCount, $0.memoryGiB) } ?? true
      if isLarger { best = type }
    }
    return best ?? InstanceType("local", cpuCount, max(1, memoryBytes >> 30))
  }

  /// The type that a session asked for, if it exists and runs here; the largest where none was.
  package func resolve(_ name: String?) throws(InstanceError) -> InstanceType {
    guard let name else { return largestFitting }
    guard let type = InstanceType.named(name) else {
      if name == "local" { return largestFitting }
      let names = InstanceType.catalogue.map(\.name)
      throw .unknown(name: name, nearest: EditDistance.nearest(name, in: names).first)
    }
    guard fits(type) else {
      throw .tooLarge(type: type, host: self, nearest: largestFitting)
    }
    return type
  }
}

/// Why an instance type cannot be had.
package enum InstanceError: Error, Sendable, Hashable {
  case unknown(name: String, nearest: String?)
  case tooLarge(type: InstanceType, host: HostCapacity, nearest: InstanceType)
  /// It would fit, were its memory not promised to others, or in use by them.
  case noCapacity(
    type: InstanceType, host: HostCapacity, holders: [Holder], nearest: InstanceType?)

  /// A running instance that has memory.
  package struct Holder: Sendable, Hashable {
    package var name: String
    /// Nil where it was promised nothing and shares what is left: then the memory is what it uses.
    package var type: String?
    package var memoryByteCount: Int
    /// Whether it is a replica of an endpoint of that name.
    package var isEndpoint: Bool

    package init(name: String, type: String?, memoryByteCount: Int, isEndpoint: Bool = false) {
      self.name = name
      self.type = type
      self.memoryByteCount = memoryByteCount
      self.isEndpoint = isEndpoint
    }

    fileprivate var words: String {
      (isEndpoint ? "endpoint " : "") + "\(name) (\(type ?? ""))"
    }

    fileprivate var remedy: String {
      isEndpoint
        ? "`quern endpoints stop \(name)` frees its share"
        : "`quern instances stop \(name)` frees its share"
    }
  }

  package var code: String {
    switch self {
    case .unknown: "unknown-instance"
    case .tooLarge: "instance-too-large"
    case .noCapacity: "instance-no-capacity"
    }
  }

  package var message: String {
    switch self {
    case .unknown(let name, let nearest):
      "there is no instance type `\(name)`" + (nearest.map { "; did you mean \($0)?" } ?? "")
    case .tooLarge(let type, let host, let nearest):
      "\(type.summary) is more than this machine has: \(host.cpuCount) CPUs, "
        + "\(Numbers.bytes(host.memoryBytes)), no accelerator. "
        + "Hint: the nearest type that fits is \(nearest.summary)"
    case .noCapacity(let type, let host, let holders, let nearest):
      "\(type.summary) does not fit now: of this machine's \(Numbers.bytes(host.memoryBytes)), "
        + Self.shares(holders)
        + Self.remedy(holders.max { $0.memoryByteCount < $1.memoryByteCount }, nearest)
    }
  }

  /// Who has the machine's memory, the largest first.
  private static func shares(_ holders: [Holder]) -> String {
    let sorted = holders.sorted { $0.memoryByteCount > $1.memoryByteCount }
    let promised = sorted.filter { $0.type != nil }
    let using = sorted.filter { $0.type == nil }
    func sum(_ holders: [Holder]) -> String {
      Numbers.bytes(holders.reduce(0) { $0 + $1.memoryByteCount })
    }
    var parts: [String] = []
    if !promised.isEmpty {
      let names = promised.prefix(3).map(\.words)
      parts.append("\(sum(promised)) are promised to " + names.joined(separator: ", "))
    }
    if !using.isEmpty {
      let names = using.prefix(3).map { "\($0.name) (\(Numbers.bytes($0.memoryByteCount)))" }
      parts.append("\(sum(using)) are in use by " + names.joined(separator: ", "))
    }
    return parts.joined(separator: ", and ")
  }

  private static func remedy(_ holder: Holder?, _ nearest: InstanceType?) -> String {
    var ways: [String] = []
    if let nearest { ways.append("\(nearest.summary) fits what is left") }
    if let holder { ways.append(holder.remedy) }
    return ways.isEmpty ? "" : ". Hint: " + ways.joined(separator: "; ")
  }
}
