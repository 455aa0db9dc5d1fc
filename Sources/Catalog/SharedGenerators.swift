internal import Core
internal import Synchronization

/// The things of a catalog, for one scenario: generators inside others are made once for equal settings, so
/// that a table that several concepts are made of is read once and its rows are shared.
final class SharedGenerators: Components {
  private let catalog: Catalog
  private let made = Mutex<[Component: GeneratorFactory]>([:])

  init(_ catalog: Catalog) { self.catalog = catalog }

  func detector(_ component: Component) throws -> any DriftDetector {
    try catalog.detectors.make(component, self)
  }

  func strategy(_ component: Component) throws -> any UpdateStrategy {
    try catalog.strategies.make(component, self)
  }

  func trigger(_ component: Component) throws -> any Trigger {
    try catalog.triggers.make(component, self)
  }

  func generator(_ component: Component) throws -> GeneratorFactory {
    if let known = made.withLock({ $0[component] }) { return known }
    let factory = try catalog.generators.make(component, self)
    made.withLock { $0[component] = factory }
    return factory
  }

  func test(_ component: Component) throws -> any TwoSampleTest {
    try catalog.tests.make(component, self)
  }
}
