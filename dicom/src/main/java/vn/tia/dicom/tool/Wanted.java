package vn.tia.dicom.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.DatasetBuilder;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.net.ClientSettings;

/// What the command line wants to be retrieved: studies, series or instances by their UIDs, or all
/// studies that match query keys.
final class Wanted {
  private static final Option STUDY =
      Option.value("--study", "UID", "a study; may be given often, without --series");
  private static final Option SERIES =
      Option.value("--series", "UID", "a series of the study; may be given often");
  private static final Option INSTANCE =
      Option.value("--instance", "UID", "an instance of the series; may be given often");

  private Wanted() {}

  static List<Option> options() {
    return List.of(STUDY, SERIES, INSTANCE, Attributes.KEY);
  }

  /// The identifiers of the retrievals, one for each study that matches where keys were given: the
  /// peer is asked for them first.
  static List<Dataset> identifiers(Arguments arguments, ClientSettings settings, Console console)
      throws IOException, UsageException {
    if (!arguments.has(Attributes.KEY)) {
      return List.of(byUids(arguments));
    }
    if (arguments.has(STUDY) || arguments.has(SERIES) || arguments.has(INSTANCE)) {
      throw new UsageException("-k looks for studies; with it go no UIDs.");
    }
    Dataset keys = Attributes.of(arguments.values(Attributes.KEY)).toBuilder()
        .put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY")
        .putEmpty(Tags.STUDY_INSTANCE_UID)
        .build();
    var query = new Query(Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND.value(),
        keys, Integer.MAX_VALUE);
    Query.Answer answer = query.ask(settings);
    if (answer.exitCode(console) != DicomTool.OK) {
      throw new IOException("the studies could not be looked for.");
    }
    return answer.matches().stream()
        .flatMap(match -> match.string(Tags.STUDY_INSTANCE_UID).stream())
        .distinct()
        .map(Wanted::study)
        .toList();
  }

  private static Dataset study(String uid) {
    return Dataset.builder()
        .put(Tags.QUERY_RETRIEVE_LEVEL, "STUDY")
        .put(Tags.STUDY_INSTANCE_UID, uid)
        .build();
  }

  private static Dataset byUids(Arguments arguments) throws UsageException {
    if (!arguments.has(STUDY)) {
      throw new UsageException("it takes --study UID, or -k KEY=VALUE to look for studies.");
    }
    needsOne(arguments, SERIES, STUDY);
    needsOne(arguments, INSTANCE, SERIES);
    String level = arguments.has(INSTANCE) ? "IMAGE" : arguments.has(SERIES) ? "SERIES" : "STUDY";
    var identifier = Dataset.builder().put(Tags.QUERY_RETRIEVE_LEVEL, level);
    put(Tags.STUDY_INSTANCE_UID, STUDY, arguments, identifier);
    put(Tags.SERIES_INSTANCE_UID, SERIES, arguments, identifier);
    put(Tags.SOP_INSTANCE_UID, INSTANCE, arguments, identifier);
    return identifier.build();
  }

  /// PS3.4 section C.4.2.1.4.1: above the level stands one UID.
  private static void needsOne(Arguments arguments, Option lower, Option upper)
      throws UsageException {
    if (arguments.has(lower) && arguments.values(upper).size() != 1) {
      throw new UsageException("%s needs the one %s that it belongs to.".formatted(lower, upper));
    }
  }

  private static void put(Tag tag, Option option, Arguments arguments, DatasetBuilder identifier)
      throws UsageException {
    List<String> uids = new ArrayList<>();
    for (String text : arguments.values(option)) {
      uids.add(Uid.parse(text).map(Uid::value).orElseThrow(
          () -> new UsageException("%s is a UID, got '%s'.".formatted(option, text))));
    }
    if (!uids.isEmpty()) {
      identifier.put(tag, uids.toArray(String[]::new));
    }
  }
}
