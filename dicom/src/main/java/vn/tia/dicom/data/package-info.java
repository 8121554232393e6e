/// The DICOM data set as values: tags, value representations, elements, data sets, edits, UIDs,
/// names, dates and times, private blocks and character sets, with the facts of PS3.6 2024c.
/// Everything here is immutable but builders, and does no input or output; bytes come and go
/// through `vn.tia.dicom.io`, JSON and XML through `vn.tia.dicom.json` and `vn.tia.dicom.xml`.
///
/// ```java
/// Dataset exam = Dataset.builder()
///     .put(Tags.PATIENT_NAME, "Đặng^Hường")
///     .put(Tags.STUDY_DATE, "20261124")
///     .build();
/// Optional<LocalDate> day = exam.string(Tags.STUDY_DATE).flatMap(PartialDate::parse)
///     .flatMap(PartialDate::day);
/// Dataset anonymous = exam.apply(List.of(new Edit.Clear(Tags.PATIENT_NAME)));
/// ```
@NullMarked
package vn.tia.dicom.data;

import org.jspecify.annotations.NullMarked;
