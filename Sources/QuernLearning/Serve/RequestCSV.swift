import QuernText

/// The small CSV of requests: commas, quotes doubled inside quotes, no dialects.
enum RequestCSV {
  struct Cell: Hashable, Sendable {
    var text: String
    var isQuoted: Bool

    var number: Double? {
      var text = text
      return text.withUTF8 { Numbers.parseDouble($0) }
    }
  }

  /// The cells of each line; empty lines are passed over.
  static func records(_ body: [UInt8]) throws(LearningError) -> [[Cell]] {
    var records: [[Cell]] = []
    var cells: [Cell] = []
    var place = body.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    while place < body.count {
      let cell = try cell(body, &place)
      cells.append(cell)
      let isEnd = place >= body.count || body[place] != UInt8(ascii: ",")
      if place < body.count, body[place] == UInt8(ascii: "\r") { place += 1 }
      if place < body.count { place += 1 }
      // A comma at the very end of the body is followed by one more empty cell.
      if !isEnd, place >= body.count { cells.append(Cell(text: "", isQuoted: false)) }
      guard isEnd || place >= body.count else { continue }
      if cells.count > 1 || cell.isQuoted || !cell.text.isEmpty { records.append(cells) }
      cells = []
    }
    return records
  }

  private static func cell(_ body: [UInt8], _ place: inout Int) throws(LearningError) -> Cell {
    guard place < body.count, body[place] == UInt8(ascii: "\"") else {
      let start = place
      while place < body.count, !isEnd(body[place]) { place += 1 }
      return Cell(text: String(decoding: body[start..<place], as: UTF8.self), isQuoted: false)
    }
    var bytes: [UInt8] = []
    place += 1
    while place < body.count {
      let byte = body[place]
      place += 1
      if byte != UInt8(ascii: "\"") {
        bytes.append(byte)
      } else if place < body.count, body[place] == UInt8(ascii: "\"") {
        bytes.append(byte)
        place += 1
      } else {
        guard place >= body.count || isEnd(body[place]) else {
          throw .badRequest("text after a closing quote in the CSV", field: nil)
        }
        return Cell(text: String(decoding: bytes, as: UTF8.self), isQuoted: true)
      }
    }
    throw .badRequest("a quote in the CSV is not closed", field: nil)
  }

  private static func isEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
