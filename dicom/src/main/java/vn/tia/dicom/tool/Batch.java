package vn.tia.dicom.tool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.tia.dicom.net.ClientSettings;

/// Files that one association can carry: it has room for 128 presentation contexts.
final class Batch {
  /// PS3.8 section 9.3.2.2: ids are the odd numbers from 1 to 255.
  static final int CONTEXTS_MAX = 128;

  /// For each SOP class the transfer syntaxes of its files: each pair is a context.
  private final Map<String, Set<String>> contexts = new LinkedHashMap<>();
  private final List<SentFile> files = new ArrayList<>();

  private Batch() {}

  /// Parts files into batches, in their order.
  static List<Batch> of(List<SentFile> files) {
    List<Batch> batches = new ArrayList<>();
    for (SentFile file : files) {
      if (batches.isEmpty() || !batches.getLast().takes(file)) {
        batches.add(new Batch());
      }
      batches.getLast().add(file);
    }
    return batches;
  }

  private boolean takes(SentFile file) {
    return contexts.getOrDefault(file.sopClassUid(), Set.of()).contains(file.transferSyntaxUid())
        || contexts.values().stream().mapToInt(Set::size).sum() < CONTEXTS_MAX;
  }

  private void add(SentFile file) {
    contexts.computeIfAbsent(file.sopClassUid(), _ -> new LinkedHashSet<>())
        .add(file.transferSyntaxUid());
    files.add(file);
  }

  List<SentFile> files() {
    return List.copyOf(files);
  }

  /// A call with one presentation context for each pair.
  ClientSettings proposed(ClientSettings settings) {
    ClientSettings proposed = settings;
    for (var context : contexts.entrySet()) {
      for (String syntax : context.getValue()) {
        proposed = proposed.propose(context.getKey(), List.of(syntax));
      }
    }
    return proposed;
  }
}
