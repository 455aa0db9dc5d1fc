public import Numerics

/// The memory of forward and backward passes: activations and their gradients for up to `capacity` rows,
/// reused from step to step so that a step allocates nothing.
public struct Workspace<Element: Scalar>: ~Copyable {
}
