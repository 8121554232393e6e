package vn.tia.fhir.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.tia.dicom.data.Dataset;
import vn.tia.dicom.data.Tags;
import vn.tia.dicom.data.TransferSyntax;
import vn.tia.dicom.data.Uid;
import vn.tia.dicom.data.Uids;
import vn.tia.dicom.image.phantom.CtPhantom;
import vn.tia.dicom.io.DatasetWriter;
import vn.tia.dicom.net.Association;
import vn.tia.dicom.net.ClientSettings;
import vn.tia.dicom.net.Instance;

/// What was acknowledged before the plug was pulled is there afterwards: orders and images, while
/// hospitals and modalities send at full speed.
class PowerCutIT {
  private static final String CT = Uids.CT_IMAGE_STORAGE.value();
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final int ACKNOWLEDGED_MIN = 40;

  private final Set<String> orders = ConcurrentHashMap.newKeySet();
  private final Set<String> images = ConcurrentHashMap.newKeySet();

  @Test
  void keepsEveryAcknowledgedOrderAndImage(@TempDir Path data) throws Exception {
    var senders = new ArrayList<Thread>();
    try (var tia = TiaProcess.start(data, "up")) {
      var doors = tia.awaitDoors();
      for (int i = 0; i < 2; i++) {
        senders.add(Thread.ofVirtual().start(() -> sendOrders(doors)));
        senders.add(Thread.ofVirtual().start(() -> sendImages(doors)));
      }
      while (orders.size() < ACKNOWLEDGED_MIN || images.size() < ACKNOWLEDGED_MIN) {
        assertThat(senders).as("senders\n" + tia.output()).anyMatch(Thread::isAlive);
        Thread.sleep(5);
      }
      tia.killAll();
    }
    for (var sender : senders) {
      sender.join();
    }

    try (var tia = TiaProcess.start(data, "up");
        var emr = new EmrStandIn(tia.awaitDoors())) {
      assertThat(lostOrders(emr)).as("of %d acknowledged orders", orders.size()).isEmpty();
      assertThat(lostImages(emr, tia.awaitDoors()))
          .as("of %d acknowledged images", images.size())
          .isEmpty();
    }
  }

  private List<String> lostOrders(EmrStandIn emr) throws IOException, InterruptedException {
    var lost = new ArrayList<String>();
    for (var accession : orders) {
      if (emr.search("ServiceRequest", "identifier=" + accession).getEntry().isEmpty()) {
        lost.add(accession);
      }
    }
    return lost;
  }

  private List<String> lostImages(EmrStandIn emr, Doors doors)
      throws IOException, InterruptedException {
    var lost = new ArrayList<String>();
    for (var path : images) {
      var answer =
          emr.get(doors.http("/dicom-web" + path), "multipart/related; type=\"application/dicom\"");
      if (answer.statusCode() != 200) {
        lost.add(path + " " + answer.statusCode());
      }
    }
    return lost;
  }

  private void sendOrders(Doors doors) {
    try (var his = HisStandIn.start()) {
      while (true) {
        var order = DemoOrder.now();
        var answer = his.send(doors.hl7Port(), order.message());
        if (Hl7Line.of(answer, "MSA").field(1).equals("AA")) {
          orders.add(order.accession());
        }
      }
    } catch (IOException _) {
      // The plug was pulled.
    }
  }

  private void sendImages(Doors doors) {
    var call = ClientSettings.toLoopback(doors.dicomPort(), "CT02", doors.aeTitle()).propose(CT);
    try (var association = Association.open(call)) {
      while (true) {
        sendStudy(association);
      }
    } catch (IOException _) {
      // The plug was pulled.
    }
  }

  private void sendStudy(Association association) throws IOException {
    var study = Uid.random().value();
    var series = Uid.random();
    var exam =
        Dataset.builder()
            .put(Tags.STUDY_INSTANCE_UID, study)
            .put(Tags.PATIENT_ID, "POWER-CUT")
            .put(Tags.PATIENT_NAME, "POWER^CUT")
            .build();
    for (var image : CtPhantom.of(CtPhantom.Settings.SMALL).slices(exam, series).toList()) {
      var uid = image.string(Tags.SOP_INSTANCE_UID).orElseThrow();
      var bytes = DatasetWriter.toBytes(image, SYNTAX);
      var status = association.store(new Instance(CT, uid, SYNTAX.uid().value()), bytes.stream());
      if (status.isSuccess()) {
        images.add("/studies/%s/series/%s/instances/%s".formatted(study, series.value(), uid));
      }
    }
  }
}
