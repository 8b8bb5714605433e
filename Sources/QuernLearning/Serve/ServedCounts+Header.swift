import QuernText

/// The counts as one header of the answer: `x-quern-counts: {"ignored":{"region":2}}`.
extension ServedCounts {
  package static let headerName = "x-quern-counts"

  /// Names of one kind that a header holds at most.
  private static let nameCountMax = 20

  /// ASCII alone; nil where the request fitted the contract.
  package var header: String? {
    let kinds = [("ignored", ignored), ("imputed", imputed), ("unknown", unknownLevels)]
    let members = kinds.filter { !$0.1.isEmpty }.map { kind, counts in
      let names = counts.sorted { $0.key < $1.key }.prefix(Self.nameCountMax)
      return (kind, JSON.object(JSONObject(names.map { ($0.key, .int(Int64($0.value))) })))
    }
    return members.isEmpty ? nil : Self.ascii(JSON.object(JSONObject(members)).text())
  }

  /// The counts of an answer's header, without the rows.
  package init?(header: String) {
    let json: JSON
    do throws(JSONError) { json = try JSON.parse(Array(header.utf8)) } catch { return nil }
    self.init()
    func counts(_ kind: String) -> [String: Int] {
      var found: [String: Int] = [:]
      for member in json[kind]?.objectValue?.members ?? [] {
        found[member.key] = Int(member.value.intValue ?? 0)
      }
      return found
    }
    ignored = counts("ignored")
    imputed = counts("imputed")
    unknownLevels = counts("unknown")
  }

  /// One sentence for each field, for whoever asked.
  package var remarks: [String] {
    func lines(_ counts: [String: Int], _ text: (String, String) -> String) -> [String] {
      counts.sorted { $0.key < $1.key }.map { name, count in
        text(name, count == 1 ? "1 record" : "\(Numbers.grouped(Int64(count))) records")
      }
    }
    return lines(ignored) { "`\($0)` is no input of the model: ignored in \($1)" }
      + lines(imputed) { "`\($0)` was absent and filled as in training in \($1)" }
      + lines(unknownLevels) { "`\($0)` had a value that training did not see in \($1)" }
  }

  private static func ascii(_ text: String) -> String {
    var out = ""
    for unit in text.utf16 {
      if unit < 0x7f, let scalar = Unicode.Scalar(unit) {
        out.unicodeScalars.append(scalar)
      } else {
        let hex = String(unit, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
      }
    }
    return out
  }
}
