/// `./tia dicom …`: the toolkit on the command line, for who looks after devices and networks.
///
/// [DicomTool] picks the [Tool] that is asked for and turns its end into an exit code; each tool is
/// one class, says in a [Manual] what it takes, and reads it from [Arguments]. What the tools print
/// is for the person who asked, patient data included; they log nothing of it.
@NullMarked
package vn.tia.dicom.tool;

import org.jspecify.annotations.NullMarked;
