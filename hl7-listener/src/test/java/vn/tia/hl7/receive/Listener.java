package vn.tia.hl7.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import vn.tia.hl7.mllp.MllpClient;
import vn.tia.hl7.mllp.MllpClientSettings;
import vn.tia.hl7.mllp.MllpLimits;
import vn.tia.hl7.mllp.MllpReader;
import vn.tia.hl7.mllp.MllpServer;
import vn.tia.hl7.mllp.MllpServerSettings;
import vn.tia.hl7.mllp.MllpWriter;
import vn.tia.records.access.AccessRule;
import vn.tia.records.access.FacilitySettings;
import vn.tia.records.access.Hl7Sender;
import vn.tia.records.audit.Audit;
import vn.tia.records.database.Database;
import vn.tia.records.facilities.Facilities;
import vn.tia.records.facilities.FacilityProfile;
import vn.tia.records.orders.OrderSettings;
import vn.tia.records.orders.Orders;
import vn.tia.records.outbox.Outbox;
import vn.tia.records.patients.Patients;
import vn.tia.records.resources.Resources;
import vn.tia.records.testkit.TestDatabase;

/// A whole listener on a free port and a database of its own, for tests.
final class Listener implements AutoCloseable {

  final Database database = TestDatabase.fresh();
  final int facilityId;
  final MllpServer server;

  private Listener(ReceiveSettings settings, String sender) {
    var facilities = new Facilities(database);
    var access = AccessRule.of(facilities, List.of(
        facility("BV01", sender), facility("BV02", "HIS2|BV02")));
    facilityId = facilities.byCode("BV01").orElseThrow().id();
    var clock = Clock.systemUTC();
    var resources = new Resources(database, new Outbox(database), clock);
    var patients = new Patients(database, facilities, resources);
    var orders =
        new Orders(database, facilities, patients, resources, OrderSettings.DEFAULT, clock);
    var receiver = new MessageReceiver(database, access,
        new MessageEffects(new MessageEffects.Records(
            database, facilities, patients, orders, resources)),
        new Audit(database), settings, clock);
    try {
      server = MllpServer.start(MllpServerSettings.onLoopback(0)
          .with(MllpLimits.DEFAULT.withBytesMax(8 << 20)), receiver);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Listener byTheBook() {
    return new Listener(ReceiveSettings.DEFAULT, "HIS|BV01");
  }

  static Listener with(ReceiveSettings settings, String sender) {
    return new Listener(settings, sender);
  }

  private static FacilitySettings facility(String code, String sender) {
    return new FacilitySettings(code, code, code, "urn:oid:1.2.840.99999." + code.charAt(3),
        FacilityProfile.ZONE, List.of(), List.of(Hl7Sender.of(sender)));
  }

  MllpClient connect() throws IOException {
    return MllpClient.connect(MllpClientSettings.to("localhost", server.port()));
  }

  /// Sends a message on a connection of its own, its lines as segments.
  String send(String message) {
    return new String(send(message.replace('\n', '\r').getBytes(UTF_8)), UTF_8);
  }

  byte[] send(byte[] message) {
    try (var client = connect()) {
      return client.exchange(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends a message on a connection of its own; all that is answered until the listener closes.
  List<String> answers(String message) {
    return answers(message.replace('\n', '\r').getBytes(UTF_8));
  }

  List<String> answers(byte[] message) {
    var answers = new ArrayList<String>();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      new MllpWriter(socket.getOutputStream()).write(message);
      socket.shutdownOutput();
      var reader = new MllpReader(socket.getInputStream(), MllpLimits.DEFAULT);
      for (var answer = reader.read(); answer.isPresent(); answer = reader.read()) {
        answers.add(new String(answer.get(), UTF_8));
      }
      return answers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int count(String table) {
    return database.jdbc().sql("SELECT count(*) FROM " + table).query(Integer.class).single();
  }

  List<String> texts(String sql) {
    return database.jdbc().sql(sql).query(String.class).list();
  }

  @Override
  public void close() throws IOException {
    server.close();
    database.close();
  }
}
