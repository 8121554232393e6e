package vn.tia.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.utilities.xhtml.XhtmlNode;
import vn.tia.records.resources.StoredResource;

/// Refuses a narrative in which something could run or call out (R4 section 2.4.0.1): it may be
/// shown in a page.
final class NarrativeRule implements WriteRule {
  private static final Set<String> FORBIDDEN = Set.of("script", "style", "iframe", "frame",
      "frameset", "object", "embed", "applet", "form", "input", "button", "base", "link", "meta",
      "head", "body", "svg", "math", "audio", "video", "xml");

  @Override
  public void check(int facilityId, Resource resource, Optional<StoredResource> before) {
    if (resource instanceof DomainResource domain && domain.getText().hasDiv()
        && isActive(domain.getText().getDiv())) {
      throw new UnprocessableEntityException(resource.fhirType()
          + ".text.div has an element, an attribute or an address that may run or call out");
    }
  }

  private static boolean isActive(XhtmlNode node) {
    var name = Optional.ofNullable(node.getName()).orElse("").toLowerCase(Locale.ROOT);
    return FORBIDDEN.contains(name)
        || node.getAttributes().entrySet().stream()
            .anyMatch(one -> isActive(one.getKey(), String.valueOf(one.getValue())))
        || node.getChildNodes().stream().anyMatch(NarrativeRule::isActive);
  }

  private static boolean isActive(String name, String value) {
    var text = value.toLowerCase(Locale.ROOT).replaceAll("[\\s\\p{Cntrl}]", "");
    return name.toLowerCase(Locale.ROOT).startsWith("on")
        || text.startsWith("javascript:") || text.startsWith("vbscript:")
        || text.startsWith("data:text") || text.startsWith("data:image/svg")
        || name.equalsIgnoreCase("style")
            && (text.contains("url(") || text.contains("expression(") || text.contains("import"));
  }
}
