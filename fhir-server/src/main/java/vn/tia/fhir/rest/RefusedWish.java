package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import java.util.function.Supplier;
import vn.tia.records.resources.ResourceKey;

/// Says which of the wishes of a request was refused, and how: the request alone knows which of its
/// entries that was.
final class RefusedWish extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ResourceKey key;
  private final BaseServerResponseException refusal;

  private RefusedWish(ResourceKey key, BaseServerResponseException refusal) {
    super(refusal);
    this.key = key;
    this.refusal = refusal;
  }

  ResourceKey key() {
    return key;
  }

  BaseServerResponseException refusal() {
    return refusal;
  }

  /// Does a part of the work on one wish.
  ///
  /// @throws RefusedWish if it is refused
  static <T> T about(ResourceKey key, Supplier<T> work) {
    try {
      return work.get();
    } catch (BaseServerResponseException refusal) {
      throw new RefusedWish(key, refusal);
    }
  }

  /// The same without a result.
  static void check(ResourceKey key, Runnable work) {
    about(key, () -> {
      work.run();
      return key;
    });
  }
}
