package vn.tia.fhir.viewer;

import java.io.IOException;
import java.io.InputStream;
import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.resource.HttpResource;

/// A file that is sent as it lies, compressed, under the name that it has unpacked.
final class GzippedFile extends AbstractResource implements HttpResource {
  private final Resource packed;
  private final String name;

  GzippedFile(Resource packed, String name) {
    this.packed = packed;
    this.name = name;
  }

  @Override
  public HttpHeaders getResponseHeaders() {
    var headers = new HttpHeaders();
    headers.add(HttpHeaders.CONTENT_ENCODING, "gzip");
    headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    return headers;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return packed.getInputStream();
  }

  @Override
  public long contentLength() throws IOException {
    return packed.contentLength();
  }

  @Override
  public long lastModified() throws IOException {
    return packed.lastModified();
  }

  @Override
  public String getFilename() {
    return name;
  }

  @Override
  public String getDescription() {
    return packed.getDescription();
  }
}
