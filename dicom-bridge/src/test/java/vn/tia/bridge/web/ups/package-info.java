/// What a DICOMweb client sees.
@NullMarked
package vn.tia.bridge.web.ups;

import org.jspecify.annotations.NullMarked;
