/// The columns of a stream: what a model must accept and predict.
public struct Schema: Hashable, Sendable {
  /// The input columns before encoding.
  public let attributes: [Attribute]
  /// Names of the input features, after encoding; d of them.
  public let features: [String]
  /// Names of the classes, k of them; empty for regression.
  public let classes: [String]
  /// The classes of each task, where rows say which task they belong to (task-incremental learning, a head
  /// for each task: van de Ven & Tolias 2019); empty where they do not.
  public let taskClasses: [Range<Int>]
  /// Names of the groups that rows belong to; empty where there are none.
  public let groups: [String]
  /// Clients that rows come from, numbered from 0; 0 where there are none.
  public let clientCount: Int

  /// The columns of a stream.
  public init(
    attributes: [Attribute], classes: [String], taskClasses: [Range<Int>] = [],
    groups: [String] = [], clientCount: Int = 0
  ) {
    self.attributes = attributes
    features = attributes.flatMap(\.features)
    self.classes = classes
    self.taskClasses = taskClasses
    self.groups = groups
    self.clientCount = clientCount
  }

  /// The columns of a stream whose features are all numbers.
  public init(
    features: [String], classes: [String], taskClasses: [Range<Int>] = [], groups: [String] = []
  ) {
    self.init(
      attributes: features.map(Attribute.number), classes: classes, taskClasses: taskClasses,
      groups: groups)
  }

  /// The same, with other input columns or rows that come from so many clients.
  public func with(attributes: [Attribute]? = nil, clientCount: Int? = nil) -> Schema {
    Schema(
      attributes: attributes ?? self.attributes, classes: classes, taskClasses: taskClasses,
      groups: groups, clientCount: clientCount ?? self.clientCount)
  }
}
