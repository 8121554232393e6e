/// Names of people: the one normaliser by which they are found again without accents, case or
/// order, and the way between a [vn.tia.mapping.exam.HumanName] and a DICOM person name.
@NullMarked
package vn.tia.mapping.names;

import org.jspecify.annotations.NullMarked;
