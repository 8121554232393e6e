package vn.tia.records.studies;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;

/// What the headers of instances say of their pixels, for those that were asked for lately: the row
/// of an instance never changes.
final class ImageHeaders {

  /// Some 2 KB each.
  private static final int INSTANCES_MAX = 5_000;

  private static final int IMAGE_GROUP = 0x0028;
  /// Behind these stand colour tables, which are long.
  private static final int IMAGE_ELEMENT_MAX = 0x0110;
  private static final int PIXEL_GROUP = 0x7FE0;

  private final Function<StoredInstance, InstanceHeader> headers;
  private final Map<Long, Dataset> known = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, Dataset> eldest) {
      return size() > INSTANCES_MAX;
    }
  };

  ImageHeaders(Function<StoredInstance, InstanceHeader> headers) {
    this.headers = headers;
  }

  Dataset of(StoredInstance instance) {
    synchronized (known) {
      var before = known.get(instance.id());
      if (before != null) {
        return before;
      }
    }
    var header = Dataset.of(headers.apply(instance).dataset().elements()
        .filter(element -> element.tag().group() == IMAGE_GROUP
            && element.tag().element() <= IMAGE_ELEMENT_MAX
            || element.tag().group() == PIXEL_GROUP)
        .toArray(Element[]::new));
    synchronized (known) {
      known.put(instance.id(), header);
    }
    return header;
  }
}
