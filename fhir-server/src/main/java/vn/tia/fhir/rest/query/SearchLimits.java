package vn.tia.fhir.rest.query;

import java.time.Duration;

/// What one search may cost.
///
/// @param countDefault hits on a page where the client names none: a screenful
/// @param countMax hits on a page at most; more is cut to it (R4 search, section 3.1.1.5.3)
/// @param valuesMax values in one OR list, and conditions in one search: beyond, 400
/// @param chainedMax resources that a chain may go through: beyond, 400; a common family
///     name is that of a third of a province's patients
/// @param includedMax resources that `_include` and `_revinclude` add to a page
/// @param chainDepthMax references that a chain or `_has` goes through, one after the other
/// @param iterationsMax levels that `:iterate` goes on
/// @param pageLinkAge how long a page link is good
/// @param seenWait how long a search waits to see what a client has just written here; only a busy
///     machine needs more than some 100 ms, and an answer without it would be taken for a loss
public record SearchLimits(
    int countDefault, int countMax, int valuesMax, int chainedMax, int includedMax,
    int chainDepthMax, int iterationsMax, Duration pageLinkAge, Duration seenWait) {
  public static final SearchLimits DEFAULT =
      new SearchLimits(20, 500, 500, 50_000, 1_000, 3, 5, Duration.ofDays(1),
          Duration.ofSeconds(2));
}
