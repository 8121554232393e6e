package vn.tia.fhir.operations.docs;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import vn.tia.fhir.operations.OperationInfo;

/// The page about the API: plain HTML without a script.
record ApiPage(CapabilityStatement statement, List<OperationInfo> operations) {

  String html() {
    var rest = statement.getRestFirstRep();
    return """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tia FHIR R4</title>
        <style>body{font:15px/1.5 sans-serif;max-width:70em;margin:2em auto;padding:0 1em}
        table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.3em .6em;
        text-align:left;vertical-align:top}code{background:#f3f3f3}</style></head><body>
        <h1>Tia FHIR R4</h1>
        <p>Base: <code>%s</code> · <a href="metadata">CapabilityStatement</a> ·
        <a href="api-docs">OpenAPI 3 document</a></p>
        <h2>Operations</h2><table><tr><th>Operation</th><th>Where</th><th>What</th><th>Goes in</th>
        </tr>%s</table>
        <h2>Resources</h2><table><tr><th>Type</th><th>Interactions</th><th>Search parameters</th>
        </tr>%s</table></body></html>
        """.formatted(escaped(statement.getImplementation().getUrl()),
        operations.stream().map(ApiPage::row).collect(Collectors.joining()),
        rest.getResource().stream().map(ApiPage::row).collect(Collectors.joining()));
  }

  private static String row(OperationInfo info) {
    var where = info.types().isEmpty() ? Set.of("any type") : info.types();
    return ("<tr><td><a href=\"OperationDefinition/%s\">$%s</a></td><td>%s, %s</td>"
        + "<td>%s</td><td>%s</td></tr>").formatted(info.id(), info.name(),
            where.stream().sorted().collect(Collectors.joining(", ")),
            info.levels().stream().map(level -> level.name().toLowerCase(Locale.ROOT)).sorted()
                .collect(Collectors.joining(" and ")),
            escaped(info.about()), escaped(info.parameters().stream()
                .filter(one -> one.use() == OperationInfo.Use.IN)
                .map(OperationInfo.Parameter::name).collect(Collectors.joining(", "))));
  }

  private static String row(CapabilityStatementRestResourceComponent resource) {
    return "<tr><td>%s</td><td>%s</td><td>%s</td></tr>".formatted(resource.getType(),
        resource.getInteraction().stream().map(one -> one.getCode().toCode())
            .collect(Collectors.joining(", ")),
        escaped(resource.getSearchParam().stream().map(one -> one.getName())
            .collect(Collectors.joining(", "))));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
