/// What the door can do, for developers: an OpenAPI document and a page, made of the
/// CapabilityStatement and of what each operation says of itself.
@NullMarked
package vn.tia.fhir.operations.docs;

import org.jspecify.annotations.NullMarked;
