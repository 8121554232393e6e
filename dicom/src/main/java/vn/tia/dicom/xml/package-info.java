/// Data sets as the Native DICOM Model in XML (PS3.19 section A.1), written and read from streams.
/// Reading takes no DOCTYPE, no entities but the five of XML, and nothing that the model doesn't
/// have; its limits are in [vn.tia.dicom.xml.XmlLimits].
@NullMarked
package vn.tia.dicom.xml;

import org.jspecify.annotations.NullMarked;
