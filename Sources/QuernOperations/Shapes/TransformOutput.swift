// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `TransformOutput` of SageMaker's API.
package struct TransformOutput: ShapeStructure, Equatable {
  package var s3OutputPath: String
  package var accept: String?
  package var assembleWith: AssemblyType?
  package var kmsKeyId: String?

  package static let shape = StructureShape(
    "TransformOutput",
    [
      .required("S3OutputPath", .s3Uri),
      .optional("Accept", .accept),
      .optional("AssembleWith", .choice(AssemblyType.self)),
      .optional("KmsKeyId", .kmsKeyId),
    ])

  package init(
    s3OutputPath: String,
    accept: String? = nil,
    assembleWith: AssemblyType? = nil,
    kmsKeyId: String? = nil
  ) {
    self.s3OutputPath = s3OutputPath
    self.accept = accept
    self.assembleWith = assembleWith
    self.kmsKeyId = kmsKeyId
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    s3OutputPath = try members.required("S3OutputPath")
    accept = try members.optional("Accept")
    assembleWith = try members.optional("AssembleWith")
    kmsKeyId = try members.optional("KmsKeyId")
  }

  package func write(to members: inout MemberWriter) {
    members.write("S3OutputPath", s3OutputPath)
    members.write("Accept", accept)
    members.write("AssembleWith", assembleWith)
    members.write("KmsKeyId", kmsKeyId)
  }
}

/// The values of `AssemblyType`.
package enum AssemblyType: String, CaseIterable, Sendable, ShapeValue {
  case nothing = "None"
  case line = "Line"
}
