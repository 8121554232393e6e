package vn.tia.dicom.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.tia.dicom.data.Bytes;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Element;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.UidRegistry;
import vn.tia.dicom.data.Vr;
import vn.tia.dicom.testkit.RandomDatasets;

/// Writing and reading are each other's inverse, for seeded random data sets.
class RoundTripTest {
  private static final int SEEDS = 100;

  private static final List<TransferSyntax> EXPLICIT = List.of(
      TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
      TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
      TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN,
      TransferSyntax.RLE_LOSSLESS);

  @Test
  void keepsEveryVrWhereItIsWritten() throws IOException {
    for (long seed : RandomDatasets.seeds(SEEDS)) {
      for (TransferSyntax syntax : EXPLICIT) {
        check(RandomDatasets.ofAllVrs(seed), syntax, seed);
      }
    }
  }

  @Test
  void keepsTheDictionarysVrsWhereNoneIsWritten() throws IOException {
    for (long seed : RandomDatasets.seeds(SEEDS)) {
      check(RandomDatasets.ofDictionary(seed), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, seed);
    }
  }

  @Test
  void keepsDataSetsInEveryRegisteredTransferSyntax() throws IOException {
    List<TransferSyntax> all = UidRegistry.all().stream()
        .filter(entry -> entry.type().equals("Transfer Syntax"))
        .map(entry -> TransferSyntax.of(entry.uid()))
        .toList();
    assertThat(all).hasSizeGreaterThan(60);
    for (TransferSyntax syntax : all) {
      for (long seed : RandomDatasets.seeds(3)) {
        check(syntax.isImplicit() ? RandomDatasets.ofDictionary(seed)
            : RandomDatasets.ofAllVrs(seed), syntax, seed);
      }
    }
  }

  @Test
  void knowsAll34Vrs() {
    Dataset dataset = RandomDatasets.ofAllVrs(1);

    assertThat(Vr.values()).hasSize(34);
    assertThat(dataset.elements().map(Element::vr)).contains(Vr.values());
  }

  private static void check(Dataset dataset, TransferSyntax syntax, long seed)
      throws IOException {
    Bytes written = DatasetWriter.toBytes(dataset, syntax);
    Dataset read = new DatasetReader(written.stream(), syntax).read();

    assertThat(read).as("seed %d in %s", seed, syntax.name()).isEqualTo(dataset);
    assertThat(DatasetWriter.toBytes(read, syntax)).as("seed %d", seed).isEqualTo(written);
    assertThat(written.length() % 2).as("seed %d", seed).isZero();
  }
}
