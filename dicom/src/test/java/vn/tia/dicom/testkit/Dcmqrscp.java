package vn.tia.dicom.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// DCMTK's archive `dcmqrscp`, titled ARCHIVE, which knows one station.
public final class Dcmqrscp implements AutoCloseable {
  private final Process process;
  private final int port;

  private Dcmqrscp(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts one that keeps its files in a folder and knows `stationAe` on a port of this machine.
  public static Dcmqrscp start(Path folder, String stationAe, int stationPort)
      throws IOException, InterruptedException {
    Path store = Files.createDirectories(folder.resolve("ARCHIVE"));
    Path config = folder.resolve("dcmqrscp.cfg");
    int port = Dcmtk.freePort();
    Files.writeString(
        config,
        """
        NetworkTCPPort = %d
        MaxPDUSize = 131072
        MaxAssociations = 16
        HostTable BEGIN
        station = (%s, 127.0.0.1, %d)
        HostTable END
        VendorTable BEGIN
        VendorTable END
        AETable BEGIN
        ARCHIVE %s RW (200, 1024mb) ANY
        AETable END
        """
            .formatted(port, stationAe, stationPort, store));
    Process process =
        Dcmtk.startSilent(
            "dcmqrscp", "--allow-shutdown", "-c", config.toString());
    Dcmtk.awaitListening(port);
    return new Dcmqrscp(process, port);
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /// Whether it has ended, within some seconds.
  public boolean hasEnded() throws InterruptedException {
    return process.waitFor(Duration.ofSeconds(5));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
