/// What a DICOMweb client sees.
@NullMarked
package vn.tia.bridge.web;

import org.jspecify.annotations.NullMarked;
