package vn.tia.bridge.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.tia.bridge.testkit.Samples;
import vn.tia.bridge.testkit.Samples.Sample;
import vn.tia.bridge.testkit.TestArchive;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tag;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.records.studies.Found;
import vn.tia.records.studies.InstancePath;
import vn.tia.records.studies.InvalidKeyException;
import vn.tia.records.studies.QueryLevel;
import vn.tia.records.studies.StudyQuery;
import vn.tia.records.studies.StudyQuery.NameMatching;
import vn.tia.records.studies.StudySearch;

/// Pages by offset, as DICOMweb clients ask for them.
class StudyPagingTest {
  private static final long SEED = 20261125;

  @TempDir private Path directory;
  private final Random random = new Random(SEED);
  private TestArchive archive;
  private StudySearch search;
  private Dataset slice;

  @BeforeEach void open() throws IOException {
    archive = TestArchive.open(directory);
    search = archive.search();
    slice = Samples.pydicom("CT_small.dcm").dataset();
    for (int i = 0; i < 5; i++) {
      study("2024010" + (1 + random.nextInt(3)), 1 + random.nextInt(3));
    }
  }

  @AfterEach void close() throws Exception {
    archive.close();
  }

  @ParameterizedTest
  @EnumSource(QueryLevel.class)
  void givesEveryResultOnceInOneOrderHoweverItIsPaged(QueryLevel level) {
    var all = page(level, Map.of(), 1_000, 0);

    assertThat(all).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates();
    for (int round = 0; round < 10; round++) {
      List<InstancePath> walked = new ArrayList<>();
      while (walked.size() < all.size()) {
        walked.addAll(page(level, Map.of(), 1 + random.nextInt(4), walked.size()));
      }
      assertThat(walked).as("seed %d", SEED).isEqualTo(all);
      int offset = random.nextInt(all.size() + 3);
      int limit = 1 + random.nextInt(6);
      assertThat(page(level, Map.of(), limit, offset)).as("seed %d", SEED).isEqualTo(
          all.stream().skip(offset).limit(limit).toList());
    }
  }

  @Test void goesOnBehindThePageBeforeWhenANewStudyComes() throws IOException {
    var keys = Map.of(Tags.STUDY_DATE, "20240101-");
    var all = page(QueryLevel.STUDY, keys, 10, 0);
    var first = page(QueryLevel.STUDY, keys, 2, 0);
    study("20250101", 1);

    assertThat(page(QueryLevel.STUDY, keys, 10, 2)).isEqualTo(all.subList(2, all.size()));
    assertThat(page(QueryLevel.STUDY, keys, 10, 0)).hasSize(all.size() + 1).containsAll(first);
  }

  @Test void keepsThePagesOfCallersApart() {
    page(QueryLevel.STUDY, Map.of(), 2, 0);

    assertThat(search.find(new StudyQuery(QueryLevel.STUDY, Map.of(), NameMatching.WORDS, 2, 2),
        archive.second())).isEmpty();
  }

  @Test void refusesAnOffsetThatIsFarFromEveryPage() {
    assertThatThrownBy(() -> page(QueryLevel.STUDY, Map.of(), 10, 100_001))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessage("offset leads at most 100000 results beyond a page that was given: narrow the"
            + " search, or take page by page");
    assertThat(page(QueryLevel.STUDY, Map.of(), 10, 100_000)).isEmpty();
  }

  private List<InstancePath> page(
      QueryLevel level, Map<Tag, String> keys, int limit, int offset) {
    return search.find(new StudyQuery(level, keys, NameMatching.WORDS, limit, offset),
        archive.first()).stream().map(Found::path).toList();
  }

  private void study(String date, int series) throws IOException {
    var study = Uid.random().value();
    for (int i = 1; i <= series; i++) {
      var uid = Uid.random().value();
      for (int k = random.nextInt(4); k >= 0; k--) {
        var dataset = slice.toBuilder()
            .put(Tags.STUDY_DATE, date)
            .put(Tags.STUDY_INSTANCE_UID, study)
            .put(Tags.SERIES_INSTANCE_UID, uid)
            .put(Tags.SERIES_NUMBER, i)
            .put(Tags.SOP_INSTANCE_UID, Uid.random().value())
            .put(Tags.INSTANCE_NUMBER, random.nextInt(5)).build();
        var syntax = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
        archive.store(new Sample(
            directory, dataset, syntax, DatasetWriter.toBytes(dataset, syntax).toArray()));
      }
    }
  }
}
