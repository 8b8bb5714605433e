internal import QuernSystem
internal import QuernText

extension PlatformClient {
  /// What AWS's clients need to drive this home, as environment variables: `quern env` prints it.
  ///
  ///     AWS_ENDPOINT_URL=http://127.0.0.1:40123
  package func environment() throws(PlatformClientError) -> [(name: String, value: String)] {
    let key: JSON
    do {
      key = try JSON.parse(try Disk.real.read(places.credentials))
    } catch let error as SystemError {
      throw .system(error)
    } catch {
      throw .wire(.malformed("the home's key in \(places.credentials) cannot be read"))
    }
    func text(_ name: String) -> String { key[name]?.stringValue ?? "" }
    return [
      ("AWS_ENDPOINT_URL", "http://127.0.0.1:\(hello.controlPort)"),
      ("AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME", "http://127.0.0.1:\(hello.routePort)"),
      ("AWS_ACCESS_KEY_ID", text("accessKeyId")),
      ("AWS_SECRET_ACCESS_KEY", text("secretAccessKey")),
      ("AWS_DEFAULT_REGION", text("region")),
    ]
  }
}
