/// A unit that amounts are counted in and prices are given for. Units have no values: they are types so that
/// an amount of one cannot meet a price of another.
public protocol PhysicalUnit {
  /// As a price names it: `hour`, `label`.
  static var name: String { get }
}

/// A unit that entries of the ledger are in.
public protocol CountedUnit: PhysicalUnit {
  /// The ledger's name for it.
  static var ledgerUnit: LedgerUnit { get }
}

/// Floating-point operations; a multiply-add is 2.
public enum Flop: CountedUnit {
  /// `flop`
  public static var name: String { "flop" }
  /// `flop`
  public static var ledgerUnit: LedgerUnit { .flop }
}

/// Rows of data.
public enum Rows: CountedUnit {
  /// `row`
  public static var name: String { "row" }
  /// `rows`
  public static var ledgerUnit: LedgerUnit { .rows }
}

/// Bytes moved, prepared or held.
public enum Bytes: CountedUnit {
  /// `byte`
  public static var name: String { "byte" }
  /// `bytes`
  public static var ledgerUnit: LedgerUnit { .bytes }
}

/// Bytes kept for a step of the stream.
public enum ByteSteps: CountedUnit {
  /// `byte-step`
  public static var name: String { "byte-step" }
  /// `byte-steps`
  public static var ledgerUnit: LedgerUnit { .byteSteps }
}

/// Labels that somebody gave.
public enum Labels: CountedUnit {
  /// `label`
  public static var name: String { "label" }
  /// `labels`
  public static var ledgerUnit: LedgerUnit { .labels }
}

/// Minutes of a person's work.
public enum Minutes: CountedUnit {
  /// `minute`
  public static var name: String { "minute" }
  /// `minutes`
  public static var ledgerUnit: LedgerUnit { .minutes }
}

/// Updates begun, each a job of its own.
public enum Updates: CountedUnit {
  /// `update`
  public static var name: String { "update" }
  /// `updates`
  public static var ledgerUnit: LedgerUnit { .updates }
}

/// Models put into service.
public enum Deployments: CountedUnit {
  /// `deployment`
  public static var name: String { "deployment" }
  /// `deployments`
  public static var ledgerUnit: LedgerUnit { .deployments }
}

/// Models taken out of service for an earlier one.
public enum Rollbacks: CountedUnit {
  /// `rollback`
  public static var name: String { "rollback" }
  /// `rollbacks`
  public static var ledgerUnit: LedgerUnit { .rollbacks }
}

/// Rows served.
public enum Queries: CountedUnit {
  /// `query`
  public static var name: String { "query" }
  /// `queries`
  public static var ledgerUnit: LedgerUnit { .queries }
}

/// Wrong answers.
public enum Errors: CountedUnit {
  /// `error`
  public static var name: String { "error" }
  /// `errors`
  public static var ledgerUnit: LedgerUnit { .errors }
}

/// Simulated seconds of a machine.
public enum Seconds: PhysicalUnit {
  /// `second`
  public static var name: String { "second" }
}

/// Seconds that rows wait, added up over the rows.
public enum RowSeconds: PhysicalUnit {
  /// `row-second`
  public static var name: String { "row-second" }
}

/// 10⁹ bytes.
public enum Gigabytes: PhysicalUnit {
  /// `gb`
  public static var name: String { "gb" }
}

/// 10⁹ bytes kept for 730 hours, a twelfth of a year.
public enum GigabyteMonths: PhysicalUnit {
  /// `gb-month`
  public static var name: String { "gb-month" }
}

/// Electrical energy.
public enum KilowattHours: PhysicalUnit {
  /// `kwh`
  public static var name: String { "kwh" }
}

/// Grams of CO₂ equivalent.
public enum CarbonGrams: PhysicalUnit {
  /// `gram`
  public static var name: String { "gram" }
}

/// Tonnes of CO₂ equivalent.
public enum CarbonTonnes: PhysicalUnit {
  /// `tonne`
  public static var name: String { "tonne" }
}

/// Money, in the currency of the prices.
public enum Money: PhysicalUnit {
  /// `money`
  public static var name: String { "money" }
}
