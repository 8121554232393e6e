/// Appointments for exams: each a FHIR Appointment, which moves the scheduled steps of its order.
@NullMarked
package vn.tia.records.appointments;

import org.jspecify.annotations.NullMarked;
