/// Reports that other systems write and send here: each once, its versions kept, tied to its
/// patient, order and study.
@NullMarked
package vn.tia.records.reports;

import org.jspecify.annotations.NullMarked;
