/// DICOMweb (PS3.18) under `/dicom-web`: what its services share, from paths and media types to
/// the answers to errors.
@NullMarked
package vn.tia.bridge.web;

import org.jspecify.annotations.NullMarked;
