@NullMarked
package vn.tia.fhir.subscriptions;

import org.jspecify.annotations.NullMarked;
