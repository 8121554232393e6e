package vn.tia.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UidTest {
  @ParameterizedTest
  @ValueSource(strings = {
      "", ".", "1.", ".1", "1..2", "1.2a", "../../../etc/cron.d/x", "/abs", "C:\\x", "1.2\n",
      "1.2.3.4567890123456789012345678901234567890123456789012345678901234"})
  void refusesWhatIsNoUid(String text) {
    assertThat(Uid.isWellFormed(text)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new Uid(text));
  }

  @Test
  void dropsPaddingAndKeepsLeadingZeros() {
    assertThat(Uid.parse("1.2.03\0")).contains(new Uid("1.2.03"));
    assertThat(Uid.parse("1.2.3 ")).contains(new Uid("1.2.3"));
    assertThat(Uid.parse("1.2.x")).isEmpty();
  }

  @Test
  void makesUidsOfUuids() {
    // The example of PS3.5 section B.2.
    assertThat(Uid.of(UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6")))
        .isEqualTo(new Uid("2.25.329800735698586629295641978511506172918"));
    assertThat(Uid.random()).isNotEqualTo(Uid.random());
  }

  @Test
  void namesRegisteredOnes() {
    assertThat(UidRegistry.nameOf(Uids.CT_IMAGE_STORAGE.value())).isEqualTo("CT Image Storage");
    assertThat(UidRegistry.nameOf("1.2.3")).isEqualTo("1.2.3");
  }

  @Test
  void listsTheStorageClassesOfTheScope() {
    var classes = UidRegistry.storageClasses().stream().map(UidRegistry.Entry::uid).toList();

    String scope = "1 1.1 1.1.1 1.2 1.3 2 2.1 3.1 4 4.1 6.1 7 7.1 7.2 7.3 7.4 9.1.1 9.1.2 11.1 "
        + "12.1 12.2 13.1.3 20 77.1.1 77.1.4 77.1.1.1 77.1.5.1 77.1.5.2 77.1.5.4 77.1.6 88.11 "
        + "88.22 88.33 88.59 88.67 104.1 104.2 66.4 128 481.1 481.2 481.3 481.5";
    for (String suffix : scope.split(" ")) {
      assertThat(classes).contains(new Uid("1.2.840.10008.5.1.4.1.1." + suffix));
    }
    assertThat(classes).doesNotContain(Uids.VERIFICATION, Uids.STORAGE_COMMITMENT_PUSH_MODEL,
        Uids.MEDIA_STORAGE_DIRECTORY_STORAGE);
  }

  @Test
  void knowsTheFormOfEachTransferSyntax() {
    assertThat(TransferSyntax.of(Uids.JPEG2000_LOSSLESS).isEncapsulated()).isTrue();
    assertThat(TransferSyntax.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN))
        .isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    assertThat(TransferSyntax.find("1.2.840.10008.1.2.4.201").orElseThrow().isEncapsulated())
        .isTrue();
    assertThat(TransferSyntax.find(Uids.CT_IMAGE_STORAGE.value())).isEmpty();
    assertThat(TransferSyntax.of(new Uid("1.2.3")).form())
        .isEqualTo(TransferSyntax.Form.ENCAPSULATED);
  }
}
