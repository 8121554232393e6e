package vn.tia.fhir.operations;

/// How much an operation answers at once.
///
/// @param everythingCount the resources on a page of `$everything`, where the caller names none: a
///     patient of a hospital has some hundred
/// @param everythingCountMax the most that a caller may name: some megabytes
/// @param includedMax the resources that those of one page refer to
public record OperationLimits(int everythingCount, int everythingCountMax, int includedMax) {
  public static final OperationLimits DEFAULT = new OperationLimits(500, 1_000, 1_000);
}
