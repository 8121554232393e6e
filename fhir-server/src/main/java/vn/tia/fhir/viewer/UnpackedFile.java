package vn.tia.fhir.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.resource.HttpResource;

/// A file that lies compressed, unpacked on the way out for those who don't take gzip.
final class UnpackedFile extends AbstractResource implements HttpResource {
  private final Resource packed;
  private final String name;

  UnpackedFile(Resource packed, String name) {
    this.packed = packed;
    this.name = name;
  }

  @Override
  public HttpHeaders getResponseHeaders() {
    var headers = new HttpHeaders();
    headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    return headers;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new GZIPInputStream(packed.getInputStream());
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
