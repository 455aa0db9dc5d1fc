/// A registered thing: what it is called, what it does, its settings, and how to make one.
///
/// A stream, detector, strategy or trigger declares one `entry` beside its code; the registry in
/// Catalog is a list of entries. Everything people see of it comes from here.
public struct Entry<Product>: Sendable {
  /// The name in scenarios, kebab-case.
  public let name: String
  /// What it does, in one line.
  public let summary: String
  /// The rule, as a formula or a few sentences.
  public let formula: String
  /// Paper, year and equation, or the program whose variant this is.
  public let source: String
  /// What it costs, in FLOP and bytes; empty where that is not worth saying.
  public let cost: String
  /// How it differs from the source.
  public let differences: String
  /// What it was checked against.
  public let verified: [Verification]
  /// Its settings, in the order people should read them.
  public let settings: [SettingDeclaration]
  /// Makes one from checked settings; throws ``SettingError`` when settings contradict each other.
  public let make: @Sendable (SettingValues, any Components) throws -> Product

  /// A registered thing.
  public init(
    _ name: String, _ summary: String, formula: String, source: String, cost: String = "",
    differences: String = "", verified: [Verification] = [], settings: [SettingDeclaration] = [],
    make: @escaping @Sendable (SettingValues, any Components) throws -> Product
  ) {
    self.name = name
    self.summary = summary
    self.formula = formula
    self.source = source
    self.cost = cost
    self.differences = differences
    self.verified = verified
    self.settings = settings
    self.make = make
  }
}

/// Makes the things that a setting of another thing names; implemented by Catalog, so that triggers can
/// hold detectors and strategies can hold strategies without importing them. Triggers, generators and
/// tests are optional: what makes none refuses them.
public protocol Components: Sendable {
  /// The detector a setting names.
  func detector(_ component: Component) throws -> any DriftDetector
  /// The strategy a setting names.
  func strategy(_ component: Component) throws -> any UpdateStrategy
  /// The trigger a setting names.
  func trigger(_ component: Component) throws -> any Trigger
  /// The generator a setting names.
  func generator(_ component: Component) throws -> GeneratorFactory
  /// The two-sample test a setting names.
  func test(_ component: Component) throws -> any TwoSampleTest
}

extension Components {
  /// Only triggers hold triggers; what makes nothing for them has none.
  public func trigger(_ component: Component) throws -> any Trigger {
    throw SettingError("name", "there is no trigger called \(component.name)")
  }

  /// Only generators hold generators; what makes nothing for them has none.
  public func generator(_ component: Component) throws -> GeneratorFactory {
    throw SettingError("name", "there is no generator called \(component.name)")
  }

  /// Only detectors hold tests; what makes nothing for them has none.
  public func test(_ component: Component) throws -> any TwoSampleTest {
    throw SettingError("name", "there is no test called \(component.name)")
  }
}
