package vn.tia.dicom.net;

/// A DIMSE message up to its data set, which is read from its [Fragments].
record Message(AcceptedContext context, Command command) {}
