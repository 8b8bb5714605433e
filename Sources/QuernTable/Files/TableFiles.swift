import Glibc
package import QuernSystem
package import QuernText

/// A source that is one pinned file.
package protocol PinnedFile: TableSource {
  /// The SHA-256 of the file's bytes; computed once, and only when asked for.
  func fileDigest(_ context: TableContext) throws(TableError) -> Digest
  /// Takes the digest from somebody who read this very file before.
  func know(fileDigest: Digest)
  /// What was found out about the file, for `TableFiles.restore`.
  func saved() -> JSON
}

/// Files as tables: which reader and writer a path wants.
package enum TableFiles {
  /// Opens and pins a file: `.json`, `.jsonl` and `.ndjson` as JSON records, all else as CSV;
  /// packed ones (`.gz`, `.zst`) as what they hold.
  package static func open(
    _ path: String, options: CSVOptions, context: TableContext
  ) throws(TableError) -> any PinnedFile {
    do throws(TableError) {
      let format = TableFormat(path: path)
      if case .foreign(let format) = format { throw .unreadableFormat(format, path: path) }
      if let found = try magic(path) { throw .unreadableFormat(found, path: path) }
      guard format == .json else {
        return try CSVSource.open(path, options: options, context: context)
      }
      for (option, isGiven) in [
        ("delimiter", options.delimiter != nil), ("header", options.header != nil),
        ("date_order", options.dateOrder != nil),
      ] where isGiven {
        throw .invalidArgument(
          word: "read", message: "\(option): is for CSV files, and \(Path.name(path)) is JSON",
          hint: nil)
      }
      return try JSONSource.open(path, options: options, context: context)
    } catch {
      guard case .file(let reason) = error, reason.isAbsence else { throw error }
      throw .missingFile(path: path, nearest: nearest(path))
    }
  }

  /// A file that was opened before with these options, by what its source had `saved`: nothing of
  /// it is read. Nil where that is no such text.
  ///
  /// Whoever calls knows that the file's bytes are the same.
  package static func restore(
    _ path: String, options: CSVOptions, saved: JSON
  ) throws(TableError) -> (any PinnedFile)? {
    do throws(TableError) {
      let pin = try CSVPin(path: path, opener: CSVFile.open)
      return CSVSource.restored(saved, pin: pin, options: options)
        ?? JSONSource.restored(saved, pin: pin, options: options)
    } catch {
      guard case .file(let reason) = error, reason.isAbsence else { throw error }
      throw .missingFile(path: path, nearest: nearest(path))
    }
  }

  /// Writes a table as the path's suffix says.
  package static func write(
    _ data: TableData, to path: String, disk: Disk = .real, context: TableContext? = nil
  ) throws(TableError) {
    if path.hasSuffix(".zst") {
      throw .invalidArgument(
        word: "write", message: "zstd files are read, not written", hint: "name it ….gz instead")
    }
    switch TableFormat(path: path) {
    case .csv: try CSVWriter.write(data, to: path, disk: disk, context: context)
    case .json: try JSONLinesWriter.write(data, to: path, disk: disk, context: context)
    case .foreign(let format):
      throw .invalidArgument(
        word: "write", message: "\(format.name) files are not written",
        hint: "end the path in .csv, .tsv, .jsonl or .json; each can be packed, as .csv.gz")
    }
  }

  /// A format that the first bytes show, whatever the name says.
  private static func magic(_ path: String) throws(TableError) -> ForeignFormat? {
    let head: [UInt8]
    do throws(SystemError) {
      let handle = try FileHandle.open(path, .read)
      guard try handle.status().isRegular else { return nil }
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
      defer { buffer.deallocate() }
      let count = try handle.pread(into: buffer, at: 0)
      head = Array(buffer[..<count])
    } catch {
      throw .file(error)
    }
    if let known = ForeignFormat.all.first(where: { format in
      format.magic.contains { head.starts(with: Array($0.utf8)) }
    }) {
      return known
    }
    return isBinary(head) ? .binary : nil
  }

  /// Whether bytes are neither text nor a packed file: many control characters other than the
  /// zeros of UTF-16.
  private static func isBinary(_ head: [UInt8]) -> Bool {
    if head.starts(with: [0x1F, 0x8B]) || head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
      return false
    }
    let controls = head.count { $0 > 0 && $0 < 9 || $0 > 13 && $0 < 32 && $0 != 27 }
    return controls > 8 && controls * 50 > head.count
  }

  /// The file of the folder whose name is closest, if one is close.
  private static func nearest(_ path: String) -> String? {
    let names: [String]
    do throws(SystemError) { names = try Disk.real.list(Path.parent(path)) } catch {
      // A folder that cannot be looked into suggests nothing.
      return nil
    }
    return EditDistance.nearest(Path.name(path), in: names.sorted(), limit: 1).first
  }
}

/// What a file's name says of its contents.
enum TableFormat: Hashable {
  case csv
  case json
  case foreign(ForeignFormat)

  init(path: String) {
    var name = Path.name(path).lowercased()
    for suffix in [".gz", ".zst"] where name.hasSuffix(suffix) {
      name = String(name.dropLast(suffix.count))
    }
    if [".json", ".jsonl", ".ndjson"].contains(where: { name.hasSuffix($0) }) {
      self = .json
    } else if let format = ForeignFormat.all.first(where: { format in
      format.suffixes.contains { name.hasSuffix($0) }
    }) {
      self = .foreign(format)
    } else {
      self = .csv
    }
  }
}

/// A format that is known and not read.
package struct ForeignFormat: Hashable, Sendable {
  package let name: String
  let suffixes: [String]
  /// What such a file begins with.
  let magic: [String]
  /// How to make something of it that can be read; FILE and STEM stand for the file's names.
  let advice: String

  static let all = [
    ForeignFormat(
      name: "Parquet", suffixes: [".parquet", ".pq"], magic: ["PAR1"],
      advice: polars("read_parquet")),
    ForeignFormat(
      name: "Arrow", suffixes: [".feather", ".arrow", ".ipc"], magic: ["ARROW1"],
      advice: polars("read_ipc")),
    ForeignFormat(
      name: "Excel", suffixes: [".xlsx", ".xls", ".xlsm", ".xlsb"], magic: [],
      advice: "save the sheet as CSV (UTF-8) in Excel or LibreOffice: "
        + "libreoffice --headless --convert-to csv FILE"),
    ForeignFormat(
      name: "OpenDocument", suffixes: [".ods"], magic: [],
      advice: "libreoffice --headless --convert-to csv FILE writes STEM.csv"),
    ForeignFormat(
      name: "zip", suffixes: [".zip"], magic: ["PK\u{3}\u{4}"],
      advice: "unpack it first: unzip FILE; a spreadsheet is saved as CSV"),
    ForeignFormat(
      name: "bzip2 or xz", suffixes: [".bz2", ".xz"], magic: [],
      advice: "unpack it first, or pack it as .gz or .zst, which are read"),
    ForeignFormat(
      name: "SQLite", suffixes: [".sqlite", ".sqlite3", ".db"], magic: ["SQLite format 3"],
      advice: "sqlite3 -csv -header FILE \"select * from …\" > STEM.csv"),
    ForeignFormat(
      name: "ORC, Avro or HDF5", suffixes: [".orc", ".avro", ".h5", ".hdf5"], magic: ["Obj\u{1}"],
      advice: "write it as CSV or JSON lines with the program that made it"),
    ForeignFormat(
      name: "pickle", suffixes: [".pkl", ".pickle"], magic: [],
      advice: "python3 -c \"import pandas; pandas.read_pickle('FILE').to_csv('STEM.csv')\""),
    ForeignFormat(
      name: "SAS, SPSS, Stata or R", suffixes: [".sas7bdat", ".sav", ".dta", ".rds", ".rdata"],
      magic: [], advice: "write it as CSV with the program that made it"),
  ]

  /// Bytes that no program writes as text.
  static let binary = ForeignFormat(
    name: "binary data", suffixes: [], magic: [],
    advice: "`file FILE` tells what it is; write it as CSV or JSON lines with what made it")

  private static func polars(_ reader: String) -> String {
    "python3 -c \"import polars; polars.\(reader)('FILE').write_csv('STEM.csv')\" makes a CSV file"
  }

  /// The advice for a file.
  func advice(for path: String) -> String {
    let name = Path.name(path)
    var stem = name.firstIndex(of: ".").map { String(name[..<$0]) } ?? name
    // The advice must not write over the file itself.
    if "\(stem).csv" == name { stem += "_text" }
    return advice.replacing("FILE", with: name).replacing("STEM", with: stem)
  }
}
