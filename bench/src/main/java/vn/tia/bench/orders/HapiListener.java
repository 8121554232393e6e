package vn.tia.bench.orders;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.protocol.ReceivingApplication;
import java.io.IOException;
import java.util.Map;

/// HAPI HL7v2's own listener in a process of its own: it parses each message and answers AA, and
/// keeps nothing.
public final class HapiListener {
  private HapiListener() {}

  public static void main(String[] arguments) throws Exception {
    var context = new DefaultHapiContext();
    var server = context.newServer(Integer.parseInt(arguments[0]), false);
    server.registerApplication("*", "*", new ReceivingApplication<>() {
      @Override
      public Message processMessage(Message message, Map<String, Object> metadata)
          throws HL7Exception {
        try {
          return message.generateACK();
        } catch (IOException e) {
          throw new HL7Exception(e);
        }
      }

      @Override
      public boolean canProcess(Message message) {
        return true;
      }
    });
    server.startAndWait();
    Thread.currentThread().join();
  }
}
