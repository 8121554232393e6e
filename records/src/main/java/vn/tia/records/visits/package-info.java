/// Visits of patients to a facility, as ADT messages tell of them: each is an Encounter.
@NullMarked
package vn.tia.records.visits;

import org.jspecify.annotations.NullMarked;
