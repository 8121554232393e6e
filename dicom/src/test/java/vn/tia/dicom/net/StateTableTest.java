package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table as the two tests of its sides play it.
class StateTableTest {

  @Test
  void isPlayedWhole() {
    Set<StateTable.Cell> played =
        Stream.concat(AcceptorStatesTest.cells(), RequestorStatesTest.cells())
            .collect(Collectors.toSet());
    List<StateTable.Cell> impossible =
        StateTable.cells().stream().filter(c -> StateTable.whyImpossible(c).isPresent()).toList();
    List<StateTable.Cell> wanted =
        StateTable.cells().stream().filter(c -> !c.action().equals("-")).toList();

    assertThat(StateTable.cells()).hasSize(13 * 19);
    assertThat(impossible).hasSize(32).allMatch(wanted::contains);
    assertThat(wanted)
        .hasSize(123)
        .allMatch(c -> played.contains(c) || StateTable.whyImpossible(c).isPresent());
    assertThat(played).doesNotContainAnyElementsOf(impossible);
  }
}
