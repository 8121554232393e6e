package vn.tia.records.studies;

import java.util.ArrayList;
import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;

/// Where the long values of a data set lie, as one text: `path/VR/offset/length` parted by blanks;
/// the path is a tag, within sequences tags with the numbers of items from 1 between them and
/// points, such as `54000100.1.54001010`.
final class BulkPlaces {

  private BulkPlaces() {}

  static boolean isBulk(Element element) {
    return !element.isFromField() && element.value() instanceof Value.Bulk;
  }

  /// The places of all values of a data set that were left out.
  static String of(Dataset dataset) {
    List<String> places = new ArrayList<>();
    add(dataset, "", places);
    return String.join(" ", places);
  }

  private static void add(Dataset dataset, String path, List<String> places) {
    dataset.elements().forEach(element -> {
      var at = path + "%08X".formatted(element.tag().code());
      if (isBulk(element)) {
        var bulk = (Value.Bulk) element.value();
        places.add("%s/%s/%d/%d".formatted(at, element.vr(), bulk.offset(), bulk.length()));
      } else if (element.vr() == Vr.SQ) {
        int number = 0;
        for (var item : element.items()) {
          number++;
          add(item, at + "." + number + ".", places);
        }
      }
    });
  }

  /// The data set with those values in their places.
  static Dataset in(Dataset dataset, String places) {
    var result = dataset;
    for (var place : places.isEmpty() ? new String[0] : places.split(" ")) {
      var parts = place.split("/");
      var path = parts[0].split("\\.");
      var element = new Element(tag(path[path.length - 1]), Vr.valueOf(parts[1]),
          new Value.Bulk(Long.parseLong(parts[2]), Long.parseLong(parts[3])));
      result = put(result, path, 0, element);
    }
    return result;
  }

  private static Dataset put(Dataset dataset, String[] path, int at, Element element) {
    if (at == path.length - 1) {
      return dataset.toBuilder().put(element).build();
    }
    var items = new ArrayList<>(dataset.items(tag(path[at])));
    int item = Integer.parseInt(path[at + 1]) - 1;
    if (item < items.size()) {
      items.set(item, put(items.get(item), path, at + 2, element));
    }
    return dataset.toBuilder().putItems(tag(path[at]), items).build();
  }

  /// The places of values that don't lie within sequences.
  static String top(String places) {
    return places.indexOf('.') < 0 ? places : String.join(" ", List.of(places.split(" ")).stream()
        .filter(place -> place.indexOf('.') < 0).toList());
  }

  private static Tag tag(String digits) {
    return new Tag(Integer.parseUnsignedInt(digits, 16));
  }
}
