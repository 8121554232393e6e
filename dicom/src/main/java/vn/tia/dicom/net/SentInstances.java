package vn.tia.dicom.net;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// The instances of a retrieval, one after the other: none is asked for before it can be sent.
public interface SentInstances extends AutoCloseable {

  /// How many there are.
  int count();

  /// The next one, empty after the last.
  ///
  /// @throws IOException if it can't be found out: what is left counts as failed
  Optional<SentInstance> next() throws IOException;

  /// Lets go of what the search held. Called once, at the end, after a cancel too.
  @Override
  void close();

  /// Instances that are known already.
  static SentInstances of(List<SentInstance> instances) {
    Iterator<SentInstance> left = List.copyOf(instances).iterator();
    return new SentInstances() {
      @Override
      public int count() {
        return instances.size();
      }

      @Override
      public Optional<SentInstance> next() {
        return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
      }

      @Override
      public void close() {
        // Nothing is held.
      }
    };
  }
}
