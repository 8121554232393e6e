package vn.tia.dicom.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.deidentify.Deidentifier;
import vn.tia.dicom.deidentify.FileDeidentifier;
import vn.tia.dicom.deidentify.Pseudonyms;
import vn.tia.dicom.deidentify.Retain;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.DicomHeader;
import vn.tia.dicom.io.DicomParseException;

/// `anonymize`: takes the persons out of files, by PS3.15 annex E.
final class AnonymizeTool implements Tool {
  private static final String WORDS = Arrays.stream(Retain.values()).map(Retain::word)
      .collect(Collectors.joining(", "));
  private static final Option KEEP = Option.value("--keep", "WHAT", "let this stay: " + WORDS);
  private static final Option KEY =
      Option.value("--key", "FILE", "a secret of 16 bytes or more: the same names again next time");

  /// Modalities whose pictures often show a name.
  private static final Set<String> BURNING = Set.of("US", "SC", "OT", "XA", "RF", "ES", "XC");

  @Override
  public Manual manual() {
    return new Manual("anonymize", "take the persons out of files", "IN OUT", List.of(KEEP, KEY),
        """
        IN is a file, and OUT becomes one; or IN is a folder, whose files get into the folder OUT
        under their new SOP Instance UID. All names, numbers, dates, places and private elements go
        (PS3.15 annex E, Basic Profile); UIDs and patient IDs become others, the same for the same
        within one run, or wherever the same --key is used. Who has the key can test a guess: keep
        it away from the files.

        --keep may stand more than once. dates moves all dates of a patient by one number of days;
        descriptors takes out of descriptions what the file itself names, and long numbers: look
        through the result. Pixels are not looked at: a name that is part of the picture stays.

        Examples:
          ./tia dicom anonymize slice.dcm nobody.dcm
          ./tia dicom anonymize --keep dates --keep device --key study.key exam/ teaching/
        """);
  }

  @Override
  public int run(Arguments arguments, Console console) throws IOException, UsageException {
    List<String> names = arguments.operands(2, 2, "IN and OUT");
    var deidentifier = new FileDeidentifier(
        new Deidentifier(retained(arguments), pseudonyms(arguments)));
    Path in = Path.of(names.getFirst());
    Path out = Path.of(names.getLast());
    if (!Files.isDirectory(in)) {
      DicomHeader header = DicomFile.readHeader(in);
      one(deidentifier, in, out, header, console);
      return DicomTool.OK;
    }
    if (Files.exists(out) && out.toRealPath().startsWith(in.toRealPath())) {
      throw new UsageException("OUT lies in IN, and would be read again.");
    }
    return folder(deidentifier, in, Files.createDirectories(out), console);
  }

  private static Set<Retain> retained(Arguments arguments) throws UsageException {
    Set<Retain> retained = EnumSet.noneOf(Retain.class);
    for (String word : arguments.values(KEEP)) {
      retained.add(Retain.of(word).orElseThrow(() -> new UsageException(
          "--keep takes %s, got '%s'.".formatted(WORDS, word))));
    }
    return retained;
  }

  private static Pseudonyms pseudonyms(Arguments arguments) throws IOException {
    Optional<String> file = arguments.value(KEY);
    if (file.isEmpty()) {
      return Pseudonyms.random();
    }
    byte[] key = Files.readAllBytes(Path.of(file.get()));
    if (key.length < Pseudonyms.KEY_BYTES_MIN) {
      throw new IOException("the key has %d bytes, it takes %d".formatted(
          key.length, Pseudonyms.KEY_BYTES_MIN));
    }
    return new Pseudonyms(key);
  }

  private static int folder(
      FileDeidentifier deidentifier, Path in, Path out, Console console) throws IOException {
    int done = 0;
    int failed = 0;
    int passedOver = 0;
    for (Path file : files(in)) {
      try {
        Optional<DicomHeader> header = header(file);
        if (header.isEmpty()) {
          passedOver++;
          continue;
        }
        one(deidentifier, file, header.get(), out, console);
        done++;
      } catch (IOException e) {
        failed++;
        console.remark("tia dicom anonymize: %s: %s".formatted(file, Sentences.of(e)));
      }
    }
    console.say("%d anonymized, %d failed, %d passed over".formatted(done, failed, passedOver));
    return failed == 0 ? DicomTool.OK : DicomTool.FAILED;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
    }
  }

  /// The header of a DICOM file that has an instance; empty for other files.
  private static Optional<DicomHeader> header(Path file) throws IOException {
    try {
      return Optional.of(DicomFile.readHeader(file))
          .filter(header -> header.dataset().contains(Tags.SOP_INSTANCE_UID));
    } catch (DicomParseException e) {
      return Optional.empty();
    }
  }

  /// Writes under the new SOP Instance UID: the old name may be a patient's.
  private static void one(FileDeidentifier deidentifier, Path file, DicomHeader header, Path folder,
      Console console) throws IOException {
    Path part = Files.createTempFile(folder, ".tia-", ".part");
    try {
      NewFile.write(part, stream -> deidentifier.write(file, stream));
      String uid = DicomFile.readHeader(part).meta().sopInstance().orElseThrow();
      Files.move(part, folder.resolve(uid + ".dcm"), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
    warn(file, header.dataset(), console);
  }

  private static void one(FileDeidentifier deidentifier, Path file, Path target,
      DicomHeader header, Console console) throws IOException {
    NewFile.write(target, stream -> deidentifier.write(file, stream));
    warn(file, header.dataset(), console);
  }

  private static void warn(Path file, Dataset header, Console console) {
    String burned = header.string(Tags.BURNED_IN_ANNOTATION).orElse("");
    boolean isLikely = burned.equals("YES")
        || burned.isEmpty() && header.string(Tags.MODALITY).filter(BURNING::contains).isPresent();
    if (isLikely) {
      console.remark("tia dicom anonymize: %s: a name may stand in the picture.".formatted(file));
    }
  }
}
