/// The websocket of UPS-RS (PS3.18 section 8.10): subscribers open it to hear of events.
@NullMarked
package vn.tia.fhir.workitems;

import org.jspecify.annotations.NullMarked;
