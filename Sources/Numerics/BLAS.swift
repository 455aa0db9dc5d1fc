internal import CGSL
internal import Glibc
internal import System

/// The library that multiplies matrices: OpenBLAS where it is installed, else GSL's reference CBLAS.
///
/// OpenBLAS chooses its kernels while it is being loaded, so it is loaded here by name, after
/// `OPENBLAS_CORETYPE` has been set from the CPU's own features (a value set by the user stands), and
/// with one thread: parallelism is over jobs.
public enum BLAS {
  /// The library and, for OpenBLAS, the kernels it chose, as `OpenBLAS SkylakeX`; else `GSL CBLAS`.
  public static var name: String { unsafe implementation.name }

  /// The core type OpenBLAS runs, or `nil` without OpenBLAS.
  public static var coreType: String? { unsafe implementation.coreType }

  /// Whether products run on the slow reference library.
  public static var isReference: Bool { coreType == nil }

  @unsafe struct Implementation {
    let name: String
    let coreType: String?
    let sgemm: relearn_sgemm
    let dgemm: relearn_dgemm
  }

  static let implementation: Implementation = unsafe loadOpenBLAS() ?? reference

  private static var reference: Implementation {
    unsafe Implementation(
      name: "GSL CBLAS", coreType: nil,
      sgemm: relearn_reference_sgemm(), dgemm: relearn_reference_dgemm())
  }

  private static func loadOpenBLAS() -> Implementation? {
    if let coreType = CPU.openBLASCoreType { unsafe setenv("OPENBLAS_CORETYPE", coreType, 0) }
    unsafe setenv("OPENBLAS_NUM_THREADS", "1", 1)
    guard let library = unsafe dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL),
      let single = unsafe dlsym(library, "cblas_sgemm"),
      let double = unsafe dlsym(library, "cblas_dgemm")
    else { return nil }
    let coreType = unsafe coreName(library)
    return unsafe Implementation(
      name: "OpenBLAS \(coreType)", coreType: coreType,
      sgemm: unsafeBitCast(single, to: relearn_sgemm.self),
      dgemm: unsafeBitCast(double, to: relearn_dgemm.self))
  }

  private static func coreName(_ library: UnsafeMutableRawPointer) -> String {
    typealias CoreName = @convention(c) () -> UnsafePointer<CChar>?
    guard let symbol = unsafe dlsym(library, "openblas_get_corename"),
      let name = unsafe unsafeBitCast(symbol, to: CoreName.self)()
    else { return "unknown" }
    return unsafe String(cString: name)
  }

  static let rowMajor: CInt = 101
  static func transpose(_ flag: Bool) -> CInt { flag ? 112 : 111 }
}
