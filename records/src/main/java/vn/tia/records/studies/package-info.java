/// Studies, series and instances: their registration, their search, and where their bytes lie.
@NullMarked
package vn.tia.records.studies;

import org.jspecify.annotations.NullMarked;
