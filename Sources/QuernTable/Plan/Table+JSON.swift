package import QuernText

/// What a plan starts from.
package enum TableLeaf: Sendable {
  case data(TableData)
  case source(any TableSource)
  case placeholder(Schema)
}

extension Table {
  /// The plan as JSON. Leaves are numbered: their rows are kept beside it, see `leaves`.
  ///
  /// A table that stands at several places is written once, and then by its number.
  package func planJSON() -> JSON {
    var writer = PlanWriter()
    let root = writer.write(self)
    return writer.json(root)
  }

  /// The leaves of the plan, in the order of their numbers in `planJSON`.
  package var leaves: [TableLeaf] {
    var writer = PlanWriter()
    _ = writer.write(self)
    return writer.leaves
  }

  /// Reads what `planJSON` wrote, over these leaves; nodes that `sharing` knows are taken from it.
  package static func fromPlanJSON(
    _ json: JSON, sources leaves: [TableLeaf], sharing: PlanSharing? = nil
  ) throws(TableError) -> Table {
    guard json["version"]?.intValue == 1, let nodes = json["nodes"]?.arrayValue,
      let root = json["root"]?.intValue, nodes.count <= PlanReader.nodeCountMax
    else { throw .badPlan(message: "not a plan of version 1") }
    var reader = PlanReader(leaves, sharing)
    for node in nodes { try reader.read(node) }
    return try reader.table(Int(root))
  }
}

/// Writes nodes after their inputs, each once.
///
/// Nodes that say the same of the same inputs are one node, whether or not they are one object: a
/// table that was read back from the store is the same as before.
struct PlanWriter {
  /// What makes two leaves one.
  private enum LeafIdentity: Hashable {
    case object(ObjectIdentifier)
    case content(Digest)
    case schema(Schema)
  }

  private(set) var nodes: [JSON] = []
  private(set) var leaves: [TableLeaf] = []
  private var numbers: [ObjectIdentifier: Int] = [:]
  private var numbersByText: [String: Int] = [:]
  private var leafNumbers: [LeafIdentity: Int] = [:]
  private var splits: [String: Int] = [:]
  /// Digests of leaves that are known: those of the same content are one.
  private let contents: [ObjectIdentifier: Digest]

  init(contents: [ObjectIdentifier: Digest] = [:]) { self.contents = contents }

  func json(_ root: Int) -> JSON {
    .members([("version", 1), ("nodes", .array(nodes)), ("root", .int(Int64(root)))])
  }

  mutating func write(_ table: Table) -> Int {
    if let known = numbers[ObjectIdentifier(table)] { return known }
    let inputs = table.plan.inputs.map { write($0) }
    var members: [(String, JSON)] = []
    func by(_ keys: [String]) -> (String, JSON) { ("by", PlanWriter.names(keys)) }
    switch table.plan {
    case .placeholder: members = [("op", "leaf"), ("leaf", leaf(.placeholder(table.schema)))]
    case .data(let data): members = [("op", "leaf"), ("leaf", leaf(.data(data)))]
    case .source(let source): members = [("op", "leaf"), ("leaf", leaf(.source(source)))]
    case .filter(_, let condition, let keys):
      members = [("op", "filter"), ("condition", condition.json()), by(keys)]
    case .derive(_, let list, let keys, let replaces):
      members = [
        ("op", replaces ? "update" : "derive"), ("columns", PlanWriter.definitions(list)), by(keys),
      ]
    case .select(_, let names): members = [("op", "select"), ("columns", PlanWriter.names(names))]
    case .rename: members = [("op", "rename"), ("columns", PlanWriter.names(table.schema.names))]
    case .sort(_, let keys):
      let list = keys.map { JSON.array([$0.expression.json(), .bool($0.descending)]) }
      members = [("op", "sort"), ("keys", .array(list))]
    case .distinct(_, let on, let keep):
      members = [("op", "distinct"), ("columns", PlanWriter.names(on))]
      if keep != .first { members.append(("keep", .string(keep.rawValue))) }
    case .append: members = [("op", "append")]
    case .head(_, let count): members = [("op", "head"), ("count", .int(Int64(count)))]
    case .tail(_, let count): members = [("op", "tail"), ("count", .int(Int64(count)))]
    case .dropNull(_, let names):
      members = [("op", "dropnull"), ("columns", PlanWriter.names(names))]
    case .sample(_, let size, let random):
      members = [("op", "sample"), PlanWriter.size(size), ("random", PlanWriter.random(random))]
    case .join(_, _, let spec): members = [("op", "join")] + PlanWriter.join(spec)
    case .asofJoin(_, _, let spec): members = spec.json
    case .reshape(_, let reshape): members = reshape.json
    case .summarise(_, let list, let keys):
      members = [("op", "summarise"), ("columns", PlanWriter.definitions(list)), by(keys)]
    case .part(_, let assignment, let choice):
      let spec = PlanWriter.split(assignment.spec)
      let text = "\(inputs) \(JSON.members(spec).text())"
      let split = splits[text] ?? splits.count
      splits[text] = split
      members = [("op", "part"), ("split", .int(Int64(split)))] + PlanWriter.choice(choice) + spec
    }
    if !inputs.isEmpty { members.append(("inputs", .array(inputs.map { .int(Int64($0)) }))) }
    let node = JSON.members(members)
    let text = node.text()
    let number = numbersByText[text] ?? nodes.count
    if number == nodes.count {
      nodes.append(node)
      numbersByText[text] = number
    }
    numbers[ObjectIdentifier(table)] = number
    return number
  }

  private mutating func leaf(_ leaf: TableLeaf) -> JSON {
    let identity: LeafIdentity =
      switch leaf {
      case .data(let data): self.identity(ObjectIdentifier(data))
      case .source(let source): self.identity(ObjectIdentifier(source))
      case .placeholder(let schema): .schema(schema)
      }
    let number = leafNumbers[identity] ?? leaves.count
    if number == leaves.count {
      leaves.append(leaf)
      leafNumbers[identity] = number
    }
    return .int(Int64(number))
  }

  private func identity(_ object: ObjectIdentifier) -> LeafIdentity {
    contents[object].map { .content($0) } ?? .object(object)
  }

  private static func names(_ names: [String]) -> JSON { .array(names.map { .string($0) }) }

  private static func definitions(_ list: [Definition]) -> JSON {
    .array(list.map { .array([.string($0.name), $0.expression.json()]) })
  }

  private static func size(_ size: SampleSize) -> (String, JSON) {
    switch size {
    case .count(let count): ("count", .int(Int64(count)))
    case .fraction(let share): ("fraction", .number(share))
    }
  }

  // Words of 64 bits do not fit the integers of JSON: they are written in hexadecimal.
  private static func random(_ random: RandomStream) -> JSON {
    let words = random.words
    return .array([.string(String(words.0, radix: 16)), .string(String(words.1, radix: 16))])
  }

  private static func join(_ spec: JoinSpec) -> [(String, JSON)] {
    [
      ("left", names(spec.left)), ("right", names(spec.right)),
      ("kind", .string(spec.kind.rawValue)), ("match", .string(spec.match.rawValue)),
      ("suffix", spec.suffix.map { .string($0) } ?? .null),
    ]
  }

  private static func choice(_ choice: PartChoice) -> [(String, JSON)] {
    switch choice {
    case .only(let index): [("index", .int(Int64(index)))]
    case .except(let index): [("index", .int(Int64(index))), ("rows", "except")]
    case .before(let index): [("index", .int(Int64(index))), ("rows", "before")]
    }
  }

  private static func split(_ spec: SplitSpec) -> [(String, JSON)] {
    [
      ("shares", .array(spec.shares.map { .number($0) })), ("random", random(spec.random)),
      (
        "group",
        spec.groups.count > 1 ? names(spec.groups) : spec.groups.first.map { .string($0) } ?? .null
      ),
      ("order", spec.order.map { .string($0) } ?? .null),
      ("stratify", spec.stratify.map { .string($0) } ?? .null),
    ] + (spec.isBalanced ? [("balanced", .bool(true))] : [])
  }
}
