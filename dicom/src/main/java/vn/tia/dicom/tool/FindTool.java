package vn.tia.dicom.tool;

import java.io.IOException;
import java.util.List;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.json.BulkDataUris;
import vn.tia.dicom.json.DicomJsonWriter;

/// `find`: searches an archive for patients, studies, series or instances (C-FIND).
final class FindTool implements Tool {
  private static final Option ROOT =
      Option.value("--root", "MODEL", "the information model: study or patient (study)");
  private static final Option LEVEL =
      Option.value("--level", "LEVEL", "PATIENT, STUDY, SERIES or IMAGE (STUDY)").orShort("-L");

  @Override
  public Manual manual() {
    return new Manual("find", "search an archive (C-FIND)", Peer.OPERAND,
        Peer.and(Attributes.KEY, LEVEL, ROOT, Query.MAX, Query.JSON),
        """
        KEY alone asks for an attribute, KEY=VALUE for matches; * and ? stand for letters, and
        20260101- for dates from then on. Sequence[0].Key reaches into a sequence.

        Examples:
          ./tia dicom find --called PACS -k 'PatientName=NGUYEN*' -k StudyDate=20260101- \\
            -k StudyInstanceUID -k ModalitiesInStudy 10.1.2.3:11112
          ./tia dicom find --called PACS -L SERIES -k StudyInstanceUID=1.2.3 \\
            -k SeriesInstanceUID -k Modality 10.1.2.3:11112
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    String peer = arguments.operands(1, 1, "one " + Peer.OPERAND).getFirst();
    String level = level(arguments);
    var identifier = Attributes.of(arguments.values(Attributes.KEY)).toBuilder()
        .put(Tags.QUERY_RETRIEVE_LEVEL, level)
        .build();
    var query =
        new Query(model(arguments, level).value(), identifier, Query.matchesMax(arguments));
    Query.Answer answer = query.ask(Peer.settings(peer, arguments));
    if (arguments.has(Query.JSON)) {
      new DicomJsonWriter(BulkDataUris.NONE).writeAll(answer.matches().iterator(), console.out());
      console.out().println();
    } else {
      print(answer.matches(), console);
    }
    return answer.exitCode(console);
  }

  private static String level(Arguments arguments) throws UsageException {
    String level = arguments.value(LEVEL).orElse("STUDY");
    if (!List.of("PATIENT", "STUDY", "SERIES", "IMAGE").contains(level)) {
      throw new UsageException(
          "--level is PATIENT, STUDY, SERIES or IMAGE, got '%s'.".formatted(level));
    }
    return level;
  }

  private static Uid model(Arguments arguments, String level) throws UsageException {
    String root = arguments.value(ROOT).orElse(level.equals("PATIENT") ? "patient" : "study");
    return switch (root) {
      case "patient" -> Uids.PATIENT_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
      case "study" -> {
        if (level.equals("PATIENT")) {
          throw new UsageException("the study root model has no level PATIENT.");
        }
        yield Uids.STUDY_ROOT_QUERY_RETRIEVE_INFORMATION_MODEL_FIND;
      }
      default -> throw new UsageException("--root is study or patient, got '%s'.".formatted(root));
    };
  }

  /// Prints data sets one behind the other, each under its number.
  static void print(List<Dataset> matches, Console console) {
    var printer = DatasetPrinter.cutting(console.out());
    for (int i = 0; i < matches.size(); i++) {
      console.out().printf("# match %d%n", i + 1);
      printer.print(matches.get(i), 0);
    }
    console.out().printf("# %d match%s%n", matches.size(), matches.size() == 1 ? "" : "es");
  }
}
