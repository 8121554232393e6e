package vn.tia.dicom.deidentify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.Value;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.io.DicomFile;
import vn.tia.dicom.io.ReadSettings;
import vn.tia.dicom.testkit.Dcmtk;
import vn.tia.dicom.testkit.Samples;

/// Real files without their persons: nothing that the profile takes for an identifier is left in
/// the bytes, and the pixels are the same.
class RealFilesTest {
  /// Shorter values, such as initials, stand in other bytes by chance.
  private static final int CHARS_MIN = 5;

  /// Between the files of one run, as within it.
  private final FileDeidentifier deidentifier =
      new FileDeidentifier(new Deidentifier(Set.of(), Pseudonyms.random()));

  private Optional<byte[]> written(Path file) throws IOException {
    var out = new ByteArrayOutputStream();
    try {
      if (DicomFile.read(file).dataset().contains(Tags.DIRECTORY_RECORD_SEQUENCE)) {
        return Optional.empty();
      }
    } catch (IOException broken) {
      return Optional.empty();
    }
    deidentifier.write(file, out);
    return Optional.of(out.toByteArray());
  }

  @Test
  void holdNoIdentifierAnyMore() throws IOException {
    int searched = 0;
    for (Path file : Samples.all()) {
      Optional<byte[]> written = written(file);
      if (written.isPresent()) {
        String bytes = new String(written.get(), StandardCharsets.ISO_8859_1);
        for (String identifier : identifiers(DicomFile.read(file).dataset())) {
          assertThat(bytes.contains(identifier)).as("an identifier of %s", file).isFalse();
          searched++;
        }
      }
    }
    assertThat(searched).isGreaterThan(500);
  }

  /// The values of what is removed, emptied or replaced, as they stand in the file; without
  /// descriptions, and without what the file says elsewhere too, as a maker's name.
  private static Set<String> identifiers(Dataset dataset) {
    String kept = dataset.elements()
        .filter(element -> Profile.basic(element.tag()).isEmpty() && !element.tag().isPrivate())
        .map(element -> String.join(" ", element.strings())).collect(Collectors.joining(" "));
    return identifiersIn(dataset).stream()
        .filter(text -> !kept.contains(text) && !text.equals("REMOVED"))
        .collect(Collectors.toSet());
  }

  private static Set<String> identifiersIn(Dataset dataset) {
    Set<String> identifiers = new HashSet<>();
    dataset.elements().forEach(element -> {
      element.items().forEach(item -> identifiers.addAll(identifiersIn(item)));
      boolean isTaken = Profile.basic(element.tag()).filter(action -> action != Action.KEEP)
          .isPresent();
      if (isTaken && isName(element.vr()) && !Profile.isDescriptor(element.tag())) {
        element.strings().stream()
            .map(text -> new String(text.getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1))
            .filter(text -> text.length() >= CHARS_MIN && !text.startsWith("1.2.840.10008."))
            .forEach(identifiers::add);
      }
    });
    return identifiers;
  }

  private static boolean isName(Vr vr) {
    return switch (vr) {
      case PN, LO, SH, ST, LT, UT, UI -> true;
      default -> false;
    };
  }

  @Test
  void keepTheirPixels() throws IOException {
    for (Path file : Samples.all()) {
      Optional<byte[]> written = written(file);
      if (written.isPresent()) {
        DicomFile before = DicomFile.read(file);
        DicomFile after =
            DicomFile.read(Bytes.wrap(written.get()).stream(), ReadSettings.DEFAULT);

        assertThat(pixels(after)).as(file.toString()).isEqualTo(pixels(before));
        assertThat(after.meta().syntax()).isEqualTo(before.meta().syntax());
        assertThat(after.preamble()).isEqualTo(Bytes.wrap(new byte[128]));
      }
    }
  }

  private static Optional<Value> pixels(DicomFile file) {
    return file.dataset().get(Tags.PIXEL_DATA).map(Element::value);
  }

  @Test
  void areReadByDcmtk(@TempDir Path folder) throws Exception {
    Dcmtk.file("CT_small.dcm");
    for (String name : List.of("CT_small.dcm", "JPEG2000.dcm", "test-SR.dcm", "rtplan.dcm",
        "MR_small_bigendian.dcm", "image_dfl.dcm", "US1_J2KR.dcm")) {
      Path target = folder.resolve(name);
      Files.write(target, written(Samples.pydicom(name)).orElseThrow());

      assertThat(Dcmtk.run("dcmdump", "+E", "+P", "0012,0062", target.toString())
          .isSuccess().output()).as(name).contains("[YES]");
    }
  }

  @Test
  void refusesADirectory() {
    Path directory = Samples.pydicom("CT_small.dcm").resolveSibling("dicomdirtests/DICOMDIR");
    Assumptions.assumeTrue(Files.exists(directory), "skipped: there is no DICOMDIR here");

    assertThatThrownBy(
        () -> deidentifier.write(directory, OutputStream.nullOutputStream()))
        .isInstanceOf(IOException.class)
        .hasMessage("a DICOMDIR only lists files: make a new one of the new files");
  }

  @Test
  void keepStudiesTogether() throws IOException {
    Path study = Samples.pydicom("CT_small.dcm").resolveSibling("dicomdirtests");
    Assumptions.assumeTrue(Files.isDirectory(study), "skipped: there are no studies here");
    Set<String> before = new HashSet<>();
    Set<String> after = new HashSet<>();
    try (Stream<Path> files = Files.walk(study)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Optional<byte[]> written = written(file);
        if (written.isPresent()) {
          DicomFile.read(file).dataset().string(Tags.STUDY_INSTANCE_UID).ifPresent(before::add);
          DicomFile.read(Bytes.wrap(written.get()).stream(), ReadSettings.DEFAULT).dataset()
              .string(Tags.STUDY_INSTANCE_UID).ifPresent(after::add);
        }
      }
    }
    assertThat(after).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
  }
}
