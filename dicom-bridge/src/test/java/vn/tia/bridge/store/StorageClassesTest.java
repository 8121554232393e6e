package vn.tia.bridge.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageClassesTest {

  @ParameterizedTest
  @EnumSource
  void containWhatTheStandardLists(StorageClasses classes) {
    assertThat(classes.contain("1.2.840.10008.5.1.4.1.1.2")).as("CT Image Storage").isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.840.113619.4.30", "1.2.840.10008.5.1.4.1.1.999999"})
  void containAVendorsOwnAndALaterOneByChoice(String uid) {
    assertThat(StorageClasses.REGISTERED.contain(uid)).isFalse();
    assertThat(StorageClasses.REGISTERED_AND_UNKNOWN.contain(uid)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void containNoClassThatIsForOtherServices(StorageClasses classes) {
    assertThat(classes.contain("1.2.840.10008.1.1")).as("Verification").isFalse();
    assertThat(classes.contain("1.2.840.10008.5.1.4.31")).as("a worklist").isFalse();
  }

  @Test
  void takeAnUnlistedClassOfTheStandardsRootForStorageOnlyUnderStorage() {
    assertThat(StorageClasses.REGISTERED_AND_UNKNOWN.contain("1.2.840.10008.999")).isFalse();
  }
}
