// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `AdditionalModelDataSource` of SageMaker's API.
package struct AdditionalModelDataSource: ShapeStructure, Equatable {
  package var channelName: String
  package var s3DataSource: S3ModelDataSource

  package static let shape = StructureShape(
    "AdditionalModelDataSource",
    [
      .required("ChannelName", .additionalModelChannelName),
      .required("S3DataSource", .structure(S3ModelDataSource.shape)),
    ])

  package init(
    channelName: String,
    s3DataSource: S3ModelDataSource
  ) {
    self.channelName = channelName
    self.s3DataSource = s3DataSource
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    channelName = try members.required("ChannelName")
    s3DataSource = try members.required("S3DataSource")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ChannelName", channelName)
    members.write("S3DataSource", s3DataSource)
  }
}
