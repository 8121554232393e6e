package vn.tia.mapping.exam;

/// The administrative sex of a patient, as DICOM and HL7 both can say it.
public enum Sex { MALE, FEMALE, OTHER, UNKNOWN }
