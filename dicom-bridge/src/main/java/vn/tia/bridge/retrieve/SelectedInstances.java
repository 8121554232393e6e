package vn.tia.bridge.retrieve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import vn.tia.dicom.net.SentInstance;
import vn.tia.dicom.net.SentInstances;
import vn.tia.records.studies.InstanceSelection;
import vn.tia.records.studies.InstanceSelection.Selected;

/// The instances of one retrieval, a hundred rows in memory at a time, and the bytes of the next.
final class SelectedInstances implements SentInstances {
  private static final int ROWS = 100;

  private final InstanceSelection selection;
  private final OutgoingInstances outgoing;
  private final ReadAhead readAhead;
  private final List<Long> ids;
  private final Deque<Selected> rows = new ArrayDeque<>();
  private int read;

  SelectedInstances(InstanceSelection selection, OutgoingInstances outgoing, List<Long> ids) {
    this.selection = selection;
    this.outgoing = outgoing;
    this.readAhead = new ReadAhead(outgoing);
    this.ids = ids;
  }

  @Override
  public int count() {
    return ids.size();
  }

  @Override
  public Optional<SentInstance> next() {
    while (rows.isEmpty() && read < ids.size()) {
      int end = Math.min(read + ROWS, ids.size());
      rows.addAll(selection.read(ids.subList(read, end)));
      read = end;
    }
    return Optional.ofNullable(rows.poll()).map(this::sent);
  }

  /// The next one is begun when this one is opened, so nothing is read for who cancelled.
  private SentInstance sent(Selected selected) {
    return outgoing.sent(selected, wanted -> {
      var dataset = readAhead.open(selected, wanted);
      Optional.ofNullable(rows.peek()).ifPresent(readAhead::begin);
      return dataset;
    });
  }

  @Override
  public void close() {
    rows.clear();
    readAhead.close();
  }
}
