package vn.tia.bridge.forward;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.dicom.data.Bytes;

/// What one delivery forwards: instances of one study, by a route.
///
/// @param ids row ids
record ForwardList(String route, List<Long> ids) {
  ForwardList {
    ids = List.copyOf(ids);
  }

  /// As it waits in the queue: the name of the route, then the ids, a line each.
  Bytes encode() {
    return Bytes.wrap(Stream.concat(Stream.of(route), ids.stream().map(String::valueOf))
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8));
  }

  static ForwardList decode(Bytes queued) {
    var lines = new String(queued.toArray(), StandardCharsets.UTF_8).lines().toList();
    return new ForwardList(
        lines.getFirst(), lines.stream().skip(1).map(Long::valueOf).toList());
  }
}
