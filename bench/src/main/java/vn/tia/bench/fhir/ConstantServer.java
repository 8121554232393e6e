package vn.tia.bench.fhir;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Executors;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/// The HTTP server that Tia stands on, Tomcat on virtual threads, answering as many bytes as the
/// path says and doing nothing else: the most that any server on it can do here.
public final class ConstantServer {
  private ConstantServer() {}

  /// @param arguments the port, and a folder of its own
  public static void main(String[] arguments) throws LifecycleException, IOException {
    var folder = Files.createDirectories(Path.of(arguments[1]));
    var tomcat = new Tomcat();
    tomcat.setBaseDir(folder.toString());
    var connector = new Connector();
    connector.setProperty("address", "127.0.0.1");
    connector.setPort(Integer.parseInt(arguments[0]));
    connector.getProtocolHandler().setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    tomcat.setConnector(connector);
    var context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "constant", new Constant()).setLoadOnStartup(1);
    context.addServletMappingDecoded("/*", "constant");
    tomcat.start();
    tomcat.getServer().await();
  }

  private static final class Constant extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      request.getInputStream().readAllBytes();
      var body = new byte[Integer.parseInt(request.getPathInfo().substring(1))];
      Arrays.fill(body, (byte) ' ');
      response.setContentType("application/fhir+json;charset=UTF-8");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }
}
