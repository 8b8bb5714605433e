internal import QuernText

/// One invocation of an endpoint, as a local client sends it to the data plane's Unix socket.
///
/// The data plane answers with the frame of a `ReplicaResponse` whose headers are SageMaker's.
package struct InvokeRequest: Sendable, Equatable {
  package var endpoint: String
  package var contentType: String
  package var accept: String
  /// Overrides the weights; nil lets them choose.
  package var targetVariant: String?
  /// SageMaker's request headers by their lower-case names.
  package var attributes: [String: String]
  package var body: [UInt8]

  package init(
    endpoint: String, contentType: String, accept: String = "", targetVariant: String? = nil,
    attributes: [String: String] = [:], body: [UInt8]
  ) {
    self.endpoint = endpoint
    self.contentType = contentType
    self.accept = accept
    self.targetVariant = targetVariant
    self.attributes = attributes
    self.body = body
  }

  package var frame: Frame {
    var header = JSONObject()
    header["kind"] = "invoke"
    header["endpoint"] = .string(endpoint)
    header["contentType"] = .string(contentType)
    header["accept"] = .string(accept)
    if let targetVariant { header["variant"] = .string(targetVariant) }
    header["attributes"] = .object(JSONObject(strings: attributes))
    return Frame(header: header, body: body)
  }

  package init(_ frame: Frame) throws(WireError) {
    guard let endpoint = frame.header["endpoint"]?.stringValue else {
      throw .malformed("an invocation names no endpoint")
    }
    self.init(
      endpoint: endpoint, contentType: frame.header["contentType"]?.stringValue ?? "",
      accept: frame.header["accept"]?.stringValue ?? "",
      targetVariant: frame.header["variant"]?.stringValue,
      attributes: frame.header["attributes"]?.objectValue?.strings ?? [:], body: frame.body)
  }
}
