package vn.tia.bridge.web.wado;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The texts that were asked for lately, in memory: a viewer asks for a study's metadata again and
/// again, and other programs want them unpacked.
///
/// Safe for use by many threads.
final class HeldTexts {

  private final Map<String, PackedJson> texts = new LinkedHashMap<>(16, 0.75f, true);
  private final long bytesMax;
  private long bytes;

  HeldTexts(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  synchronized Optional<PackedJson> find(String name) {
    return Optional.ofNullable(texts.get(name));
  }

  /// Holds a text; what was not asked for longest makes room for it.
  synchronized void put(String name, PackedJson text) {
    if (text.heldBytes() > bytesMax || texts.putIfAbsent(name, text) != null) {
      return;
    }
    bytes += text.heldBytes();
    var eldest = texts.values().iterator();
    while (bytes > bytesMax) {
      bytes -= eldest.next().heldBytes();
      eldest.remove();
    }
  }
}
