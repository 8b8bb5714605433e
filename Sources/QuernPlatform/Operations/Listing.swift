internal import GRDB
internal import QuernOperations
internal import QuernText

/// One page of a List operation, by key: pages stay right while rows come and go.
struct Listing {
  var table: String
  /// `name`, `createdAt`, `modifiedAt` or `status`.
  var column: String
  var isAscending: Bool
  var countMax: Int
  var nextToken: String?
  private var conditions: [(sql: String, value: any DatabaseValueConvertible & Sendable)] = []

  static let pageCountDefault = 10

  init(
    _ table: String, column: String, order: OrderKey?, maxResults: Int?, nextToken: String?
  ) {
    self.table = table
    self.column = column
    isAscending = order == .ascending
    countMax = maxResults ?? Listing.pageCountDefault
    self.nextToken = nextToken
  }

  mutating func require(
    _ sql: String, _ value: (any DatabaseValueConvertible & Sendable)?
  ) {
    if let value { conditions.append((sql, value)) }
  }

  mutating func filter(
    nameContains: String?, createdAfter: Timestamp?, createdBefore: Timestamp?
  ) {
    require("instr(lower(name), lower(?)) > 0", nameContains)
    require("createdAt > ?", createdAfter?.microseconds)
    require("createdAt < ?", createdBefore?.microseconds)
  }

  /// The page's rows, and the token of the next page when there is one.
  func page<Record: FetchableRecord>(
    of type: Record.Type, _ scope: Scope, _ database: Database,
    key: (Record) -> (value: DatabaseValue, name: String)
  ) throws -> (rows: [Record], nextToken: String?) {
    var clauses = ["account = ?", "region = ?"]
    var arguments: [any DatabaseValueConvertible] = [scope.account, scope.region]
    for condition in conditions {
      clauses.append(condition.sql)
      arguments.append(condition.value)
    }
    if let nextToken {
      let (value, name) = try decode(nextToken)
      clauses.append("(\(column), name) \(isAscending ? ">" : "<") (?, ?)")
      arguments += [value, name]
    }
    let direction = isAscending ? "ASC" : "DESC"
    let rows = try Record.fetchAll(
      database,
      sql: """
        SELECT * FROM \(table) WHERE \(clauses.joined(separator: " AND "))
        ORDER BY \(column) \(direction), name \(direction) LIMIT \(countMax + 1)
        """,
      arguments: StatementArguments(arguments))
    guard rows.count > countMax, let last = rows.dropLast().last else { return (rows, nil) }
    return (Array(rows.dropLast()), encode(key(last)))
  }

  /// What a token must agree with to be used: the list and its filters.
  private var fingerprint: String {
    let text = conditions.map { "\($0.sql)=\($0.value)" }.joined(separator: "&")
    return SHA256.hash("\(table) \(column) \(isAscending) \(text)").short
  }

  private func encode(_ key: (value: DatabaseValue, name: String)) -> String {
    let value: JSON =
      switch key.value.storage {
      case .int64(let number): .int(number)
      case .string(let text): .string(text)
      case .null, .double, .blob: .null
      }
    return Base64.encode(JSON.array([value, .string(key.name), .string(fingerprint)]).utf8())
  }

  private func decode(
    _ token: String
  ) throws(PlatformError) -> (any DatabaseValueConvertible, String) {
    guard let bytes = Base64.decode(token), let json = Listing.parse(bytes),
      case .array(let items) = json, items.count == 3, let name = items[1].stringValue,
      items[2].stringValue == fingerprint
    else { throw .badToken() }
    switch items[0] {
    case .int(let number): return (number, name)
    case .string(let text): return (text, name)
    case .null, .bool, .number, .array, .object: throw .badToken()
    }
  }

  private static func parse(_ bytes: [UInt8]) -> JSON? {
    do {
      return try JSON.parse(bytes)
    } catch {
      return nil
    }
  }
}
