package vn.tia.fhir;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import vn.tia.dicom.net.AssociationServer;
import vn.tia.fhir.config.TiaSettings;
import vn.tia.fhir.demo.Doors;
import vn.tia.hl7.mllp.MllpServer;

/// What the program says once its doors are open: where they are.
record Announcement(Doors doors, TiaSettings settings) {
  static Announcement of(ConfigurableApplicationContext context) {
    var web = ((WebServerApplicationContext) context).getWebServer();
    var settings = context.getBean(TiaSettings.class);
    return new Announcement(
        new Doors(
            web == null ? 0 : web.getPort(),
            context.getBean(AssociationServer.class).port(),
            context.getBean(MllpServer.class).port(),
            settings.dicom().aeTitle()),
        settings);
  }

  void print(PrintStream out, long startNanos) {
    var seconds = startNanos / (double) TimeUnit.SECONDS.toNanos(1);
    var base = "http://127.0.0.1:" + doors.httpPort();
    out.printf(
        Locale.ROOT,
        """
        Tia is ready after %.1f s; ports: http %d, dicom %d, hl7 %d
          FHIR R4    %s/fhir
          DICOMweb   %s/dicom-web
          health     %s/actuator/health
          DICOM      port %d, AE title %s
          HL7 v2     port %d, MLLP
          data       %s
        """,
        seconds,
        doors.httpPort(),
        doors.dicomPort(),
        doors.hl7Port(),
        base,
        base,
        base,
        doors.dicomPort(),
        doors.aeTitle(),
        doors.hl7Port(),
        settings.data().toAbsolutePath());
  }

  /// Says after a demo that the program goes on.
  void printServing(PrintStream out) {
    out.printf(
        "%nTia keeps serving; look around, for example:%n"
            + "  curl 'http://127.0.0.1:%1$d/fhir/ImagingStudy?_count=5'%n"
            + "  curl 'http://127.0.0.1:%1$d/fhir/Patient?name=huong%%20dang'%n"
            + "  curl 'http://127.0.0.1:%1$d/dicom-web/studies'%n"
            + "  ./tia dicom worklist --help%n"
            + "Ctrl-C stops all; the data stays in %2$s.%n",
        doors.httpPort(), settings.data().toAbsolutePath());
  }
}
