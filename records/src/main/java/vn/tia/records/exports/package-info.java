/// Bulk exports as the records keep them: what was asked, how far each has come, and pages of the
/// resources as they were when it was asked.
@NullMarked
package vn.tia.records.exports;

import org.jspecify.annotations.NullMarked;
