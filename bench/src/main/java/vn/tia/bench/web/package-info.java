/// DICOMweb beside Orthanc with its plugin: what each stores, finds and gives a second.
@NullMarked
package vn.tia.bench.web;

import org.jspecify.annotations.NullMarked;
