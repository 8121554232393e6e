package vn.tia.mapping.exam;

/// How urgent an exam is: the terms of DICOM Requested Procedure Priority (0040,1003).
public enum Priority { STAT, HIGH, ROUTINE, MEDIUM, LOW }
