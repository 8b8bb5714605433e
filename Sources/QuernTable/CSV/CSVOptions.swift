/// How to read a CSV file; what is nil is found out from the file.
package struct CSVOptions: Hashable, Sendable {
  /// The byte between fields.
  package var delimiter: UInt8?
  /// The byte around fields that hold delimiters or line ends.
  package var quote: UInt8?
  /// Whether the first record names the columns.
  package var header: Bool?
  /// Types by column name; the other columns' types are found out.
  package var types: [String: DataType]
  /// The texts that mean "missing", instead of the usual ones; an empty field always does.
  package var missing: [String]?
  package var onError: OnError
  /// How `1/2/2024` is read; found out from the values when nil.
  package var dateOrder: CSVDateOrder?
  /// How bytes become text; nil: UTF-8, else what a byte order mark says, else Windows-1252.
  package var encoding: CSVEncoding?
  /// The size of a parallel piece; tests make it small.
  package var blockBytes: Int
  /// How much of a file is looked at before its types are guessed; tests make it small.
  package var sampleBytes: Int

  package init(
    delimiter: UInt8? = nil, quote: UInt8? = nil, header: Bool? = nil,
    types: [String: DataType] = [:], missing: [String]? = nil, onError: OnError = .fail,
    dateOrder: CSVDateOrder? = nil, encoding: CSVEncoding? = nil,
    blockBytes: Int = CSVLimits.blockBytes, sampleBytes: Int = CSVLimits.sampleBytes
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.header = header
    self.types = types
    self.missing = missing
    self.onError = onError
    self.dateOrder = dateOrder
    self.encoding = encoding
    self.blockBytes = max(1, blockBytes)
    self.sampleBytes = max(CSVLimits.samplePieces, sampleBytes)
  }

  /// What happens to a row that does not fit.
  package enum OnError: String, Hashable, Sendable, CaseIterable {
    /// The read fails and shows the first bad lines.
    case fail
    /// A value that does not fit becomes null, as do the fields a short row lacks.
    case null
    /// The row is left out.
    case skip
  }
}

/// The order of the parts of a date written with slashes, dashes or dots.
package enum CSVDateOrder: String, Hashable, Sendable, CaseIterable {
  case monthFirst = "mdy"
  case dayFirst = "dmy"
  case yearFirst = "ymd"
}

/// How the bytes of a file become text.
package enum CSVEncoding: String, Hashable, Sendable, CaseIterable {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  case windows1252 = "windows-1252"
}

/// The limits of CSV reading, with their units.
package enum CSVLimits {
  /// What a thread reads at a time.
  package static let blockBytes = 1 << 20
  /// The part of a file that is looked at before its types are guessed.
  package static let sampleBytes = 1 << 20
  /// Pieces that a sample of a larger file consists of.
  static let samplePieces = 16
  /// Files up to this size are scanned whole when they are opened, so that types are exact.
  static let exactScanBytes = 2 << 30
  /// The longest record.
  static let recordBytes = 1 << 30
  /// The largest number of columns.
  static let columnCount = 65_536
  /// Rows that may be left out before a read fails.
  static let badRowCount = 1_000_000
  /// Bad lines that a message shows.
  static let shownBadLineCount = 5
  /// What loads of several bytes may touch past the end of the text.
  static let paddingBytes = 128
  /// Rows of a row group.
  static let groupRowCount = 65_536
  /// The largest text that a compressed file may give.
  static let decompressedBytes = 64 << 30
}
