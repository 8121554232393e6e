package vn.tia.fhir.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private static boolean allows(AddressPolicy policy, String address)
      throws UnknownHostException {
    return policy.flaw(InetAddress.getByName(address)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.0.1",
    "172.32.0.1", "192.167.255.255", "223.255.255.255", "2606:4700::1111", "2a00:1450::1"})
  void letsThroughWhatIsPublic(String address) throws UnknownHostException {
    assertThat(allows(new AddressPolicy(List.of()), address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "10.255.255.255", "100.64.0.0", "127.255.255.255",
    "169.254.169.254", "172.16.0.0", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.0.1",
    "198.19.255.255", "198.51.100.1", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::7f00:1", "64:ff9b::a00:1", "100::1",
    "2001::1", "2001:db8::1", "2002:a00:1::", "3fff::1", "fc00::1", "fd12::1", "fe80::1",
    "fec0::1", "ff02::1"})
  void stopsWhatLeadsInsideOrNowhere(String address) throws UnknownHostException {
    assertThat(allows(new AddressPolicy(List.of()), address)).isFalse();
  }

  @Test
  void letsThroughWhatTheSettingsName() throws UnknownHostException {
    var policy = new AddressPolicy(List.of("10.1.0.0/15", "192.168.7.9", "fd00:1::/32"));

    assertThat(allows(policy, "10.1.255.255")).isTrue();
    assertThat(allows(policy, "10.0.0.1")).isTrue();
    assertThat(allows(policy, "10.2.0.0")).isFalse();
    assertThat(allows(policy, "192.168.7.9")).isTrue();
    assertThat(allows(policy, "192.168.7.8")).isFalse();
    assertThat(allows(policy, "fd00:1::5")).isTrue();
    assertThat(allows(policy, "fd00:2::5")).isFalse();
  }

  @Test
  void refusesWhatIsNoNetworkWithoutAskingForANameAnywhere() {
    for (var text : List.of("example.org", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "",
        "fd00::/129")) {
      assertThatThrownBy(() -> new AddressPolicy(List.of(text))).as(text)
          .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("a network");
    }
  }
}
