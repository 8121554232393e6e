package vn.tia.records.worklist;

import vn.tia.mapping.exam.OrderContent;
import vn.tia.mapping.exam.Patient;
import vn.tia.records.facilities.Facility;
import vn.tia.records.orders.StoredStep;

/// One step of the worklist, with all that a modality may ask about it.
public record WorklistItem(
    Facility facility, Patient patient, OrderContent content, StoredStep step) {}
