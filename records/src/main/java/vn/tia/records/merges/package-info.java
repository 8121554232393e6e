/// Merges of patients with all that belongs to them: orders, studies and resources follow, and go
/// back when a merge is undone.
@NullMarked
package vn.tia.records.merges;

import org.jspecify.annotations.NullMarked;
