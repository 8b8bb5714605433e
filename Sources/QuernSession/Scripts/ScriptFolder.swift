internal import QuernPlan
internal import QuernSystem
internal import QuernText

/// The folder of one script's run, laid out as SageMaker's containers lay out `/opt/ml`.
///
///     code/                    the program and its files; the program starts here. Those of a
///                              processing job are in processing/input/code/
///     processing/input/        tables in: input.csv, or NAME/NAME.csv
///     processing/output/       tables out
///     input/data/              the same tables in, as channels of a training job
///     input/config/            hyperparameters.json, inputdataconfig.json, resourceconfig.json
///     config/                  processingjobconfig.json, resourceconfig.json
///     output/data/             tables out, as a training job's
///     output/failure, output/message, model/, checkpoints/, tmp/
///
/// A script of a processing or training job finds everything by the variables of SageMaker's
/// toolkits; `SM_ML_DIR`, which stands for `/opt/ml`, is the one that those do not have.
struct ScriptFolder {
  let path: String
  let contract: ScriptContract
  private let disk = Disk.real

  /// The prefix that arguments may use for the folder.
  static let containerPath = "/opt/ml"

  init(path: String, contract: ScriptContract) {
    self.path = path
    self.contract = contract
  }

  var code: String {
    switch contract {
    case .training: "\(path)/code"
    case .processing: "\(processingInput)/code"
    }
  }
  var processingInput: String { "\(path)/processing/input" }
  var processingOutput: String { "\(path)/processing/output" }
  var outputData: String { "\(path)/output/data" }
  var model: String { "\(path)/model" }
  var temporary: String { "\(path)/tmp" }

  /// With a processing job's folders for its outputs.
  func make(outputs: [String]?) throws(SystemError) {
    var folders = [code, processingInput, processingOutput, "\(path)/config", temporary]
    switch contract {
    case .training:
      folders += [
        "\(path)/input/data", "\(path)/input/config", outputData, model, "\(path)/checkpoints",
      ]
    case .processing:
      folders += ["\(path)/output"] + (outputs ?? []).map(processingOutput(_:))
    }
    for folder in folders { try disk.makeDirectory(folder) }
  }

  func remove() throws(SystemError) { try disk.remove(path) }

  /// Where a table in lies as a processing job's input.
  func inputFile(_ name: String, isOnly: Bool) -> String {
    let isLoose = isOnly && contract == .training
    return isLoose
      ? "\(processingInput)/\(name).csv" : "\(processingInput)/\(name)/\(name).csv"
  }

  /// The folder of a table out of a processing job.
  func processingOutput(_ name: String) -> String { "\(processingOutput)/\(name)" }

  /// The folder of a table in as a training job's channel.
  func channel(_ name: String) -> String { "\(path)/input/data/\(name)" }

  /// The file that says why a script failed, or how it went: the first that there is.
  func message() -> String? {
    for name in ["failure", "message"] {
      do throws(SystemError) {
        let bytes = try disk.read("\(path)/output/\(name)")
        let text = String(decoding: bytes.prefix(1024), as: UTF8.self)
        if !text.isEmpty { return text }
      } catch {
        // It had nothing to say there.
      }
    }
    return nil
  }

  /// An argument, with a path of the container as one of this folder.
  func localised(_ argument: String) -> String {
    guard argument == Self.containerPath || argument.hasPrefix(Self.containerPath + "/") else {
      return argument
    }
    return path + argument.dropFirst(Self.containerPath.count)
  }

  /// The files that the contract promises, for scripts that read them.
  func writeConfiguration(_ request: ScriptRequest, instance: String) throws(SystemError) {
    let resources = ScriptFolder.resources(instance)
    try write("config/resourceconfig.json", resources)
    try write("config/processingjobconfig.json", processing(request, instance))
    guard contract == .training else { return }
    let channels = request.inputs.map(\.name)
    let inputConfig = JSON.members(
      channels.map { name in
        (
          name,
          .members([
            ("ContentType", "text/csv"), ("TrainingInputMode", "File"),
            ("S3DistributionType", "FullyReplicated"), ("RecordWrapperType", "None"),
          ])
        )
      })
    try write("input/config/hyperparameters.json", .object(hyperparameterTexts(request)))
    try write("input/config/inputdataconfig.json", inputConfig)
    try write("input/config/resourceconfig.json", resources)
  }

  private func write(_ name: String, _ json: JSON) throws(SystemError) {
    try disk.writeAtomically("\(path)/\(name)", json.utf8())
  }

  /// All of them as texts, which is how the API carries hyperparameters.
  private func hyperparameterTexts(_ request: ScriptRequest) -> JSONObject {
    JSONObject(
      request.hyperparameters.members.map { member in
        (member.key, .string(member.value.stringValue ?? member.value.text()))
      })
  }

  static func resources(_ instance: String) -> JSON {
    .members([
      ("current_host", "algo-1"), ("current_instance_type", .string(instance)),
      ("hosts", ["algo-1"]), ("network_interface_name", "lo"),
    ])
  }

  private func processing(_ request: ScriptRequest, _ instance: String) -> JSON {
    let isOnly = request.inputs.count == 1
    return .members([
      ("ProcessingJobName", .string(Path.stem(request.program))),
      (
        "AppSpecification",
        .members([
          ("ContainerEntrypoint", .array([.string("\(code)/\(Path.name(request.program))")])),
          ("ContainerArguments", .array(request.arguments.map { .string(localised($0)) })),
        ])
      ),
      (
        "ProcessingInputs",
        .array(
          request.inputs.map { input in
            let folder = Path.parent(inputFile(input.name, isOnly: isOnly))
            return .members([
              ("InputName", .string(input.name)),
              (
                "S3Input",
                .members([
                  ("LocalPath", .string(folder)), ("S3DataType", "S3Prefix"),
                  ("S3InputMode", "File"), ("S3DataDistributionType", "FullyReplicated"),
                  ("S3CompressionType", "None"),
                ])
              ),
            ])
          })
      ),
      ("ProcessingOutputConfig", .members([("Outputs", processingOutputs(request))])),
      (
        "ProcessingResources",
        .members([
          (
            "ClusterConfig",
            .members([("InstanceCount", 1), ("InstanceType", .string(instance))])
          )
        ])
      ),
    ])
  }

  /// Those that were named; a script that says none may leave any.
  private func processingOutputs(_ request: ScriptRequest) -> JSON {
    .array(
      (request.outputs ?? []).map { name in
        let folder = contract == .processing ? processingOutput(name) : processingOutput
        return .members([
          ("OutputName", .string(name)),
          (
            "S3Output",
            .members([("LocalPath", .string(folder)), ("S3UploadMode", "EndOfJob")])
          ),
        ])
      })
  }
}
