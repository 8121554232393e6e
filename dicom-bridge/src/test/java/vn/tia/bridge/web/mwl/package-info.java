/// What a DICOMweb client sees.
@NullMarked
package vn.tia.bridge.web.mwl;

import org.jspecify.annotations.NullMarked;
