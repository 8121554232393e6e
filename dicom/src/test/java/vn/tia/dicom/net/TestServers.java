package vn.tia.dicom.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// Servers and questions that several tests share.
final class TestServers {
  private TestServers() {}

  static ServerSettings settings() {
    return ServerSettings.onLoopback(0, "TIA");
  }

  /// Settings under which a peer is not waited for long.
  static ServerSettings impatient() {
    return settings()
        .withTimeouts(
            NetworkTimeouts.DEFAULT
                .withArtim(Duration.ofMillis(700))
                .withIdle(Duration.ofMillis(1_500))
                .withPdu(Duration.ofMillis(700))
                .withClose(Duration.ofSeconds(2)));
  }

  static AssociationServer start(ServerSettings settings, DimseService... services)
      throws IOException {
    return AssociationServer.start(settings, AssociationPolicy.anyone(), List.of(services));
  }

  static ClientSettings client(AssociationServer server) {
    return ClientSettings.toLoopback(server.port(), "CLIENT", "TIA");
  }

  /// The server answers, and nothing that a test did before holds a slot.
  static void isUnharmed(AssociationServer server) throws IOException {
    eventually(() -> server.associations() == 0);
    try (var association = Association.open(client(server).propose(RawPeer.VERIFICATION))) {
      assertThat(association.echo()).isEqualTo(Status.SUCCESS);
    }
    eventually(() -> server.associations() == 0);
  }

  static void eventually(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("still waiting after 5 s").isLessThan(deadline);
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
