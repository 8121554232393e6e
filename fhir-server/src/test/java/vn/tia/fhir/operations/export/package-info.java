/// Bulk exports over real HTTP, and by workers that die.
@NullMarked
package vn.tia.fhir.operations.export;

import org.jspecify.annotations.NullMarked;
