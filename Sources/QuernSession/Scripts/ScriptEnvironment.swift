internal import QuernPlan
internal import QuernSystem
internal import QuernText

/// The variables that a program finds, beside the session's: a script those of SageMaker's training
/// toolkit, a processing job the folders of its tables.
enum ScriptEnvironment {
  static func variables(
    _ request: ScriptRequest, _ folder: ScriptFolder, instance: String, cpuCount: Int
  ) -> [String: String] {
    var variables = HostFacts.environment()
    let common: [(String, String)] = [
      ("SM_ML_DIR", folder.path),
      ("SM_RESOURCE_CONFIG", ScriptFolder.resources(instance).text()),
      ("SM_CURRENT_HOST", "algo-1"), ("SM_HOSTS", "[\"algo-1\"]"),
      ("SM_CURRENT_INSTANCE_TYPE", instance), ("SM_NETWORK_INTERFACE_NAME", "lo"),
      ("SM_NUM_CPUS", "\(cpuCount)"), ("SM_NUM_GPUS", "0"), ("SM_NUM_NEURONS", "0"),
      ("TMPDIR", folder.temporary),
      // What is printed is seen at once, and sets have one order in every run.
      ("PYTHONUNBUFFERED", "1"), ("PYTHONHASHSEED", "0"),
    ]
    let own: [(String, String)]
    switch folder.contract {
    case .training: own = training(request, folder)
    case .processing: own = processing(request, folder)
    }
    for (name, value) in common + own { variables[name] = value }
    for (name, value) in request.environment { variables[name] = folder.localised(value) }
    return variables
  }

  private static func processing(
    _ request: ScriptRequest, _ folder: ScriptFolder
  ) -> [(String, String)] {
    let inputs = request.inputs.map { name, _ in
      ("SM_INPUT_\(upper(name))", Path.parent(folder.inputFile(name, isOnly: false)))
    }
    let outputs = (request.outputs ?? []).map { name in
      ("SM_OUTPUT_\(upper(name))", folder.processingOutput(name))
    }
    return inputs + outputs
  }

  private static func training(
    _ request: ScriptRequest, _ folder: ScriptFolder
  ) -> [(String, String)] {
    let channels = request.inputs.map(\.name)
    var result: [(String, String)] = [
      ("SM_INPUT_DIR", "\(folder.path)/input"),
      ("SM_INPUT_CONFIG_DIR", "\(folder.path)/input/config"),
      ("SM_OUTPUT_DIR", "\(folder.path)/output"), ("SM_OUTPUT_DATA_DIR", folder.outputData),
      ("SM_MODEL_DIR", folder.model), ("SM_MODULE_DIR", folder.code),
      ("SM_MODULE_NAME", Path.stem(request.program)),
      ("SM_USER_ENTRY_POINT", Path.name(request.program)),
      ("SM_CHANNELS", JSON.array(channels.map { .string($0) }).text()),
      ("SM_HPS", JSON.object(request.hyperparameters).text()),
      (
        "SM_USER_ARGS",
        JSON.array(request.arguments.map { .string(folder.localised($0)) }).text()
      ),
      ("SM_LOG_LEVEL", "20"), ("TRAINING_JOB_NAME", Path.stem(request.program)),
    ]
    result += channels.map { ("SM_CHANNEL_\(upper($0))", folder.channel($0)) }
    for member in request.hyperparameters.members {
      let text = member.value.stringValue ?? member.value.text()
      result.append(("SM_HP_\(upper(member.key))", folder.localised(text)))
    }
    return result
  }

  /// A name as part of a variable's: upper case, with `_` for what a shell does not take.
  private static func upper(_ name: String) -> String {
    String(
      decoding: name.uppercased().utf8.map { byte in
        let isPlain =
          (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        return isPlain ? byte : UInt8(ascii: "_")
      }, as: UTF8.self)
  }
}
