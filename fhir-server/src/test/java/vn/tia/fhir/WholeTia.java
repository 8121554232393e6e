package vn.tia.fhir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import vn.tia.fhir.demo.Doors;

/// The whole program in the process of the test, on free ports.
public final class WholeTia implements AutoCloseable {
  private final ConfigurableApplicationContext context;

  private WholeTia(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /// Starts on a data directory, with settings as `--tia.dicom.port=0`.
  public static WholeTia start(Path data, String... settings) {
    var all = new ArrayList<>(List.of("--tia.data=" + data, "--server.port=0",
        "--tia.dicom.port=0", "--tia.hl7.port=0"));
    all.addAll(List.of(settings));
    return new WholeTia(Main.start(all));
  }

  public Doors doors() {
    return Announcement.of(context).doors();
  }

  /// A part of the program.
  public <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
