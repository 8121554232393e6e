/// Who may see and do what: the one rule that all doors ask.
@NullMarked
package vn.tia.records.access;

import org.jspecify.annotations.NullMarked;
