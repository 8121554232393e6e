package vn.tia.fhir.viewer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.resource.ResourceResolver;
import org.springframework.web.servlet.resource.ResourceResolverChain;

/// Finds the files of the viewer, which lie compressed in the program.
///
/// A browser that takes gzip gets them as they lie, anyone else unpacked.
public final class ViewerFiles implements ResourceResolver {
  static final String INDEX = "index.html";
  private static final String FOLDER = "ohif/";

  /// Whether the build brought a viewer.
  public boolean arePresent() {
    return packed(INDEX).exists();
  }

  @Override
  public @Nullable Resource resolveResource(
      @Nullable HttpServletRequest request,
      String path,
      List<? extends Resource> locations,
      ResourceResolverChain chain) {
    var file = packed(path);
    if (!file.exists()) {
      return null;
    }
    return request != null && takesGzip(request)
        ? new GzippedFile(file, name(path))
        : new UnpackedFile(file, name(path));
  }

  @Override
  public @Nullable String resolveUrlPath(
      String path, List<? extends Resource> locations, ResourceResolverChain chain) {
    return packed(path).exists() ? path : null;
  }

  private static boolean takesGzip(HttpServletRequest request) {
    var accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    return accepted != null && accepted.contains("gzip");
  }

  /// The handler refuses paths that climb out of the folder before it asks for them.
  private static ClassPathResource packed(String path) {
    return new ClassPathResource(FOLDER + path + ".gz");
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
