/// Bulk Data Access 2.0: `$export` takes a request in, a worker writes its NDJSON files in the
/// background and goes on after a restart, `$export-status` and `$export-file` hand them out.
@NullMarked
package vn.tia.fhir.operations.export;

import org.jspecify.annotations.NullMarked;
