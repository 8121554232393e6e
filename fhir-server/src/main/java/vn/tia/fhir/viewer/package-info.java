/// The viewer in the browser: the files of OHIF as the module `viewer` packs them, the routes that
/// its pages have, and the door by which other applications open a study in it (IHE IID).
@NullMarked
package vn.tia.fhir.viewer;

import org.jspecify.annotations.NullMarked;
