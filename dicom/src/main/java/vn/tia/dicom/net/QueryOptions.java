package vn.tia.dicom.net;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import vn.tia.dicom.data.Bytes;

/// How a query is matched beyond the baseline, as the extended negotiation of C-FIND says it: one
/// byte for each option (PS3.4 section C.5.1.1).
public record QueryOptions(Set<Option> options) {

  /// The options in the order of their bytes.
  public enum Option {
    RELATIONAL_QUERIES,
    DATE_TIME_MATCHING,
    FUZZY_PERSON_NAMES,
    TIMEZONE_ADJUSTMENT,
    EMPTY_VALUE_MATCHING,
    MULTIPLE_VALUE_MATCHING
  }

  public QueryOptions {
    options = Set.copyOf(options);
  }

  public static QueryOptions of(Option... options) {
    return new QueryOptions(Set.of(options));
  }

  /// The options in a service class application information; bytes beyond those known are skipped.
  public static QueryOptions of(Bytes information) {
    return new QueryOptions(
        Arrays.stream(Option.values())
            .filter(o -> o.ordinal() < information.length())
            .filter(o -> information.at(o.ordinal()) == 1)
            .collect(Collectors.toSet()));
  }

  /// The service class application information, as short as the last option allows.
  public Bytes toBytes() {
    int last = options.stream().mapToInt(Option::ordinal).max().orElse(0);
    return toBytes(last + 1);
  }

  private Bytes toBytes(int length) {
    var bytes = new byte[length];
    for (Option option : options) {
      if (option.ordinal() < length) {
        bytes[option.ordinal()] = 1;
      }
    }
    return Bytes.wrap(bytes);
  }

  /// The answer of a service that knows these options to one who proposes others: what both know,
  /// in as many bytes as were proposed.
  public Bytes answer(Bytes proposed) {
    Set<Option> both = EnumSet.noneOf(Option.class);
    both.addAll(of(proposed).options());
    both.retainAll(options);
    int known = Math.min(proposed.length(), Option.values().length);
    return new QueryOptions(both).toBytes(Math.max(1, known));
  }

  public boolean has(Option option) {
    return options.contains(option);
  }
}
