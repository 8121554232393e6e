package vn.tia.bridge.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.DelegatingWebMvcConfiguration;

/// DICOMweb over real HTTP: controllers in a Tomcat on loopback, and a client.
public final class WebServer implements AutoCloseable {

  // Kept, since the logging of the JDK forgets loggers that nobody holds.
  private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

  static {
    TOMCAT_LOG.setLevel(Level.SEVERE);
  }

  private final Tomcat tomcat = new Tomcat();
  private final HttpClient client = HttpClient.newHttpClient();

  private WebServer() {}

  public static WebServer start(Path directory, Object... controllers) throws IOException {
    return start(directory, Duration.ofSeconds(20), controllers);
  }

  /// The same with how long it waits for bytes to come.
  public static WebServer start(Path directory, Duration patience, Object... controllers)
      throws IOException {
    var server = new WebServer();
    var tomcat = server.tomcat;
    tomcat.setSilent(true);
    tomcat.setBaseDir(directory.toString());
    var context = new GenericWebApplicationContext();
    context.registerBean(DelegatingWebMvcConfiguration.class);
    for (int i = 0; i < controllers.length; i++) {
      context.getBeanFactory().registerSingleton("controller" + i, controllers[i]);
    }
    var web = tomcat.addContext("", directory.toString());
    context.setServletContext(web.getServletContext());
    Tomcat.addServlet(web, "dicomweb", new DispatcherServlet(context)).setAsyncSupported(true);
    web.addServletMappingDecoded("/", "dicomweb");
    var connector = tomcat.getConnector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("connectionTimeout", Long.toString(patience.toMillis()));
    connector.getProtocolHandler().setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    try {
      tomcat.start();
    } catch (LifecycleException e) {
      throw new IOException(e);
    }
    return server;
  }

  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  /// How long it waits for the next bytes of a request.
  public WebServer waiting(Duration most) {
    tomcat.getConnector().setProperty("connectionTimeout", Long.toString(most.toMillis()));
    return this;
  }

  /// The address of DICOMweb.
  public String base() {
    return "http://127.0.0.1:" + port() + "/dicom-web";
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base() + path));
  }

  public HttpResponse<byte[]> get(String path, String accept) throws Exception {
    return send(request(path).header("Accept", accept));
  }

  public HttpResponse<byte[]> post(String path, String type, byte[] body) throws Exception {
    return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
  }

  public HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  @Override
  public void close() throws LifecycleException {
    client.shutdownNow();
    tomcat.stop();
    tomcat.destroy();
  }
}
