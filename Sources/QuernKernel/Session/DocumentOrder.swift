internal import QuernSystem
internal import QuernText

/// The order of a notebook's cells, as its file has it, read again when the file has changed.
struct DocumentOrder {
  private let path: String?
  private var modifiedNs: Int64 = -1
  private var cells: [String] = []

  /// A larger file is not read for its order.
  private static let byteCountMax: Int64 = 64 << 20

  init(path: String?) {
    self.path = path
  }

  /// Ids of the code cells; none where there is no file.
  mutating func current() -> [String] {
    guard let path else { return [] }
    do {
      let status = try Disk.real.stat(path)
      guard status.modifiedNs != modifiedNs, status.size <= Self.byteCountMax else { return cells }
      let json = try JSON.parse(try Disk.real.read(path))
      cells = (json["cells"]?.arrayValue ?? []).compactMap { cell in
        cell["cell_type"]?.stringValue == "code" ? cell["id"]?.stringValue : nil
      }
      modifiedNs = status.modifiedNs
    } catch {
      // A file that is just being written is read the next time.
      return cells
    }
    return cells
  }
}
