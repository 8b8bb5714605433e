internal import QuernPlan
internal import QuernSystem
internal import QuernText

/// The variables that a script finds: those of SageMaker's training toolkit, beside the session's.
enum ScriptEnvironment {
  static func variables(
    _ request: ScriptRequest, _ folder: ScriptFolder, instance: String, cpuCount: Int
  ) -> [String: String] {
    var variables = HostFacts.environment()
    let channels = request.inputs.map(\.name)
    let contract: [(String, String)] = [
      ("SM_ML_DIR", folder.path), ("SM_INPUT_DIR", "\(folder.path)/input"),
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
      ("SM_RESOURCE_CONFIG", ScriptFolder.resources(instance).text()),
      ("SM_CURRENT_HOST", "algo-1"), ("SM_HOSTS", "[\"algo-1\"]"),
      ("SM_CURRENT_INSTANCE_TYPE", instance), ("SM_NETWORK_INTERFACE_NAME", "lo"),
      ("SM_NUM_CPUS", "\(cpuCount)"), ("SM_NUM_GPUS", "0"), ("SM_NUM_NEURONS", "0"),
      ("SM_LOG_LEVEL", "20"), ("TRAINING_JOB_NAME", Path.stem(request.program)),
      ("TMPDIR", folder.temporary),
      // What is printed is seen at once, and sets have one order in every run.
      ("PYTHONUNBUFFERED", "1"), ("PYTHONHASHSEED", "0"),
    ]
    for (name, value) in contract { variables[name] = value }
    for channel in channels { variables["SM_CHANNEL_\(upper(channel))"] = folder.channel(channel) }
    for member in request.hyperparameters.members {
      let text = member.value.stringValue ?? member.value.text()
      variables["SM_HP_\(upper(member.key))"] = folder.localised(text)
    }
    for (name, value) in request.environment { variables[name] = folder.localised(value) }
    return variables
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
