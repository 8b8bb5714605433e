import Glibc
import QuernSystem

/// The functions of libxgboost's C interface that training needs, opened at first use.
struct XGBoostLibrary: Sendable {
  typealias Handle = UnsafeMutableRawPointer
  typealias CreateMatrix =
    @convention(c) (
      UnsafePointer<Float>, UInt64, UInt64, Float, UnsafeMutablePointer<Handle?>, Int32
    ) -> Int32
  typealias SetFloats =
    @convention(c) (Handle, UnsafePointer<CChar>, UnsafePointer<Float>, UInt64) -> Int32
  typealias SetTexts =
    @convention(c) (
      Handle, UnsafePointer<CChar>, UnsafeMutablePointer<UnsafePointer<CChar>?>, UInt64
    ) -> Int32
  typealias Free = @convention(c) (Handle) -> Int32
  typealias CreateBooster =
    @convention(c) (
      UnsafePointer<Handle?>, UInt64, UnsafeMutablePointer<Handle?>
    ) -> Int32
  typealias SetText =
    @convention(c) (Handle, UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32
  typealias Update = @convention(c) (Handle, Int32, Handle) -> Int32
  typealias Evaluate =
    @convention(c) (
      Handle, Int32, UnsafeMutablePointer<Handle?>, UnsafeMutablePointer<UnsafePointer<CChar>?>,
      UInt64, UnsafeMutablePointer<UnsafePointer<CChar>?>
    ) -> Int32
  typealias Slice =
    @convention(c) (Handle, Int32, Int32, Int32, UnsafeMutablePointer<Handle?>) -> Int32
  typealias Save =
    @convention(c) (
      Handle, UnsafePointer<CChar>, UnsafeMutablePointer<UInt64>,
      UnsafeMutablePointer<UnsafePointer<CChar>?>
    ) -> Int32
  typealias LastError = @convention(c) () -> UnsafePointer<CChar>?
  typealias LoadBuffer =
    @convention(c) (Handle, UnsafeRawPointer, UInt64) -> Int32
  typealias Predict =
    @convention(c) (
      Handle, Handle, Int32, UInt32, Int32, UnsafeMutablePointer<UInt64>,
      UnsafeMutablePointer<UnsafePointer<Float>?>
    ) -> Int32

  let createMatrix: CreateMatrix
  let setFloats: SetFloats
  let freeMatrix: Free
  let createBooster: CreateBooster
  let freeBooster: Free
  let setParameter: SetText
  let setAttribute: SetText
  let setFeatureTexts: SetTexts
  let update: Update
  let evaluate: Evaluate
  let slice: Slice
  let save: Save
  let load: LoadBuffer
  let predict: Predict
  let lastError: LastError

  /// The library, or the error that says how to install it.
  static func open() throws(LearningError) -> XGBoostLibrary {
    // Threads that wait by spinning make a busy machine ten times slower.
    setenv("OMP_WAIT_POLICY", "passive", 0)
    do throws(SystemError) {
      return try XGBoostLibrary(
        DynamicLibrary.open(["libxgboost.so.0", "libxgboost.so"], apt: "libxgboost-dev"))
    } catch {
      throw .library(
        name: "xgboost", message: error.message, hint: "sudo apt install libxgboost-dev")
    }
  }

  private init(_ library: DynamicLibrary) throws(SystemError) {
    createMatrix = try library.symbol("XGDMatrixCreateFromMat_omp", as: CreateMatrix.self)
    setFloats = try library.symbol("XGDMatrixSetFloatInfo", as: SetFloats.self)
    freeMatrix = try library.symbol("XGDMatrixFree", as: Free.self)
    createBooster = try library.symbol("XGBoosterCreate", as: CreateBooster.self)
    freeBooster = try library.symbol("XGBoosterFree", as: Free.self)
    setParameter = try library.symbol("XGBoosterSetParam", as: SetText.self)
    setAttribute = try library.symbol("XGBoosterSetAttr", as: SetText.self)
    setFeatureTexts = try library.symbol("XGBoosterSetStrFeatureInfo", as: SetTexts.self)
    update = try library.symbol("XGBoosterUpdateOneIter", as: Update.self)
    evaluate = try library.symbol("XGBoosterEvalOneIter", as: Evaluate.self)
    slice = try library.symbol("XGBoosterSlice", as: Slice.self)
    save = try library.symbol("XGBoosterSaveModelToBuffer", as: Save.self)
    load = try library.symbol("XGBoosterLoadModelFromBuffer", as: LoadBuffer.self)
    predict = try library.symbol("XGBoosterPredict", as: Predict.self)
    lastError = try library.symbol("XGBGetLastError", as: LastError.self)
  }

  /// Throws what the library says when a call did not return 0.
  func check(_ status: Int32) throws(LearningError) {
    guard status != 0 else { return }
    throw .library(name: "xgboost", message: Self.firstSentence(lastErrorText()), hint: nil)
  }

  private func lastErrorText() -> String {
    lastError().map { String(cString: $0) } ?? "unknown error"
  }

  /// The message without time, file and stack: `[12:00:00] ./src/x.cc:9: What is wrong`.
  private static func firstSentence(_ text: String) -> String {
    let lines = text.split(separator: "\n").map(String.init)
    let told = lines.prefix { !$0.hasPrefix("Stack trace") }.joined(separator: " ")
    guard told.hasPrefix("["), let end = told.firstIndex(of: "]") else { return told }
    let rest = told[told.index(after: end)...]
    guard let mark = Self.range(of: ": ", in: rest) else { return String(rest) }
    return String(rest[mark...])
  }

  /// Where the text after the first occurrence of `mark` begins.
  private static func range(of mark: String, in text: Substring) -> Substring.Index? {
    var place = text.startIndex
    while place < text.endIndex {
      if text[place...].hasPrefix(mark) { return text.index(place, offsetBy: mark.count) }
      place = text.index(after: place)
    }
    return nil
  }
}
